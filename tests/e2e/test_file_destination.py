"""A folder of JSONL files as destination: what lies where, what a second run adds or replaces, what a new machine finds, and what
a kill leaves."""

import gzip
import json
import shutil
import signal
import unittest

from harness import HAS_FAULTS, Case


class FileDestination(Case):
    def setUp(self):
        super().setUp()
        self.orders = [{"id": 1, "at": "2024-01-02T03:04:05Z", "lines": [{"sku": "a"}, {"sku": "b"}]}, {"id": 2, "lines": []}]
        api = self.server(lambda path: (200, {}, json.dumps(self.orders).encode()))
        self.base_url = api.base_url
        self.config = self.configure()

    def configure(self, destination='{ name: filesystem, bucket_url: lake }', disposition="append", name="shop.yaml", keys=""):
        return self.write(
            name,
            f"pipeline: {{ name: shop, destination: {destination}, dataset: shop_data{keys} }}\n"
            "source:\n"
            "  type: rest_api\n"
            f"  client: {{ base_url: \"{self.base_url}\", paginator: single_page }}\n"
            f"  resources: [{{ name: orders, write_disposition: {disposition} }}, {{ name: notes, endpoint: {{ path: notes }} }}]\n",
        )

    def files(self, pattern="**/*"):
        root = self.folder / "lake" / "shop_data"
        return sorted(str(path.relative_to(root)) for path in root.glob(pattern) if path.is_file() and path.name != "lock")

    def lines(self, file):
        path = self.folder / "lake" / "shop_data" / file
        text = gzip.decompress(path.read_bytes()) if file.endswith(".gz") else path.read_bytes()
        return [json.loads(line) for line in text.splitlines()]

    def test_files_lie_as_dlt_lays_them(self):
        said = self.run_ok(self.config).out
        self.assertIn("were loaded to destination filesystem and into dataset shop_data", said)
        self.assertIn(f"used file://{self.folder}/lake location to store data", said)
        files = self.files()
        load_id = self.lines(self.files("_dlt_loads/*")[0])[0]["load_id"]
        self.assertEqual([f.split("/")[0] for f in files],
                         ["_dlt_loads", "_dlt_pipeline_state", "_dlt_version", "init", "notes", "notes__lines", "orders", "orders__lines"])
        self.assertIn(f"_dlt_loads/rest_api__{load_id}.jsonl", files)
        orders = self.lines(self.files("orders/*")[0])
        self.assertEqual([(o["id"], o.get("at")) for o in orders], [(1, "2024-01-02T03:04:05+00:00"), (2, None)])
        lines = self.lines(self.files("orders__lines/*")[0])
        self.assertEqual([(row["sku"], row["_dlt_list_idx"], row["_dlt_parent_id"]) for row in lines],
                         [("a", 0, orders[0]["_dlt_id"]), ("b", 1, orders[0]["_dlt_id"])])
        self.assertTrue(self.files("orders/*")[0].startswith(f"orders/{load_id}."))
        self.assertTrue(self.files("orders/*")[0].endswith(".jsonl.gz"))

    def test_queries_see_the_tables(self):
        self.run_ok(self.config)
        self.run_ok(self.config)
        for named in (self.config, "shop"):
            found = self.sql(named, "SELECT count(*) AS n, count(\"at\") AS t, count(DISTINCT _dlt_load_id) AS l FROM orders")
            self.assertEqual(found, [{"n": 4, "t": 2, "l": 2}])
        self.assertEqual(self.count("shop", "shop_data.orders__lines"), 4)
        self.assertEqual(self.count("shop", "_dlt_loads WHERE status = 0"), 2)
        self.assertIn("only reads", self.decant("sql", "shop", "CREATE TABLE x AS FROM orders", code=2).err)

    def test_replace_keeps_the_newest(self):
        config = self.configure(disposition="replace")
        self.run_ok(config)
        self.orders = [{"id": 3, "lines": []}]
        self.run_ok(config)
        self.assertEqual(self.sql(config, "SELECT id FROM orders"), [{"id": 3}])
        self.assertEqual(self.count(config, "orders__lines"), 0)
        self.assertEqual(self.count(config, "notes"), 3)
        self.assertEqual(self.files("orders__lines/*"), [])

    def test_merge_is_append_and_the_report_says_so(self):
        for _ in range(2):
            said = self.run_ok(self.configure(disposition="merge"))
        self.assertIn("is appended, as dlt does", said.err)
        self.assertEqual(self.count("shop", "orders"), 4)

    def test_formats_of_files(self):
        config = self.configure(keys=", file_format: parquet")
        self.run_ok(config)
        self.assertRegex(self.files("orders__lines/*")[0], r"\.parquet$")
        self.orders = [{"id": 3, "late": {"a": 1.5}, "lines": [{"sku": "c"}]}]
        for keys in (", file_format: csv", "", ", file_format: jsonl"):  # a hint that is gone stays in the schema
            self.run_ok(self.configure(keys=keys))
        self.assertEqual(sorted(file.split(".", 3)[3] for file in self.files("orders/*")), ["csv.gz", "csv.gz", "jsonl.gz", "parquet"])
        self.assertEqual(self.sql(config, 'SELECT id, late__a, "at" IS NULL AS new FROM orders ORDER BY id'),
                         [{"id": 1, "late__a": None, "new": False}, {"id": 2, "late__a": None, "new": True}] + 3 * [{"id": 3, "late__a": 1.5, "new": True}])
        self.assertEqual(self.sql(config, "SELECT DISTINCT sku FROM orders__lines ORDER BY 1"), [{"sku": "a"}, {"sku": "b"}, {"sku": "c"}])
        self.assertIn("pipeline.file_format", self.decant("run", self.configure(keys=", file_format: model"), code=2).err)

    def test_settings_of_dlt(self):
        config = self.configure(destination="filesystem")
        self.write(".dlt/config.toml", "[normalize.data_writer]\ndisable_compression = true\nrow_group_size = 5\n[destination.filesystem]\n"
                                       "layout = \"{schema_name}/{table_name}/{YYYY}/{file_id}.{ext}\"\n")
        environment = {"DESTINATION__FILESYSTEM__BUCKET_URL": f"file://{self.folder}/lake"}
        ran = self.run_ok(config, environment=environment)
        self.assertIn("`normalize.data_writer.row_group_size` is ignored", ran.err)
        file, = self.files("rest_api/orders/*/*")
        self.assertRegex(file, r"^rest_api/orders/20\d\d/[0-9a-f]{10}\.jsonl$")
        # The folder and its layout are remembered, wherever the command is given.
        self.assertEqual(self.count("shop", "orders"), 2)
        self.run_fails(config, code=2, says=("bucket_url", "DESTINATION__FILESYSTEM__BUCKET_URL"))

    def test_a_url_is_a_destination(self):
        self.run_ok(self.config, "--destination", f"file://{self.folder}/other%20place")
        self.assertTrue((self.folder / "other place" / "shop_data" / "init").exists())
        self.assertEqual(self.count("shop", "orders"), 2)

    def test_what_cannot_be_is_refused_by_name(self):
        self.run_fails(self.configure(destination="{ name: filesystem, bucket_url: \"s3://bucket\" }"), code=2, says=("s3", "shop.yaml:1"))
        self.run_fails(self.configure(destination="{ name: filesystem, bucket_url: lake, layout: \"{load_id}\" }"), code=2,
                       says=("shop.yaml:1", "{table_name}", "layout"))
        self.run_fails(self.configure(destination="{ name: filesystem, bucket_uri: data }"), code=2, says=("bucket",))
        self.assertFalse((self.folder / "lake" / "shop_data").exists())

    def test_a_new_machine_goes_on(self):
        self.orders[0]["extra"] = 1.5
        config = self.write("inc.yaml", self.configure().read_text().replace(
            "name: orders, write_disposition: append",
            "name: orders, endpoint: { path: orders, incremental: { cursor_path: id, initial_value: 0 } }"))
        self.run_ok(config)
        shutil.rmtree(self.data)
        self.orders.append({"id": 3, "lines": []})
        self.run_ok(config)
        self.assertEqual([row["id"] for row in self.sql(config, "SELECT id FROM orders ORDER BY id")], [1, 2, 3])
        self.assertEqual(len(self.files("_dlt_version/*")), 1)
        self.assertEqual(len(self.files("_dlt_pipeline_state/*")), 2)

    def run_killed(self, point):
        self.orders = [{"id": i, "lines": [{"sku": str(i)}]} for i in range(50)]
        killed = self.decant("run", self.config, environment={"DECANT_FAULT": point}, code=None)
        self.assertEqual(killed.code, -signal.SIGKILL, f"{point} was never reached: {killed}")

    def counts(self):
        return [self.count(self.config, table) for table in ("orders", "orders__lines", "_dlt_loads")]

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_a_kill_before_the_decision_leaves_nothing_to_be_seen(self):
        for point in ("publish.begin:kill", "publish.after_table:kill:1", "publish.after_table:kill:3", "publish.before_commit:kill"):
            with self.subTest(point):
                shutil.rmtree(self.folder / "lake", ignore_errors=True)
                shutil.rmtree(self.data, ignore_errors=True)
                self.run_killed(point)
                self.assertEqual([f for f in self.files() if not f.startswith("_decant/")], [])
                self.decant("sql", self.config, "SELECT 1", code=1)
                self.run_ok(self.config)
                self.assertEqual(self.counts(), [100, 100, 2])
                self.assertEqual(self.files("_decant/**/*"), [])

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_a_kill_after_the_decision_is_finished_by_a_query_or_a_run(self):
        points = ("after_decision", "after_file", "after_file:7", "before_load_record", "before_cleanup")
        for number, point in enumerate(points):
            with self.subTest(point):
                shutil.rmtree(self.folder / "lake", ignore_errors=True)
                shutil.rmtree(self.data, ignore_errors=True)
                name, _, nth = point.partition(":")
                self.run_killed(f"publish.{name}:kill:{nth or 1}")
                if number % 2:
                    self.assertEqual(self.counts(), [50, 50, 1])
                self.run_ok(self.config)
                self.assertEqual(self.counts(), [100, 100, 2])
                self.assertEqual(self.files("_decant/**/*"), [])

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_a_kill_in_a_replace_leaves_the_old_rows_or_the_new(self):
        config = self.configure(disposition="replace", keys=", file_format: parquet")
        for layout, points in (("", ("before_commit", "after_decision", "after_exchange", "after_exchange:2")),
                               ("{table_name}.{load_id}.{ext}", ("before_commit", "after_decision", "after_removal", "after_removal:2"))):
            environment = {"DESTINATION__FILESYSTEM__LAYOUT": layout} if layout else {}
            for point in points:
                with self.subTest(layout=layout, point=point):
                    shutil.rmtree(self.folder / "lake", ignore_errors=True)
                    shutil.rmtree(self.data, ignore_errors=True)
                    self.orders = [{"id": -1, "lines": [{"sku": "old"}]}]
                    self.run_ok(config, environment=environment)
                    self.orders = [{"id": i, "lines": [{"sku": str(i)}]} for i in range(50)]
                    name, _, nth = point.partition(":")
                    killed = self.decant("run", config, environment={**environment, "DECANT_FAULT": f"publish.{name}:kill:{nth or 1}"}, code=None)
                    self.assertEqual(killed.code, -signal.SIGKILL, f"{point} was never reached: {killed}")
                    found = [self.count("shop", table) for table in ("orders", "orders__lines", "_dlt_loads")]
                    self.assertEqual(found, [1, 1, 1] if point == "before_commit" else [50, 50, 2])


if __name__ == "__main__":
    unittest.main()
