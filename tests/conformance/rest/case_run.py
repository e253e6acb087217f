"""One case through the real program: `decant run`, then what it emitted, its state and its schema."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import comparison
from case_server import CaseServer

DECANT = os.environ.get("DECANT_BIN", "")
SECONDS = 60
BARE_KEYS = {"client", "resources", "resource_defaults"}


class Case:
    def __init__(self, recorded, decided):
        self.name, self.recorded, self.decided = recorded["name"], recorded, decided

    def runs(self):
        """The runs as recorded, with what was decided otherwise laid over what they expect."""
        runs = self.recorded.get("runs") or [self.recorded]
        overlays = (self.decided or {}).get("runs") or [(self.decided or {}).get("expect", {})]
        for number, run in enumerate(runs):
            overlay = overlays[number] if number < len(overlays) else {}
            expect = {key: value for key, value in {**run["expect"], **overlay}.items() if value is not None}
            yield run.get("config", self.recorded["config"]), run["responses"], expect


class Program:
    """decant in a folder of its own, which the runs of a case share."""

    def __init__(self, folder, environment):
        self.folder, self.pauses = Path(folder), Path(folder) / "pauses"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TMPDIR"} or "SAN_OPTIONS" in name}
        self.environment = {
            **kept, "HOME": folder, "DLT_DATA_DIR": f"{folder}/data", "DECANT_TEST_CLOCK": "skip",
            "DECANT_TEST_CLOCK_LOG": str(self.pauses), **environment,
        }

    def __call__(self, *arguments):
        """Exit code and standard output; a program that crashed is an error of the test."""
        done = subprocess.run(
            [DECANT, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )
        if done.returncode < 0 or done.returncode > 4 or "Sanitizer" in done.stderr:
            raise RuntimeError(f"decant {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.returncode, done.stdout

    def write_config(self, config, source_name):
        """The config as it is where it can stand alone, so that both forms of a pipeline file are run."""
        if source_name is None and BARE_KEYS >= config.keys() >= {"client", "resources"}:
            document = config
        else:
            named = {"name": source_name} if source_name else {}
            document = {"pipeline": {"name": "case", "destination": "duckdb"}, "source": {"type": "rest_api", **named, **config}}
        (self.folder / "case.json").write_text(json.dumps(document), encoding="utf-8")

    def run(self):
        self.pauses.unlink(missing_ok=True)
        code, out = self("run", "case.json", "--json", "--progress", "none", "--keep-packages", "9")
        return code, json.loads(out)

    def delays(self):
        return [float(line) for line in self.pauses.read_text().split()] if self.pauses.exists() else []

    def newest_package(self):
        code, out = self("package", "case", "--json")
        return json.loads(out) if code == 0 and out.strip() else None

    def rows(self, resources, load_id):
        """Resource → rows, of each resource that emitted at least an empty page; a run of empty pages keeps no package."""
        rows = {resource["resource"]: [] for resource in resources if resource["pages"] > 0}
        if load_id is None:
            return rows
        code, out = self("package", "case", load_id, "--records")
        if code != 0:
            raise RuntimeError(f"no records of package {load_id}: {out}")
        for line in map(json.loads, out.splitlines()):
            rows[line["resource"]].append(line["record"])
        return rows

    def state(self, source_name):
        code, out = self("pipeline", "case", "state", "--json")
        document = json.loads(out)
        if code != 0 and "has no state yet" not in out:
            raise RuntimeError(f"decant pipeline case state: exit {code}\n{out}")
        resources = document.get("sources", {}).get(source_name, {}).get("resources", {})
        return {name: state for name, state in resources.items() if state}

    def tables(self):
        code, out = self("pipeline", "case", "schema", "--json")
        if code != 0:
            raise RuntimeError(f"decant pipeline case schema: exit {code}\n{out}")
        return json.loads(out)["tables"]


def left_by_failure(program, before):
    """Resources and load id of the package that a failed run left; none if it emitted nothing."""
    package = program.newest_package()
    if package is None or package["load_id"] == before:
        return [], None
    return package["resources"], package["load_id"]


def check_run(program, expect, source_name, server, before):
    """Runs once and compares; returns the differences and the load id of the newest package."""
    code, document = program.run()
    wanted = expect.get("error")
    if wanted:
        differences = comparison.error(wanted, code, document, bool(expect["requests"]))
        resources, load_id = left_by_failure(program, before)
    else:
        if code != expect.get("exit", 0):
            return [f"exit code: expected {expect.get('exit', 0)}, seen {code}: {json.dumps(document)}"], before
        differences = []
        resources = document["resources"]
        load_id = document["packages"][-1]["load_id"] if document["packages"] else None
    differences += comparison.requests(expect["requests"], server.requests, expect["requests_ordered"])
    differences += comparison.rows(expect.get("rows", {}), program.rows(resources, load_id))
    if "delays" in expect:
        differences += comparison.delays(expect["delays"], program.delays())
    elif program.delays():
        differences.append(f"pauses: none expected, seen {program.delays()}")
    if not wanted or "state" in expect:
        differences += comparison.state(expect.get("state", {}), program.state(source_name))
    if "tables" in expect:
        tables = program.tables()
        for resource, table in expect["tables"].items():
            differences += comparison.table(resource, table, tables.get(table["name"]))
    return differences, load_id or before


def run_case(case):
    """The differences between what the case expects and what decant does; none if it passes."""
    server = CaseServer()
    with tempfile.TemporaryDirectory(prefix="decant-case-") as folder:
        try:
            based = lambda value: json.loads(json.dumps(value).replace("$BASE", server.base_url))
            program, newest = Program(folder, case.recorded.get("env", {})), None
            for number, (config, responses, expect) in enumerate(case.runs()):
                program.write_config(based(config), case.recorded.get("source_name"))
                server.play(based(responses))
                source_name = case.recorded.get("source_name", "rest_api")
                differences, newest = check_run(program, based(expect), source_name, server, newest)
                if differences:
                    return [f"run {number + 1}", *differences]
            return []
        except (RuntimeError, ValueError, KeyError, OSError, subprocess.TimeoutExpired) as failure:
            return [f"{type(failure).__name__}: {failure}"]
        finally:
            server.stop()
