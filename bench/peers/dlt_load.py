"""One run of dlt over the shop: dlt_load.py PLAN, a JSON text. `lists`, `base_url`, `page_size`, `dataset`; `disposition`, `incremental`; `destination`
(duckdb, postgres, filesystem) and `place` (a file, a URL, a folder); `file_format` or null; `parallel`."""

import json
import sys

import dlt
from dlt.sources.rest_api import rest_api_source

plan = json.loads(sys.argv[1])


def resource(path):
    made = {"name": path.replace("/", "_"), "write_disposition": plan["disposition"], "endpoint": {"path": path}}
    if plan["disposition"] == "merge":
        made["primary_key"] = "id"
    if plan["incremental"] and path == "orders":
        made["endpoint"]["incremental"] = {"cursor_path": "updated_at", "start_param": "updated_after"}
    return made


def destination():
    if plan["destination"] == "filesystem":
        return dlt.destinations.filesystem(bucket_url=plan["place"])
    return getattr(dlt.destinations, plan["destination"])(credentials=plan["place"])


source = rest_api_source({
    "client": {"base_url": plan["base_url"],
               "paginator": {"type": "page_number", "base_page": 1, "page_param": "page", "total_path": "pages"}},
    "resource_defaults": {"endpoint": {"params": {"limit": plan["page_size"]}, "data_selector": "data"}},
    "resources": [resource(path) for path in plan["lists"]],
})
if plan["parallel"]:
    source.parallelize()

if __name__ == "__main__":  # its worker processes import this file
    pipeline = dlt.pipeline("shop", destination=destination(), dataset_name=plan["dataset"], progress=None)
    pipeline.run(source, loader_file_format=plan["file_format"]).raise_on_failed_jobs()
