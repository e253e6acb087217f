"""decant: the pipeline file of a shop, a run, and what its report tells."""

import json
import os
import subprocess
import time

from contender import DECANT, Contender, Outcome
from measured import Failed, measure
from places import BIN
from shop import DATASET, PAGE_SIZE


def resource_lines(lists, disposition, incremental):
    """The resources of a pipeline file. With `incremental` orders are asked for since the last change."""
    lines = []
    for path in lists:
        name = path.replace("/", "_")
        extra = ""
        if incremental and path == "orders":
            extra = ", incremental: { cursor_path: updated_at, start_param: updated_after }"
        key = ", primary_key: id" if disposition == "merge" else ""
        lines.append(f"    - {{ name: {name}, write_disposition: {disposition}{key}, endpoint: {{ path: {path}{extra} }} }}\n")
    return lines


def write_config(folder, base_url, lists, disposition="append", incremental=False, file_format="jsonl"):
    config = folder / "shop.yaml"
    config.write_text(
        f"pipeline: {{ name: shop, destination: duckdb, dataset: {DATASET}, file_format: {file_format} }}\n"
        "source:\n"
        "  type: rest_api\n"
        "  client:\n"
        f"    base_url: \"{base_url}\"\n"
        "    paginator: { type: page_number, base_page: 1, page_param: page, total_path: pages }\n"
        "  resource_defaults:\n"
        f"    endpoint: {{ params: {{ limit: {PAGE_SIZE} }}, data_selector: data }}\n"
        "  resources:\n" + "".join(resource_lines(lists, disposition, incremental)))
    return config


def environment_of(folder):
    """decant sees nothing of the user's settings, and writes files without gzip."""
    return {"DLT_DATA_DIR": str(folder / "data"), "DLT_PROJECT_DIR": str(folder), "HOME": str(folder),
            "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true"}


def run_decant(folder, *arguments):
    """`decant run …`; the report becomes the facts."""
    measured = measure([BIN / "decant", "run", *arguments, "--progress", "none", "--json"], folder, environment_of(folder))
    report = json.loads(measured.out)
    resources = report["resources"]
    facts = {"requests": sum(resource["pages"] for resource in resources), "bytes": sum(resource["bytes"] for resource in resources),
             "tables": {name: rows for name, rows in report["tables"].items() if not name.startswith("_dlt")}}
    return Outcome(measured, facts, steps_of(report)), report


def steps_of(report):
    """Seconds of each step, as figures of the run."""
    return {name: step["seconds"] for name, step in report.get("steps", {}).items() if step and "seconds" in step}


def query(folder, destination, statement):
    """The first row that `decant sql` finds, as a mapping."""
    found = subprocess.run([BIN / "decant", "sql", "shop.yaml", statement, "--destination", destination, "--format", "json"], cwd=folder,
                           env={**os.environ, **environment_of(folder)}, capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise Failed(f"decant sql: {found.stderr.strip()}")
    return json.loads(found.stdout)[0]


def wait_for_flush():
    """What an earlier contender wrote shall not be written to the disk during the next one's time."""
    os.sync()
    time.sleep(0.1)


def decant(run, settings, version):
    return Contender("decant", DECANT, run, {"decant": version, **settings})
