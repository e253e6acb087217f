"""What a run may be told: what goes first, a dataset of its own, how old an interrupted extract may be, and where a package goes."""

import json
import unittest

from harness import HAS_FAULTS, Case

AHEAD = {"DECANT_TEST_CLOCK": "skip+7200"}


class Refresh(Case):
    def setUp(self):
        super().setUp()
        self.rows = {"orders": [{"id": 1, "x": 1, "items": [{"n": 1}]}], "customers": [{"id": 7}]}
        store = self.server(lambda path: (200, {}, json.dumps({"data": self.rows[path.strip("/").split("?")[0]]}).encode()))
        self.config = self.write(
            "shop.yaml",
            "pipeline: { name: shop, destination: duckdb, dataset: shop_data }\n"
            "source:\n  type: rest_api\n"
            f"  client: {{ base_url: \"{store.base_url}\", paginator: single_page }}\n"
            "  resource_defaults: { endpoint: { data_selector: data } }\n"
            "  resources: [orders, customers]\n",
        )

    def columns(self, table):
        return [row["c"] for row in self.sql(
            self.config, f"SELECT column_name AS c FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1") if row["c"][0] != "_"]

    def test_the_modes_of_dlt(self):
        self.run_ok(self.config)
        self.rows = {"orders": [{"id": 2}], "customers": [{"id": 8}]}
        ran = self.run_ok(self.config, "--refresh", "drop_data", "--resources", "orders")
        self.assertEqual(self.sql(self.config, "SELECT id, x FROM orders"), [{"id": 2, "x": None}], ran)
        self.assertEqual((self.count(self.config, "orders__items"), self.count(self.config, "customers")), (0, 1))
        self.run_ok(self.config, "--refresh", "drop_resources", "--resources", "orders")
        self.assertEqual(self.columns("orders"), ["id"])
        self.assertEqual(self.count(self.config, "_dlt_version"), 1)
        self.assertEqual(self.tables(self.config), ["_dlt_loads", "_dlt_pipeline_state", "_dlt_version", "customers", "orders"])
        # Of the pipeline file this time, then of the environment.
        self.config.write_text(self.config.read_text().replace("shop_data }", "shop_data, refresh: drop_sources }"))
        self.run_ok(self.config, "--resources", "customers")
        self.assertEqual(self.tables(self.config), ["_dlt_loads", "_dlt_pipeline_state", "_dlt_version", "customers"])
        self.run_fails(self.config, "--refresh", "drop_all", code=2)
        self.config.write_text(self.config.read_text().replace(", refresh: drop_sources", ""))
        self.run_fails(self.config, environment={"PIPELINES__SHOP__REFRESH": "all"}, code=2, says=["PIPELINES__SHOP__REFRESH"])
        self.run_ok(self.config, environment={"REFRESH": "drop_data"})
        self.assertEqual((self.count(self.config, "orders"), self.count(self.config, "customers")), (1, 1))

    def test_files_go_too(self):
        files = ("--destination", f"file://{self.folder}/lake")
        self.run_ok(self.config, *files)
        self.run_ok(self.config, *files, "--refresh", "drop_data", "--resources", "orders")
        self.run_ok(self.config, *files, "--refresh", "drop_resources", "--resources", "orders")
        lake = self.folder / "lake" / "shop_data"
        self.assertEqual(len(list((lake / "orders").iterdir())), 1)
        self.assertEqual(len(list((lake / "customers").iterdir())), 1)
        self.assertEqual(len(list((lake / "_dlt_version").glob("*.jsonl"))), 1)

    def test_a_run_in_dev_mode_has_a_dataset_of_its_own(self):
        self.run_ok(self.config)
        ran = self.run_ok(self.config, "--dev-mode", environment={"DECANT_TEST_CLOCK": "skip+86400"})
        self.assertRegex(ran.out, r"into dataset shop_data_20\d{12}\n")
        self.assertEqual(self.count("shop", "orders"), 1)
        with self.unchanged(self.config):
            self.run_ok(self.config, environment={"DEV_MODE": "true"})
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "orders"), 2)

    def test_drop_and_sync(self):
        self.run_ok(self.config)
        self.decant("pipeline", "shop", "drop", "--yes", code=2)
        self.assertIn("--yes", self.decant("pipeline", "shop", "drop", "orders", code=2).err)
        said = self.decant("pipeline", "shop", "drop", "re:ord", "--yes")
        self.assertIn("tables: orders, orders__items\n", said.err)
        self.assertEqual(self.tables(self.config), ["_dlt_loads", "_dlt_pipeline_state", "_dlt_version", "customers"])
        self.assertEqual((self.count(self.config, "_dlt_loads"), self.count(self.config, "_dlt_version")), (2, 1))
        self.assertIn("Nothing to drop", self.decant("pipeline", "shop", "drop", "orders", "--yes").out)
        self.run_ok(self.config)
        self.assertEqual((self.count(self.config, "orders"), self.count(self.config, "customers")), (1, 2))
        dropped = json.loads(self.decant("pipeline", "shop", "drop", "--drop-all", "--yes", "--json").out)
        self.assertEqual(dropped["resources"], ["customers", "orders"])
        # A machine that never ran the pipeline takes what the destination holds; decant and dlt agree on where.
        self.decant("pipeline", "shop", "sync", "--yes", "--pipelines-dir", "new", code=2)
        self.decant("pipeline", "shop", "sync", "--yes", "--pipelines-dir", "new", "--destination", "duckdb", "--dataset", "shop_data")
        states = [json.loads((folder / "shop" / "state.json").read_text()) for folder in (self.data / "pipelines", self.folder / "new")]
        self.assertEqual(*({k: v for k, v in state.items() if k != "_local"} for state in states))
        self.decant("pipeline", "shop", "sync", "--yes", "--dataset", "none", code=1)
        self.assertIn("trace_version: 1", self.decant("pipeline", "shop", "trace").out)
        self.assertIn(": loaded", self.decant("pipeline", "shop", "packages").out)
        self.assertEqual(json.loads(self.decant("pipeline", "shop", "failed-jobs", "--json").out)["failed_jobs"], [])

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_a_kill_drops_nothing_and_the_package_drops_later(self):
        self.run_ok(self.config)
        self.rows["orders"] = [{"id": 2}]
        flags = ("--refresh", "drop_resources")
        with self.unchanged(self.config):
            self.decant("run", self.config, *flags, environment={"DECANT_FAULT": "publish.before_commit:kill"}, code=None)
        # Not into another dataset, and not for want of the flag.
        self.run_fails(self.config, "--dataset", "other", says=["was recorded for dataset shop_data", "into dataset other"])
        self.run_fails(self.config, "--destination", "duckdb:///other.duckdb", says=["drop-pending-packages"])
        self.rows["orders"] = []
        self.run_ok(self.config)
        self.assertEqual(self.sql(self.config, "SELECT id FROM orders"), [{"id": 2}])
        self.assertEqual(self.columns("orders"), ["id"])

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_an_old_extract_starts_again(self):
        self.decant("run", self.config, environment={"DECANT_FAULT": "package.page_written:kill:1"}, code=None)
        ran = self.decant("run", self.config, "--progress", "log", environment=AHEAD)
        self.assertRegex(ran.err, "starts again: it stopped 2 hours.* ago, and `resume_within` is 1 hour")
        self.decant("run", self.config, environment={"DECANT_FAULT": "package.page_written:kill:1"}, code=None)
        ran = self.decant("run", self.config, "--progress", "log", "--resume-within", "1d", environment=AHEAD)
        self.assertIn("going on with the interrupted extract", ran.err)
        failed = self.decant("run", self.config, "--resume-within", "soon", code=2)
        self.assertIn("`--resume-within` must be a length of time", failed.err)


if __name__ == "__main__":
    unittest.main()
