"""Many records that share the cursor's newest value: they are loaded once, and the state stays small."""

import json
import unittest

from harness import HAS_FAULTS, Case

RECORDS, PAGES = 300_000, 30
VALUE = "2024-03-01"


def page_body(number, count, value=VALUE, first=0):
    begin = first + number * (RECORDS // PAGES)
    return "[" + ",".join(f'{{"id":{begin + i},"day":"{value}"}}' for i in range(count)) + "]"


class Boundary(Case):
    def setUp(self):
        super().setUp()
        self.pages = [page_body(number, RECORDS // PAGES).encode() for number in range(PAGES)]
        self.config = self.write("shop.json", json.dumps({
            "pipeline": {"name": "shop", "destination": "duckdb", "dataset": "shop_data"},
            "source": {
                "type": "rest_api", "client": {"base_url": self.server(lambda path: self.answer(path)).base_url},
                "resources": [{"name": "items", "primary_key": "id", "endpoint": {
                    "path": "items", "data_selector": "$",
                    "paginator": {"type": "page_number", "base_page": 0, "total_path": None},
                    "incremental": {"cursor_path": "day"}}}],
            },
        }))

    def answer(self, path):
        number = int(path.rsplit("page=", 1)[1].split("&")[0])
        return 200, {}, self.pages[number] if number < len(self.pages) else b"[]"

    def hashes(self):
        state = json.loads(self.decant("pipeline", "shop", "state", "--json").out)
        return state["sources"]["rest_api"]["resources"]["items"]["incremental"]["day"]["unique_hashes"]

    def state_bytes(self):
        return self.sql(self.config, "SELECT max(length(state)) AS n FROM _dlt_pipeline_state")[0]["n"]

    def test_a_second_run_emits_nothing_and_the_state_row_stays_small(self):
        first = self.run_ok(self.config)
        self.assertIn("_decant_boundary", first.err + first.out)
        self.assertEqual(self.count(self.config, "items"), RECORDS)
        self.assertEqual(self.count(self.config, "_decant_boundary"), RECORDS)
        self.assertEqual(self.hashes(), [f"_decant_boundary/{RECORDS:015}"])
        self.assertLess(self.state_bytes(), 16_000)
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "items"), RECORDS)
        self.pages = [page_body(0, 3, first=RECORDS).encode()]
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "items"), RECORDS + 3)
        self.assertEqual(self.count(self.config, "_decant_boundary"), RECORDS + 3)
        self.pages = [page_body(0, 2, value="2024-03-02").encode()]
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "_decant_boundary"), 0)
        self.assertEqual(len(self.hashes()), 2)

    @unittest.skipUnless(HAS_FAULTS, "needs fault points")
    def test_a_killed_run_goes_on_and_a_later_one_emits_nothing(self):
        self.pages = self.pages[:3]
        self.decant("run", self.config, environment={"DECANT_FAULT": "package.page_written:kill:3"}, code=None)
        self.run_ok(self.config)
        total = 3 * (RECORDS // PAGES)
        self.assertEqual(self.count(self.config, "items"), total)
        self.assertEqual(self.count(self.config, "_decant_boundary"), total)
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "items"), total)

    def test_a_replay_into_another_database_continues_there(self):
        self.pages = self.pages[:1]
        self.run_ok(self.config)
        load_id = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        copy = ["--destination", "duckdb:///copy.duckdb"]
        self.decant("run", "--replay", load_id, "--pipeline", "shop", *copy, "--dataset", "shop_data", "--progress", "none")
        self.assertEqual(self.count(self.config, "_decant_boundary", *copy), RECORDS // PAGES)
        self.run_ok(self.config, *copy, "--pipelines-dir", "elsewhere")
        self.assertEqual(self.count(self.config, "items", *copy), RECORDS // PAGES)


if __name__ == "__main__":
    unittest.main()
