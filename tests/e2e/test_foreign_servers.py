"""REST servers that are not ours, configured from their documentation alone: json-server from npm and Datasette from PyPI, as
`./dev setup` installs them. Their absence is a failure."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from harness import SECONDS, Case, free_port

FOREIGN = Path(__file__).parents[2] / "third_party" / "foreign"
JSON_SERVER = FOREIGN / "node_modules" / "json-server" / "lib" / "cli" / "bin.js"
DATASETTE = FOREIGN / "python"
DAYS = 25


def book(number):
    """A record; a day has ten of them, so that a page ends within a day and runs meet on a boundary."""
    return {"id": number, "title": f"Book {number}", "changed": f"2024-05-{1 + number // 10 % DAYS:02d}T00:00:00Z", "tags": [{"tag": number % 3}]}


class Foreign(Case):
    def start_server(self, url, command, environment=None):
        self.assertTrue(FOREIGN.is_dir(), f"{FOREIGN} is missing: run ./dev setup")
        log = open(self.folder / "server.log", "wb")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            list(map(str, command)), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, **(environment or {})},
        )
        self.addCleanup(process.wait, SECONDS)
        self.addCleanup(process.terminate)
        self.wait_for(url, process)

    def wait_for(self, url, process):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url, timeout=5):
                return
            time.sleep(0.05)
        self.fail(f"no server at {url}: {(self.folder / 'server.log').read_text()}")

    def write_config(self, client, resources):
        document = {
            "pipeline": {"name": "library", "destination": "duckdb", "dataset": "library"},
            "source": {"type": "rest_api", "client": client, "resources": resources},
        }
        return self.write("library.json", json.dumps(document))

    def assertLoaded(self, config, numbers, table="books"):
        got = [row["id"] for row in self.sql(config, f"SELECT id FROM {table} ORDER BY id")]
        self.assertEqual(got, sorted(numbers))

    def records(self):
        """What the last run emitted, as ids."""
        lines = self.decant("package", "library", "--records").out.splitlines()
        return sorted(json.loads(line)["record"]["id"] for line in lines)


class JsonServer(Foreign):
    """Its documentation: `_page` and `_limit` with first, prev, next and last links in the Link header; `_gte` filters."""

    def setUp(self):
        super().setUp()
        port = free_port()
        self.write("db.json", json.dumps({"books": [book(number) for number in range(95)], "authors": [{"id": 1, "name": "A"}]}))
        self.base_url = f"http://127.0.0.1:{port}"
        self.start_server(self.base_url + "/authors", ["node", JSON_SERVER, "db.json", "--port", port, "--host", "127.0.0.1", "--quiet"])

    def add(self, record):
        body = json.dumps(record).encode()
        request = urllib.request.Request(self.base_url + "/books", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=SECONDS):
            pass

    def test_link_headers_and_an_incremental_second_run(self):
        config = self.write_config(
            {"base_url": self.base_url, "paginator": "header_link"},
            [
                {
                    "name": "books", "primary_key": "id",
                    "endpoint": {
                        "params": {"_page": 1, "_limit": 20, "_sort": "changed,id", "changed_gte": "{incremental.start_value}"},
                        "incremental": {"cursor_path": "changed", "initial_value": "2024-05-02T00:00:00Z"},
                    },
                },
                "authors",
            ],
        )
        self.run_ok(config)
        self.assertLoaded(config, range(10, 95))
        self.assertLoaded(config, [1], "authors")
        self.assertEqual(self.count(config, "books__tags"), 85)
        for number in (95, 96, 100):
            self.add(book(number))
        self.run_ok(config)
        self.assertLoaded(config, [*range(10, 97), 100])
        self.assertEqual([number for number in self.records() if number != 1], [95, 96, 100])

    def test_its_page_numbers(self):
        config = self.write_config(
            {"base_url": self.base_url},
            [
                {
                    "name": "books",
                    "endpoint": {
                        "params": {"_limit": 30},
                        "paginator": {"type": "page_number", "base_page": 1, "page_param": "_page", "total_path": None},
                    },
                }
            ],
        )
        self.run_ok(config)
        self.assertLoaded(config, range(95))

    def test_detected(self):
        config = self.write_config({"base_url": self.base_url}, [{"name": "books", "endpoint": {"path": "books?_page=1&_limit=40"}}])
        self.run_ok(config)
        self.assertLoaded(config, range(95))


class Datasette(Foreign):
    """Its documentation: `/database/table.json`, rows under `rows` with `_shape=objects`, `next_url`, filters `column__gte`."""

    def setUp(self):
        super().setUp()
        port = free_port()
        self.database = sqlite3.connect(self.folder / "library.db")
        self.addCleanup(self.database.close)
        self.database.execute("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, changed TEXT)")
        self.add(range(230))
        self.base_url = f"http://127.0.0.1:{port}/library"
        self.start_server(
            self.base_url + ".json", [sys.executable, "-m", "datasette", "serve", "library.db", "--port", port],
            {"PYTHONPATH": str(DATASETTE), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def add(self, numbers):
        rows = [(record["id"], record["title"], record["changed"]) for record in map(book, numbers)]
        with self.database:
            self.database.executemany("INSERT INTO books VALUES (?, ?, ?)", rows)

    def test_next_url_and_an_incremental_second_run(self):
        config = self.write_config(
            {"base_url": self.base_url, "paginator": {"type": "json_link", "next_url_path": "next_url"}},
            [
                {
                    "name": "books", "primary_key": "id",
                    "endpoint": {
                        "path": "books.json", "data_selector": "rows",
                        "params": {"_shape": "objects", "_size": 50, "_sort": "changed", "changed__gte": "{incremental.start_value}"},
                        "incremental": {"cursor_path": "changed", "initial_value": "2024-05-01T00:00:00Z"},
                    },
                }
            ],
        )
        self.run_ok(config)
        self.assertLoaded(config, range(230))
        self.add([230, 231, 240])
        self.run_ok(config)
        self.assertLoaded(config, [*range(232), 240])
        self.assertEqual(self.records(), [230, 231, 240])


if __name__ == "__main__":
    unittest.main()
