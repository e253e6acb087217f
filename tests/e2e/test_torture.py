"""A share of `./dev torture`, and controls: where an fsync is taken away, the same check finds that something is lost."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from harness import HAS_FAULTS

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))

from bench import FORGET, Bench, Disturbed  # noqa: E402
from places import PLACES  # noqa: E402
from torture import EVERYWHERE, torture  # noqa: E402

SEED = 20261127
SKIP = "DECANT_FORGET_SKIP"


@unittest.skipUnless(HAS_FAULTS and FORGET.exists(), "built without fault points, or for a sanitizer")
class Torture(unittest.TestCase):
    def test_share(self):
        findings = torture("share", EVERYWHERE, SEED)
        self.assertEqual(findings, [], "\n".join(findings))


@unittest.skipUnless(HAS_FAULTS and FORGET.exists(), "built without fault points, or for a sanitizer")
class Control(unittest.TestCase):
    """Each test names an fsync by the file or folder it is of (`skipped`), which then does nothing, and when the power fails."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="decant-control-"))
        cls.places = {name: PLACES[name]() for name in ("duckdb", "jsonl")}
        cls.bench = Bench(cls.folder)
        cls.bench.undisturbed(cls.places.values())

    @classmethod
    def tearDownClass(cls):
        cls.bench.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def assertFound(self, skipped, point="pipeline.after_mark_loaded:kill", place="duckdb", start="then"):
        death = {"DECANT_FAULT": point}
        self.assertEqual(Disturbed(self.bench, self.places[place], start, "strict", death).run(), "")
        found = Disturbed(self.bench, self.places[place], start, "strict", {**death, SKIP: skipped}).run()
        self.assertNotEqual(found, "", f"nothing is found without the sync of {skipped}")

    def test_recorded_pages(self):
        self.assertFound("*/pages.log", "package.after_seal:kill")

    def test_manifest_that_is_lost_costs_a_fetch(self):
        death = {"DECANT_FAULT": "package.after_seal:kill", SKIP: "*/manifest.json.tmp"}
        self.assertEqual(Disturbed(self.bench, self.places["duckdb"], "then", "strict", death).run(), "")

    def test_database(self):
        self.assertFound("*/data.duckdb")

    def test_name_of_a_new_database(self):
        well = Disturbed(self.bench, self.places["duckdb"], "fresh", "strict")
        self.assertEqual(well.run(), "")
        well.last = {SKIP: "*/data/"}
        self.assertNotEqual(well.run(), "")

    def test_state_of_the_pipeline(self):
        self.assertFound("*/state.json.tmp")

    def test_schema(self):
        self.assertFound("*.schema.json.tmp")

    def test_files_of_a_table(self):
        self.assertFound("*/data/data/_decant/*/*", place="jsonl")


if __name__ == "__main__":
    unittest.main()
