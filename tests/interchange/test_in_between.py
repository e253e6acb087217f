"""dlt loads a dataset between decant's extract and its publishing: decant says so and publishes nothing, and its next run completes
without anything lost or doubled."""

import json
import time
import unittest

from interchange import HAS_FAULTS, InterchangeCase
from real_dlt import VERSIONS

RESOURCES = {
    "events": {"primary_key": "id", "endpoint": {"path": "events", "data_selector": "$", "incremental": {"cursor_path": "at", "initial_value": 0}}},
    "people": {"primary_key": "id", "write_disposition": "merge"},
}


class InBetween(InterchangeCase):
    def setUp(self):
        super().setUp()
        self.config = self.rest(RESOURCES)
        self.more_pages(10)

    def more_pages(self, count):
        self.pages["events"] = [[{"id": i, "at": i} for i in range(1, count)]]
        self.pages["people"] = [[{"id": i, "age": count, "tags": ["a", "b"][: i % 3]} for i in range(6)]]

    def check(self, version):
        place = self.place(f"shared-{version}")
        self.dlt_loads(version, self.config, place)
        self.more_pages(15)
        file = self.write("shop.json", json.dumps({
            "pipeline": {"name": "shop", "destination": {"name": "duckdb", "credentials": str(place[1])}, "dataset": "data"},
            "source": {"type": "rest_api", **self.config},
        }))
        work = self.work(f"late-{version}")
        late = self.start("run", file, "--pipelines-dir", work, "--progress", "none", environment={"DECANT_FAULT": "pipeline.before_publish:4000"})
        while not any('"state": "sealed"' in manifest.read_text() for manifest in work.glob("shop/decant/packages/*/manifest.json")):
            time.sleep(0.01)
        theirs = self.dlt_loads(version, self.config, place)["load_ids"][0]
        out, err = late.communicate(timeout=60)
        self.assertEqual(late.returncode, 1, err + out)
        self.assertIn("came in between: " + theirs, err)
        self.more_pages(18)
        self.run_ok(file, "--pipelines-dir", work)
        tables, _ = self.contents_of(place)
        self.assertEqual(sorted(row["id"] for row in tables["events"]["rows"]), list(range(1, 18)))
        self.assertEqual(sorted((row["id"], row["age"]) for row in tables["people"]["rows"]), [(i, 18) for i in range(6)])
        self.assertEqual(len(tables["people__tags"]["rows"]), sum(i % 3 for i in range(6)))
        self.assertEqual(len(tables["_dlt_loads"]["rows"]), 3)


@unittest.skipUnless(HAS_FAULTS, "built without fault points")
class Versions(InBetween):
    def test_newest_dlt(self):
        self.check(VERSIONS[-1])

    def test_oldest_dlt(self):
        self.check(VERSIONS[0])


if __name__ == "__main__":
    unittest.main()
