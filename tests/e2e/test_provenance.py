"""Where columns came from: `decant pipeline NAME schema -v`, and the dataset's table where the pipeline asks for it."""

import json
import shutil
import signal
import unittest

from harness import HAS_FAULTS, Case

RESOURCE = "{ name: items, endpoint: { path: items, data_selector: items } }"
FIRST = [{"id": 1, "Total": 5, "lines": [{"size code": "M", "at": "2024-01-02T03:04:05Z"}], "gone": True}, {"id": 2, "total": 7.5}]
SECOND = [{"id": 3, "total": "free", "lines": [{"size code": 4, "fresh": {"x": 1}}], "never": None}]


class Provenance(Case):
    def setUp(self):
        super().setUp()
        self.items = FIRST
        self.base_url = self.server(lambda _: (200, {}, json.dumps({"items": self.items}).encode())).base_url

    def config(self, provenance="", destination="duckdb"):
        file = self.rest_config(self.base_url, RESOURCE)
        more = f", provenance: {provenance}" if provenance else ""
        file.write_text(file.read_text().replace("destination: duckdb,", f"destination: {destination}{more},", 1))
        return file

    def load(self, config, items, *flags, **options):
        """The load id."""
        self.items = items
        self.run_ok(config, *flags, **options)
        return json.loads(self.decant("package", "shop", "--json").out)["load_id"]

    def columns(self):
        """(table, column) -> what the working folder knows."""
        document = json.loads(self.decant("pipeline", "shop", "schema", "-v", "--json").out)
        tables = document["schemas"][0]["tables"]
        return {(table["name"], column["name"]): column for table in tables for column in table["columns"]}

    def stored(self, config, *flags):
        rows = self.sql(config, "SELECT * FROM _decant_columns", *flags)
        return {(row["table_name"], row["column_name"]): row for row in rows}

    def assertBothLoads(self, columns, first, second):
        """What two loads of FIRST and SECOND leave."""
        def known(*name):
            column = columns[name]
            paths, types = ([json.loads(v) if isinstance(v, str) else v for v in (column["paths"], column["types"])])
            return paths, types, column["first_load"], column["last_load"]

        self.assertEqual(known("items", "id"), (["$.id"], ["bigint"], first, second))
        self.assertEqual(known("items", "total"), (["$.Total", "$.total"], ["bigint"], first, first))
        self.assertEqual(known("items", "total__v_double"), (["$.Total", "$.total"], ["double"], first, first))
        self.assertEqual(known("items", "total__v_text"), (["$.total"], ["text"], second, second))
        self.assertEqual(known("items", "gone"), (["$.gone"], ["bool"], first, first))
        self.assertEqual(known("items", "never"), (["$.never"], ["null"], second, second))
        self.assertEqual(known("items__lines", "size_code"), (["$.lines[*][\"size code\"]"], ["text", "bigint"], first, second))
        self.assertEqual(known("items__lines", "at"), (["$.lines[*].at"], ["timestamp"], first, first))
        self.assertEqual(known("items__lines", "fresh__x"), (["$.lines[*].fresh.x"], ["bigint"], second, second))

    def test_two_loads_are_told_in_text_and_as_json(self):
        config = self.config()
        first = self.load(config, FIRST)
        second = self.load(config, SECOND)
        columns = self.columns()
        self.assertBothLoads(columns, first, second)
        self.assertEqual(columns["items", "_dlt_id"], {"name": "_dlt_id", "data_type": "text", "nullable": False})
        self.assertIsNone(columns["items", "never"]["data_type"])
        text = self.decant("pipeline", "shop", "schema", "-v").out
        self.assertIn(f"\nitems: 8 columns, loads {first} to {second}\n", text)
        lines = {line.split()[0]: " ".join(line.split()) for line in text.splitlines() if line.startswith("  ") and line.split()}
        self.assertEqual(lines["gone"], f"gone bool bool until {first} $.gone")
        self.assertEqual(lines["fresh__x"], f"fresh__x bigint bigint since {second} $.lines[*].fresh.x")
        self.assertEqual(lines["never"], f"never no type yet null since {second} $.never")
        self.assertNotIn("_decant_columns", self.tables(config))
        for value in ("free", "2024-01-02"):
            self.assertNotIn(value, text + json.dumps(list(columns.values())))
        plain = json.loads(self.decant("pipeline", "shop", "schema").out)
        self.assertEqual(plain["name"], "rest_api")
        self.decant("pipeline", "shop", "info", "-v", code=2)

    def test_the_dataset_holds_it_and_a_new_machine_goes_on(self):
        for destination in ("duckdb", "{ name: filesystem, bucket_url: files }"):
            with self.subTest(destination):
                config = self.config("destination", destination)
                first = self.load(config, FIRST)
                shutil.rmtree(self.data)
                second = self.load(config, SECOND)
                self.assertBothLoads(self.columns(), first, second)
                self.assertBothLoads(self.stored(config), first, second)
                shutil.rmtree(self.data)

    def test_a_trial_run_into_another_dataset_leaves_it_alone(self):
        config = self.config()
        first = self.load(config, FIRST)
        trial = self.load(config, SECOND, "--destination", "duckdb:///trial.duckdb")
        self.assertEqual(self.columns()["items", "id"]["first_load"], trial)
        second = self.load(config, SECOND)
        self.assertBothLoads(self.columns(), first, second)

    def test_the_place_is_looked_up_and_checked(self):
        config = self.config()
        self.environment["PIPELINES__SHOP__PROVENANCE"] = "destination"
        first = self.load(config, FIRST)
        self.environment["PIPELINES__SHOP__PROVENANCE"] = "nowhere"
        self.run_fails_usage(config, "PIPELINES__SHOP__PROVENANCE")
        del self.environment["PIPELINES__SHOP__PROVENANCE"]
        second = self.load(config, SECOND)  # the table that is there is kept up
        self.assertBothLoads(self.stored(config), first, second)
        self.run_fails_usage(self.config("nowhere"), "shop.yaml:1")

    def run_fails_usage(self, config, says):
        result = self.decant("run", config, code=2)
        self.assertIn(says, result.err)
        self.assertIn("working_folder", result.err)

    def test_a_replay_fills_another_dataset_and_changes_nothing_here(self):
        config = self.config("destination")
        first = self.load(config, FIRST)
        before, stored = self.columns(), self.stored(config)
        replay = ["run", "--replay", first, "--pipeline", "shop", "--dataset", "shop_data", "--progress", "none"]
        self.decant(*replay)
        copy = ["--destination", "duckdb:///copy.duckdb"]
        self.decant(*replay, *copy)
        self.assertEqual(self.columns(), before)
        self.assertEqual(self.stored(config), stored)
        self.assertEqual(self.stored(config, *copy), stored)

    @unittest.skipUnless(HAS_FAULTS, "needs fault points")
    def test_a_run_killed_between_commit_and_file(self):
        for point in ("publish.after_commit", "pipeline.after_publish"):
            with self.subTest(point):
                config = self.config()
                self.items = FIRST
                killed = self.decant("run", config, environment={"DECANT_FAULT": f"{point}:kill"}, code=None)
                self.assertEqual(killed.code, -signal.SIGKILL, killed)
                first = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
                second = self.load(config, SECOND)
                self.assertBothLoads(self.columns(), first, second)
                shutil.rmtree(self.data)
                (self.folder / "shop.duckdb").unlink()

    @unittest.skipUnless(HAS_FAULTS, "needs fault points")
    def test_a_pending_package_is_the_first_load(self):
        config = self.config("destination")
        self.items = FIRST
        self.decant("run", config, environment={"DECANT_FAULT": "publish.before_commit:kill"}, code=None)
        first = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        second = self.load(config, SECOND)
        self.assertBothLoads(self.columns(), first, second)
        self.assertBothLoads(self.stored(config), first, second)

    def test_hostile_keys_do_not_blow_it_up(self):
        """Many keys of few names, long keys, many columns."""
        marks = "-. ,;:!?()[]{}<>=~^%"
        alike = {f"x{a}y{b}z{c}q": 1 for a in marks for b in marks for c in marks}
        long = {f"{'long' * 1000}{n}": n for n in range(50)}
        many = {f"k{n}": n for n in range(1_500)}
        self.load(self.config(), [{"alike": alike, "long": long, "many": many}])
        file = next(self.data.glob("pipelines/shop/decant/provenance/*.json"))
        self.assertLess(file.stat().st_size, 2_000_000)
        columns = json.loads(file.read_text())["tables"]["items"]
        self.assertTrue(all(len(column["paths"]) <= 10 and max(map(len, column["paths"])) <= 400 for column in columns.values()))
        self.assertEqual(sum(len(c["paths"]) + c.get("more_paths", 0) for c in columns.values()), len(alike) + 1_550)


if __name__ == "__main__":
    unittest.main()
