"""First load, second run, replay, and the commands that look at what was loaded."""

import json
import unittest

from harness import KEY, Case

SIZES = {"orders": 230, "customers": 120, "products": 150, "stock": 150}
FLAGS = [flag for name, size in SIZES.items() for flag in (f"--{name}", str(size))]


class Loads(Case):
    def setUp(self):
        super().setUp()
        self.store = self.sandbox(*FLAGS)
        self.config = self.centra_config(self.store.base_url, source="  page_size: 100")

    def counts(self):
        return {table: self.count(self.config, table) for table in SIZES}

    def test_first_load_and_second_run(self):
        first = self.run_ok(self.config)
        self.assertIn("1 load package(s) were loaded to destination duckdb and into dataset centra_data", first.out)
        self.assertIn(f"The duckdb destination used duckdb:///{self.folder.resolve()}/centra_pipeline.duckdb location to store data", first.out)
        self.assertRegex(first.out, r"Load package \d+\.\d+ is LOADED and contains no failed jobs")
        self.assertEqual(self.counts(), SIZES)
        self.run_ok(self.config)
        self.assertEqual(self.counts(), SIZES)
        self.assertEqual(self.count(self.config, "_dlt_loads"), 2)

    def test_order_lines_join_their_orders(self):
        self.run_ok(self.config, "--resources", "orders")
        joined = self.sql(
            self.config,
            "SELECT count(*) AS n, count(DISTINCT o._dlt_id) AS orders, "
            "(SELECT count(*) FROM orders__products) AS lines "
            "FROM orders__products p JOIN orders o ON o._dlt_id = p._dlt_parent_id",
        )[0]
        self.assertEqual(joined["n"], joined["lines"])
        self.assertGreater(joined["lines"], SIZES["orders"] // 2)
        self.assertLessEqual(joined["orders"], SIZES["orders"])
        self.assertNotIn("customers", self.tables(self.config))

    def test_replay_without_the_store_gives_the_same_rows(self):
        self.run_ok(self.config)
        self.store.stop()
        load_id = json.loads(self.decant("package", "centra_pipeline", "--json").out)["load_id"]
        copy = ["--destination", "duckdb:///copy.duckdb"]
        self.decant("run", "--replay", load_id, "--pipeline", "centra_pipeline", "--dataset", "centra_data", *copy, "--progress", "none")
        self.assertTrue((self.folder / "copy.duckdb").exists())
        self.assertEqual(self.dataset(self.config), self.dataset(self.config, *copy))
        again = self.decant("run", "--replay", load_id, "--pipeline", "centra_pipeline", *copy, "--progress", "none", "--json")
        self.assertTrue(json.loads(again.out)["packages"][0]["already_loaded"])
        self.assertEqual(self.dataset(self.config), self.dataset(self.config, *copy))

    def test_a_replay_in_its_own_database_does_nothing(self):
        self.run_ok(self.config)
        folder = json.loads(self.decant("package", "centra_pipeline", "--json").out)["folder"]
        with self.unchanged(self.config):
            self.decant("run", self.config, "--replay", folder)

    def test_memory_and_concurrency_do_not_change_the_rows(self):
        self.run_ok(self.config)
        load_id = json.loads(self.decant("package", "centra_pipeline", "--json").out)["load_id"]
        small = ["--destination", "duckdb:///small.duckdb"]
        self.decant("run", self.config, "--replay", load_id, *small, "--memory", "16MiB", "--concurrency", "4")
        self.assertEqual(self.dataset(self.config), self.dataset(self.config, *small))

    def test_concurrent_resources(self):
        self.run_ok(self.config, "--concurrency", "4")
        self.assertEqual(self.counts(), SIZES)

    def test_json_report_and_progress(self):
        result = self.decant("run", self.config, "--json", "--progress", "json")
        report = json.loads(result.out)
        self.assertEqual(report["pipeline"], "centra_pipeline")
        steps = [json.loads(line) for line in result.err.splitlines() if line.startswith("{")]
        self.assertTrue(any(step.get("step") == "extract" for step in steps), result)

    def test_log_progress_has_a_line_per_resource(self):
        result = self.decant("run", self.config, "--progress", "log")
        self.assertRegex(result.err, r"(?m)^orders: \d+ pages, 230 records, ")


class Looking(Case):
    def setUp(self):
        super().setUp()
        self.store = self.sandbox("--orders", "30")
        self.config = self.centra_config(self.store.base_url)
        self.run_ok(self.config, "--resources", "orders")

    def test_records_of_the_package(self):
        lines = self.decant("package", "centra_pipeline", "--records").out.splitlines()
        records = [json.loads(line) for line in lines]
        self.assertEqual(len(records), 30)
        self.assertEqual(set(records[0]), {"resource", "page", "record"})
        self.assertEqual([r["record"]["orderId"] for r in records], [str(5001 + i) for i in range(30)])

    def test_formats_of_sql(self):
        statement = "SELECT 7 AS n, 'a,b' AS t, NULL AS z"
        self.assertEqual(self.decant("sql", "centra_pipeline", statement, "--format", "csv").out, 'n,t,z\n7,"a,b",\n')
        self.assertEqual(self.decant("sql", "centra_pipeline", statement).out, "n  t    z\n-  ---  ----\n7  a,b  NULL\n(1 row)\n".replace(
            "n  t    z\n", self.decant("sql", "centra_pipeline", statement).out.splitlines()[0] + "\n"))
        self.assertEqual(json.loads(self.decant("sql", self.config, statement, "--format", "jsonl").out), {"n": 7, "t": "a,b", "z": None})
        self.assertIn("| a,b |", self.decant("sql", self.config, statement, "--format", "markdown").out)

    def test_sql_is_read_only(self):
        for statement in ("DROP TABLE orders", "CREATE TABLE x (a int)", "DELETE FROM orders", "COPY orders TO 'x.csv'"):
            self.decant("sql", self.config, statement, code=None)
            self.assertEqual(self.count(self.config, "orders"), 30, statement)
        self.assertFalse((self.folder / "x.csv").exists())
        self.assertNotEqual(self.decant("sql", self.config, "DELETE FROM orders", code=None).code, 0)

    def test_info_schema_and_remove(self):
        info = json.loads(self.decant("pipeline", "centra_pipeline", "info", "--json").out)
        self.assertEqual(info["dataset"], "centra_data")
        self.assertEqual(len(info["loads"]), 1)
        self.assertIn("orders__products", json.loads(self.decant("pipeline", "centra_pipeline", "schema").out)["tables"])
        refused = self.decant("pipeline", "centra_pipeline", "remove", code=2)
        self.assertIn("--yes", refused.err)
        self.assertEqual(self.count(self.config, "orders"), 30)
        dropped = self.decant("pipeline", "centra_pipeline", "remove", "--yes")
        self.assertIn("centra_data", dropped.err)
        self.assertNothingLoaded(self.config)
        self.assertFalse((self.data / "pipelines" / "centra_pipeline").exists())
        self.run_ok(self.config, "--resources", "orders")
        self.assertEqual(self.count(self.config, "orders"), 30)

    def test_the_state_is_dlts(self):
        state = json.loads(self.decant("pipeline", "centra_pipeline", "state", "--json").out)
        self.assertEqual(state, json.loads((self.data / "pipelines" / "centra_pipeline" / "state.json").read_text()))
        self.assertIn("schema_names: [\"centra_source\"]\n", self.decant("pipeline", "centra_pipeline", "state").out)
        # Another working folder loads into the same dataset: its state is the newer one.
        self.run_ok(self.config, "--pipelines-dir", "elsewhere")
        shared = json.loads(self.decant("pipeline", "centra_pipeline", "state", "--json").out)
        self.assertGreaterEqual(shared["_state_version"], state["_state_version"])
        self.assertIn("has no state yet", self.decant("pipeline", self.config, "state", "--pipelines-dir", "none",
                                                      "--destination", "duckdb:///none.duckdb", code=2).err)

    def test_no_secret_is_written(self):
        for path in [*self.data.rglob("*"), self.folder / "centra_pipeline.duckdb"]:
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), path)

    def test_packages_are_kept_as_told(self):
        self.run_ok(self.config, "--resources", "orders", "--keep-packages", "0")
        gone = self.decant("package", "centra_pipeline", code=1)
        self.assertIn("--keep-packages", gone.err)

    def test_a_run_that_fetched_nothing_made_no_package(self):
        self.run_ok(self.config, "--resources", "orders", "--keep-packages", "5")
        self.store.stop()
        self.decant("run", self.config, "--resources", "orders", code=1)
        none = self.decant("package", "centra_pipeline", "--records")
        self.assertEqual(none.out, "")
        self.assertIn("made no package", none.err)
        self.assertEqual(self.decant("package", "centra_pipeline", "--json").out.strip(), "null")


class Credentials(Case):
    def test_a_wrong_key(self):
        store = self.sandbox("--orders", "3")
        config = self.centra_config(store.base_url, key="a-wrong-key-0123456789")
        result = self.run_fails(config, code=1, says=["api_key", "401"])
        self.assertNotIn("a-wrong-key-0123456789", result.out + result.err)
        self.assertRegex(result.err.lower(), r"centra")
        self.assertNothingLoaded(config)

    def test_no_key_names_the_places(self):
        store = self.sandbox("--orders", "3")
        config = self.centra_config(store.base_url, key="")
        result = self.run_fails(config, code=2, says=["api_key", "secrets.toml", "SOURCES__CENTRA"])
        self.assertEqual(store.requests(), [], result)
        self.assertNothingLoaded(config)

    def test_the_key_comes_from_secrets_or_environment(self):
        store = self.sandbox("--orders", "3")
        config = self.centra_config(store.base_url, key="")
        self.run_ok(config, "--resources", "orders", environment={"SOURCES__CENTRA__API_KEY": KEY})
        self.write(".dlt/secrets.toml", f'[sources.centra.centra_source]\napi_key = "{KEY}"\n')
        self.run_ok(config, "--resources", "orders")
        self.assertEqual(self.count(config, "orders"), 3)


class CommandLine(Case):
    def test_version_and_help(self):
        self.assertRegex(self.decant("--version").out, r"^decant \d+\.\d+\.\d+\n$")
        for command in ([], ["run"], ["sql"], ["package"], ["pipeline"]):
            self.assertIn("Examples:", self.decant(*command, "--help").out)

    def test_wrong_usage(self):
        for arguments in ([], ["fly"], ["run"], ["run", "--bogus"], ["sql", "x"], ["pipeline", "x", "explode"], ["run", "x.yaml", "--concurrency", "0"]):
            result = self.decant(*arguments, code=2)
            self.assertIn("error: ", result.err, arguments)
        self.assertEqual(json.loads(self.decant("run", "--bogus", "--json", code=2).out)["error"]["kind"], "usage")

    def test_an_unknown_pipeline(self):
        result = self.decant("sql", "nobody", "SELECT 1", code=2)
        self.assertIn("nobody", result.err)
        self.assertIn("hint: ", result.err)


if __name__ == "__main__":
    unittest.main()
