"""Several at work at once: pipelines into one dataset, two working folders of one pipeline, readers of a dataset that is loaded."""

import shutil
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from harness import HAS_FAULTS, Case

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))

import bench as torture_bench  # noqa: E402
from contents import difference  # noqa: E402
from crowd import torture_crowd  # noqa: E402
from places import PLACES, Postgres  # noqa: E402
from readers import torture_readers  # noqa: E402


class AtOnce(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="decant-at-once-"))
        cls.postgres = Postgres(cls.folder / "server")
        cls.bench = torture_bench.Bench(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.postgres.stop()
        cls.bench.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def test_eight_pipelines_merge_into_one_dataset(self):
        torture_crowd(self.bench, self.postgres, 2)

    def test_readers_see_old_rows_or_new_ones_and_do_not_wait(self):
        asked, _ = torture_readers(self.bench, self.postgres, 10_000, 2)
        self.assertGreater(asked, 50)

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_two_working_folders_of_one_pipeline(self):
        places = [self.postgres, PLACES["duckdb"](), PLACES["jsonl"]()]
        self.bench.undisturbed(places)
        for place in places:
            with self.subTest(place.kind):
                self.race(place)

    def race(self, place):
        """One run waits before it publishes, until another one of the same pipeline has done so from another folder."""
        case = self.bench.new_case(place, "fresh")
        self.addCleanup(case.end)
        mine, theirs = (["--pipelines-dir", str(case.folder / "work" / name)] for name in ("mine", "theirs"))
        late = case.start("run", "torture.json", *mine, "--progress", "none", DECANT_FAULT="pipeline.before_publish:2500")
        packages = case.folder / "work" / "mine" / "torture" / "decant" / "packages"
        while not any('"state": "sealed"' in file.read_text() for file in packages.glob("*/manifest.json")):
            time.sleep(0.01)
        code, out, err = case.run("run", "torture.json", *theirs, "--progress", "none")
        self.assertEqual(code, 0, err + out)
        between = case.contents().loads
        out, err = late.communicate(timeout=60)
        self.assertEqual(late.returncode, 1, err + out)
        self.assertIn(f"another load of pipeline torture came in between: {between[0]}", err)
        self.assertIn("\n  hint: ", err)
        self.assertEqual(case.contents().loads, between)
        code, out, err = case.run("run", "torture.json", *mine, "--progress", "none")
        self.assertEqual(code, 0, err + out)
        wanted, generations = self.bench.wanted(place, "fresh")
        self.assertEqual(difference(case.contents(), wanted, generations, 1), "")


class SlowApi(Case):
    def test_a_database_can_be_read_while_an_api_is_slow(self):
        go_on, asked = threading.Event(), threading.Event()

        def answer(path):
            if self.is_slow:
                asked.set()
                go_on.wait(60)
            return 200, {}, b'[{"id": 1}]'

        self.is_slow = False
        config = self.rest_config(self.server(answer).base_url, "{ name: items, endpoint: { path: items, data_selector: $ } }")
        self.run_ok(config)
        self.is_slow = True
        loading = self.start("run", config, "--progress", "none")
        self.assertTrue(asked.wait(60))
        self.assertEqual(self.count(config, "items"), 1)
        go_on.set()
        out, err = loading.communicate(timeout=60)
        self.assertEqual(loading.returncode, 0, err + out)
        self.assertEqual(self.count(config, "items"), 2)


if __name__ == "__main__":
    unittest.main()
