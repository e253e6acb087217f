"""What all end-to-end tests share: a folder of their own, the sandbox, servers with scripted answers, and decant."""

import contextlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

DECANT = os.environ.get("DECANT_BIN", "")
SANDBOX = os.environ.get("DECANT_SANDBOX_BIN", "")
HAS_FAULTS = os.environ.get("DECANT_FAULTS", "0") == "1"
KEY = "sandbox-key-of-this-test"
SECONDS = 120


class Result:
    """What a run of decant left: exit code and texts."""

    def __init__(self, process):
        self.code, self.out, self.err = process.returncode, process.stdout, process.stderr

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Sandbox:
    """A running decant-sandbox with a request log."""

    def __init__(self, folder, *flags):
        self.log = Path(folder) / "requests.jsonl"
        port = [] if "--port" in flags else ["--port", "0"]
        command = [SANDBOX, "centra", *port, "--api-key", KEY, "--log", str(self.log), *flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()

    def requests(self):
        """The requests so far, as dictionaries."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def forget_requests(self):
        os.truncate(self.log, 0)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(SECONDS)
        self.process.stdout.close()


class Server:
    """An HTTP server that gives each GET and POST to `answer(path) -> (status, headers, body) | None`; None leaves it
    hanging, a body that is a list goes out in these chunks. An `answer` that takes two arguments is given the request's body too."""

    def __init__(self, answer):
        self.paths, self.requests, self.stopped = [], [], threading.Event()
        takes_body = answer.__code__.co_argcount == 2 if hasattr(answer, "__code__") else False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms for the acknowledgement of its head

            def do_GET(self):
                asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                outer.paths.append(self.path)
                outer.requests.append((self.command, self.path, sorted(self.headers.items()), asked))
                answered = answer(self.path, asked) if takes_body else answer(self.path)
                if answered is None:
                    outer.stopped.wait(SECONDS)
                    self.close_connection = True
                    return
                status, headers, body = answered
                in_chunks = isinstance(body, list)
                framing = {"Transfer-Encoding": "chunked"} if in_chunks else {"Content-Length": str(len(body))}
                headers = {"Content-Type": "application/json", **framing, **headers}
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if in_chunks:
                    for chunk in [*body, b""]:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                    return
                self.wfile.write(body)
                if int(headers["Content-Length"]) != len(body):
                    self.close_connection = True

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.base_url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()


class Case(unittest.TestCase):
    """A test with a folder of its own; decant sees nothing of the user's settings."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="decant-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TMPDIR"} or "SAN_OPTIONS" in name}
        # The clock of test builds jumps over the pauses between attempts.
        self.environment = {**kept, "HOME": str(self.folder), "DLT_DATA_DIR": str(self.data), "DECANT_TEST_CLOCK": "skip"}

    # --- files and servers

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def sandbox(self, *flags):
        sandbox = Sandbox(self.folder, *flags)
        self.addCleanup(sandbox.stop)
        return sandbox

    def server(self, answer):
        server = Server(answer)
        self.addCleanup(server.stop)
        return server

    def serve(self, body, status=200, headers=None):
        """A server that gives the same answer to everything."""
        body = body if isinstance(body, bytes) else body.encode()
        return self.server(lambda _: (status, headers or {}, body))

    def centra_config(self, base_url, name="centra.yaml", pipeline="", source="", key=KEY):
        """A pipeline file for the Centra source; `pipeline` and `source` are further lines of YAML."""
        lines = ["pipeline:", "  name: centra_pipeline", "  destination: duckdb", "  dataset: centra_data", *pipeline.splitlines()]
        lines += ["source:", "  type: centra", f"  base_url: {base_url}", *([f"  api_key: {key}"] if key else []), *source.splitlines()]
        return self.write(name, "\n".join(lines) + "\n")

    def rest_config(self, base_url, resource="{ name: items, endpoint: { path: items, data_selector: items } }", more=""):
        """A pipeline file for one resource of a REST API that comes in a single page."""
        return self.write(
            "shop.yaml",
            "pipeline: { name: shop, destination: duckdb, dataset: shop_data }\n"
            "source:\n"
            "  type: rest_api\n"
            f"{more}"
            f"  client: {{ base_url: \"{base_url}\", paginator: single_page }}\n"
            "  resources:\n"
            f"    - {resource}\n",
        )

    # --- decant

    def start(self, *arguments, environment=None):
        return subprocess.Popen(
            [DECANT, *map(str, arguments)], cwd=self.folder, env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def decant(self, *arguments, environment=None, code=0, folder="."):
        """Runs decant in a folder below the test's own and checks the exit code (None: any)."""
        process = subprocess.run(
            [DECANT, *map(str, arguments)], cwd=self.folder / folder, env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS,
        )
        result = Result(process)
        if code is not None:
            self.assertEqual(result.code, code, result)
        self.assertNotIn("AddressSanitizer", result.err)
        self.assertNotIn("runtime error:", result.err)
        return result

    def run_ok(self, config, *flags, **options):
        return self.decant("run", config, "--progress", "none", *flags, **options)

    def run_fails(self, config, *flags, code=1, says=(), **options):
        """A run that must fail with that code and with these words; its message is one line and has a hint."""
        result = self.decant("run", config, *flags, code=code, **options)
        lines = [line for line in result.err.splitlines() if line.startswith("error: ")]
        self.assertEqual(len(lines), 1, result)
        self.assertIn("\n  hint: ", result.err, result)
        for word in says:
            self.assertIn(word, result.err, result)
        return result

    def sql(self, config, statement, *flags):
        return json.loads(self.decant("sql", config, statement, "--json", *flags).out)

    def count(self, config, table, *flags):
        return self.sql(config, f"SELECT count(*) AS n FROM {table}", *flags)[0]["n"]

    def tables(self, config, *flags):
        found = self.sql(
            config,
            "SELECT table_name AS t FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
            *flags,
        )
        return [row["t"] for row in found]

    def rows(self, config, table, *flags, without=()):
        """All rows of a table as a sorted list of JSON texts."""
        rows = self.sql(config, f'SELECT * FROM "{table}"', *flags)
        return sorted(json.dumps({k: v for k, v in row.items() if k not in without}, sort_keys=True) for row in rows)

    def rows_of_tables(self, config, tables, *flags):
        """Table -> its rows as dictionaries; one call, as each takes the time that a database needs to open."""
        rows = {table: [] for table in tables}
        one = "SELECT '{0}' AS t, to_json(r)::VARCHAR AS r FROM \"{0}\" AS r"
        if tables:
            for row in self.sql(config, " UNION ALL ".join(one.format(table) for table in tables), *flags):
                rows[row["t"]].append(json.loads(row["r"]))
        return rows

    def dataset(self, config, *flags):
        """Every table with all its rows as sorted JSON texts, ids and times included."""
        tables = self.rows_of_tables(config, self.tables(config, *flags), *flags)
        return {table: sorted(json.dumps(row, sort_keys=True) for row in rows) for table, rows in tables.items()}

    def assertNothingLoaded(self, config):
        """No table of data is there: the database is missing, or holds no dataset."""
        listed = self.decant("sql", config, "SELECT table_name AS t FROM information_schema.tables WHERE table_schema = current_schema()",
                             "--json", code=None)
        if listed.code == 0:
            self.assertEqual(json.loads(listed.out), [], listed)

    @contextlib.contextmanager
    def unchanged(self, config):
        """What stands inside must leave the dataset as it is."""
        before = self.dataset(config)
        yield
        self.assertEqual(before, self.dataset(config))


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
