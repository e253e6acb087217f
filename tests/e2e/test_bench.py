"""The benchmarks' driver still works: small tasks, decant alone."""

import json
import os
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
        done = self.bench("start", "load-duckdb", "load-jsonl", "--scale", "tiny", "--runs", "1", "--alone", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = json.loads((self.folder / "kept/results-0.001.json").read_text())
        self.assertEqual(kept["load-duckdb/decant"]["parity"], "right")
        self.assertEqual(kept["load-jsonl/decant"]["facts"]["requests"], 4)
        self.assertEqual(len(kept["start/decant"]["runs"]), 1)
        self.assertEqual(os.listdir(self.folder / "kept"), ["results-0.001.json"])

    def test_the_table_says_what_was_not_measured(self):
        done = self.bench("load-postgres", "--table", "--scale", "tiny")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not measured", done.stdout)

    def test_an_unknown_task_is_named(self):
        done = self.bench("lode")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no such task: lode", done.stderr)


if __name__ == "__main__":
    unittest.main()
