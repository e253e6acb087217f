"""The benchmarks' driver still works: small tasks, decant alone."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

from harness import DECANT, Case

RUN = Path(__file__).resolve().parents[2] / "bench/run"


class Bench(Case):
    def bench(self, *arguments):
        environment = {**self.environment, "DECANT_BENCH_BIN": str(Path(DECANT).parent), "DECANT_BENCH_KEPT": str(self.folder / "kept"),
                       "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run([sys.executable, RUN, *arguments], env=environment, capture_output=True, text=True, check=False)

    def test_small_tasks_run_are_checked_and_remembered(self):
        done = self.bench("start", "load-duckdb", "load-jsonl", "replay", "merge-duckdb", "deep", "--scale", "tiny", "--runs", "1", "--alone", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = json.loads((self.folder / "kept/results-0.001.json").read_text())
        self.assertEqual(kept["load-duckdb/decant"]["parity"], "right")
        self.assertEqual(kept["load-jsonl/decant"]["facts"]["requests"], 4)
        self.assertEqual(len(kept["start/decant"]["runs"]), 1)
        self.assertEqual(kept["replay/decant"]["parity"], "right")
        self.assertEqual(kept["merge-duckdb/decant"]["facts"]["requests"], 1)
        self.assertEqual(len(kept["deep/decant"]["facts"]["tables"]), 12)

    def test_the_table_says_what_was_not_measured(self):
        done = self.bench("load-postgres", "--table", "--scale", "tiny")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not measured", done.stdout)

    def test_the_table_compares_medians_with_the_bounds(self):
        def entry(*walls):
            return {"key": "", "depends": {}, "runs": [{"wall": wall} for wall in walls], "facts": {}, "parity": "right", "failure": None}

        found = {"load-jsonl/decant": entry(9, 2, 1), "load-jsonl/DuckDB's COPY of the tables to jsonl": entry(4), "load-jsonl/dlt tuned": entry(10)}
        self.write("kept/results.json", json.dumps(found))
        lines = self.bench("load-jsonl", "--table").stdout.splitlines()
        self.assertRegex(lines[-2], r"COPY of the tables to jsonl +0\.50 × +2\.00 × +1\.00 × +aim met$")
        self.assertRegex(lines[-1], r"dlt tuned +1/5\.0 +1/12\.0 +1/20\.0 +MISSED$")

    def test_an_unknown_task_is_named(self):
        done = self.bench("lode")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no such task: lode", done.stderr)


if __name__ == "__main__":
    unittest.main()
