"""Packages that are published while the extract goes on, and what a kill between two of them leaves."""

import json
import signal
import threading
import unittest

from harness import HAS_FAULTS, Case

LATER = {"DECANT_TEST_CLOCK": "skip+7200"}
PAGES = 12


class Slices(Case):
    def setUp(self):
        super().setUp()
        # Two records share each value of the cursor, across the border of two pages.
        rows = [{"id": i, "at": (i + 1) // 2} for i in range(PAGES * 5)]
        self.may_answer = threading.Event()
        self.may_answer.set()

        def answer(path):
            query = dict(part.split("=") for part in path.split("?")[1].split("&"))
            since, page = int(query["since"]), int(query["page"])
            if page == PAGES - 1:
                self.may_answer.wait(60)
            there = [row for row in rows if row["at"] >= since]
            return 200, {}, json.dumps({"data": there[page * 5:page * 5 + 5]}).encode()

        self.base_url = self.server(answer).base_url
        self.wanted = [{"n": len(rows), "ids": len(rows)}]

    def config_for(self, more="", incremental="row_order: asc, ", name="shop"):
        return self.write(
            f"{name}.yaml",
            f"pipeline: {{ name: {name}, destination: duckdb, dataset: shop_data, package_size: 300B }}\n"
            "source:\n  type: rest_api\n"
            f"  client: {{ base_url: \"{self.base_url}\" }}\n"
            "  resources:\n"
            f"    - name: orders\n{more}"
            "      endpoint:\n"
            "        path: orders\n"
            "        data_selector: data\n"
            "        paginator: { type: page_number, base_page: 0, stop_after_empty_page: true, total_path: null }\n"
            f"        incremental: {{ cursor_path: at, initial_value: 0, {incremental}start_param: since }}\n",
        )

    def found(self, config):
        return self.sql(config, "SELECT count(*) AS n, count(DISTINCT id) AS ids FROM orders")

    def test_rows_are_there_while_the_api_is_slow(self):
        config = self.config_for()
        self.may_answer.clear()
        running = self.start("run", config, "--json")
        for _ in range(600):
            asked = self.decant("sql", config, "SELECT count(*) AS n FROM orders", "--json", code=None)
            if asked.code == 0 and json.loads(asked.out)[0]["n"] > 0:
                break
        else:
            self.fail("nothing was published before the last page")
        self.may_answer.set()
        out, err = running.communicate(timeout=120)
        self.assertEqual(running.returncode, 0, err)
        report = json.loads(out)
        self.assertGreater(len(report["packages"]), 1)
        self.assertEqual(report["resources"][0]["records"], self.wanted[0]["n"])
        self.assertEqual(self.found(config), self.wanted)
        self.assertEqual(self.count(config, "_dlt_loads"), len(report["packages"]))
        self.run_ok(config)
        self.assertEqual(self.found(config), self.wanted)

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_a_kill_between_two_packages_and_a_long_wait(self):
        for i, point in enumerate(["pipeline.slice_cut:kill:1", "package.after_seal:kill:2", "publish.after_commit:kill:1",
                                   "publish.before_commit:kill:1", "package.page_written:kill:10"]):
            config = self.config_for(name=f"shop{i}")
            killed = self.decant("run", config, environment={"DECANT_FAULT": point}, code=None)
            self.assertEqual(killed.code, -signal.SIGKILL, f"{point} was never reached: {killed}")
            self.run_ok(config, environment=LATER)
            self.assertEqual(self.found(config), self.wanted, point)
            self.run_ok(config, environment=LATER)
            self.assertEqual(self.found(config), self.wanted, point)

    def test_where_the_result_would_change_it_is_one_package(self):
        for name, more, incremental, why in (
            ("a", "", "", "row_order: asc"),
            ("b", "", "row_order: asc, lag: 1, ", "has a lag"),
            ("c", "      write_disposition: replace\n", "row_order: asc, ", "is replace"),
            ("d", "      write_disposition: merge\n      primary_key: id\n", "", "deduplicated"),
        ):
            ran = self.decant("run", self.config_for(more, incremental, name), "--progress", "log")
            self.assertIn("`package_size` has no effect, the run is one package: resource orders: ", ran.err)
            self.assertIn(why, ran.err)
        config = self.config_for("      write_disposition: { disposition: merge, deduplicated: true }\n      primary_key: id\n", name="e")
        self.assertGreater(len(json.loads(self.run_ok(config, "--json").out)["packages"]), 1)
        self.assertEqual(self.found(config), self.wanted)
        self.run_fails(config, "--package-size", "many", code=2, says=["a size such as 256MB, or a length of time such as 60s"])


if __name__ == "__main__":
    unittest.main()
