"""What the interchange tests share: the same pages served to decant and to dlt, with the same configuration, into a dataset of
each, or by turns into one."""

import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import compare  # noqa: E402
import postgres_server  # noqa: E402
from harness import HAS_FAULTS, KEY, Case  # noqa: E402, F401
from real_dlt import Dlt  # noqa: E402


class Api:
    """Pages by resource: `/NAME?page=N`, N from 1, an empty page at the end."""

    def __init__(self):
        self.pages = {}
        self.chunk = None  # bytes; bodies go out in chunks of that size

    def answer(self, path):
        name, _, query = path.lstrip("/").partition("?")
        number = int(dict(pair.split("=") for pair in query.split("&") if pair).get("page", 1))
        pages = self.pages.get(name, [])
        body = pages[number - 1] if number <= len(pages) else "[]"
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        if self.chunk:
            body = [body[start:start + self.chunk] for start in range(0, len(body), self.chunk)]
        return 200, {}, body


class InterchangeCase(Case):
    """`self.pages[NAME]` is what the API has of resource NAME: pages, each a list of records or its JSON text."""

    def setUp(self):
        super().setUp()
        self.api = Api()
        self.pages = self.api.pages
        self.base_url = self.server(lambda path: self.api.answer(path)).base_url + "/"

    def rest(self, resources):
        """A RESTAPIConfig; `resources` are its resources but for the endpoint, by name."""
        paginator = {"type": "page_number", "base_page": 1, "page_param": "page", "total_path": None, "stop_after_empty_page": True}
        return {
            "client": {"base_url": self.base_url, "paginator": paginator},
            "resources": [
                {"name": name, "endpoint": {"path": name, "data_selector": "$"}, **hints} for name, hints in resources.items()
            ],
        }

    # --- one load each

    def decant_loads(self, config, destination, pipeline="shop", flags=(), source=None, environment=None, pipeline_keys=None):
        """Loads into ("duckdb", file), ("filesystem", folder) or ("postgres", URL); the working folder is `work/decant` or that of
        `share`."""
        kind, path = destination
        named = {"name": kind, "bucket_url" if kind == "filesystem" else "credentials": str(path)}
        file = self.write(f"{pipeline}.json", json.dumps({
            "pipeline": {"name": pipeline, "destination": named, "dataset": "data", **(pipeline_keys or {})},
            "source": {"type": "rest_api", **(source or {}), **config},
        }, default=str))
        return self.run_ok(file, "--pipelines-dir", self.work("decant"), *flags, environment=environment)

    def dlt_loads(self, version, config, destination, pipeline="shop", **more):
        kind, path = destination
        return Dlt.of(version).ask("load", folder=str(self.folder), pipeline=pipeline, pipelines_dir=str(self.work(f"dlt-{version}")),
                                   dataset="data", destination=kind, path=str(path), config=config, **more)

    shared = None

    def work(self, who):
        """The folder of working folders: each program's own, or one for all."""
        return self.folder / "work" / (self.shared or who)

    def forget_working_folders(self):
        shutil.rmtree(self.folder / "work", ignore_errors=True)

    # --- what is there

    def contents_of(self, destination):
        """The tables of a dataset, and its newest stored schema document."""
        kind, path = destination
        if kind == "filesystem":
            return compare.read_files(Path(path) / "data")
        tables = Dlt.of("1.26").ask("dump_server" if kind == "postgres" else "dump", path=str(path), dataset="data")
        return tables, json.loads(max(tables["_dlt_version"]["rows"], key=lambda row: row["inserted_at"])["schema"])

    def place(self, name, kind="duckdb"):
        if kind == "postgres":
            return kind, postgres_server.database(name)
        return kind, self.folder / (f"{name}.duckdb" if kind == "duckdb" else name)

    # --- the comparison

    def assertSame(self, ours, theirs):
        """Two datasets hold the same tables, and their newest schemas say the same."""
        (mine, my_schema), (their, their_schema) = self.contents_of(ours), self.contents_of(theirs)
        said = compare.difference(compare.linked(mine), compare.linked(their))
        self.assertEqual(said, "", f"\n{said}")
        self.assertEqual(compare.wrong_nested_ids(mine), [])
        self.assertSameSchema(my_schema, their_schema)
        # dlt 1.31 documents the system tables as decant does (and variants, which decant does not): then not even the hash differs.
        if not compare.document_difference(my_schema["tables"], their_schema["tables"]):
            self.assertEqual(my_schema["version_hash"], their_schema["version_hash"])

    def assertSameSchema(self, ours, theirs):
        said = compare.document_difference(compare.without_descriptions(ours), compare.without_descriptions(theirs))
        self.assertEqual(said, [], "\n" + "\n".join(said))
