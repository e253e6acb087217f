"""Files as a source: JSON, JSON lines and CSV into tables; only new files the next time; nothing lost by a kill."""

import gzip
import json
import os
import unittest

from harness import HAS_FAULTS, Case


class Files(Case):
    def setUp(self):
        super().setUp()
        self.put("orders/1.json", json.dumps({"orders": [{"id": 1, "lines": [{"sku": "a"}, {"sku": "b"}]}, {"id": 2}]}), 50)
        self.put("orders/2.jsonl", '{"id": 3, "lines": [{"sku": "c"}]}\n{"id": 4, "total": 1.5}\n', 40)
        self.put("stock.csv", "sku,amount,ean\na,5,00012\nb,7,34567\n", 30)
        self.config = self.write("shop.yaml", """\
pipeline: { name: shop, destination: duckdb, dataset: shop_data }
source:
  type: filesystem
  bucket_url: export
  resources:
    - name: orders
      file_glob: orders/*
      write_disposition: merge
      primary_key: id
      incremental: { cursor_path: modification_date }
    - { name: stock, file_glob: "*.csv", write_disposition: replace }
""")

    def put(self, name, text, minutes_old=0):
        path = self.folder / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        then = path.stat().st_mtime - 60 * minutes_old
        os.utime(path, (then, then))

    def table(self, name, *flags):
        return self.sql(self.config, f"SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM {name} ORDER BY 1", *flags)

    def test_files_become_tables_and_new_ones_are_added(self):
        self.run_ok(self.config)
        self.assertEqual(self.table("orders"),
                         [{"id": i, "total": 1.5 if i == 4 else None} for i in range(1, 5)])
        self.assertEqual(self.count(self.config, "orders__lines"), 3)
        self.assertEqual(self.table("stock"),
                         [{"sku": "a", "amount": 5, "ean": "00012"}, {"sku": "b", "amount": 7, "ean": "34567"}])
        self.put("orders/3.jsonl.gz", gzip.compress(b'{"id": 1, "lines": []}\n{"id": 5}\n'), 10)
        second = self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "orders"), 5)
        self.assertEqual(self.count(self.config, "orders__lines"), 1)
        self.assertEqual(self.count(self.config, "stock"), 2)
        records = self.decant("package", "shop", "--records").out.splitlines()
        self.assertEqual(len([r for r in records if json.loads(r)["resource"] == "orders"]), 2, second)
        third = self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "orders"), 5, third)

    def test_a_replay_needs_no_file(self):
        self.run_ok(self.config)
        before = self.table("orders")
        for path in (self.folder / "export").rglob("*.*"):
            path.unlink()
        load_id = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        copy = ("--destination", "duckdb:///copy.duckdb")
        self.decant("run", "--replay", load_id, "--pipeline", "shop", "--dataset", "shop_data", *copy, "--progress", "none")
        self.assertEqual(self.table("orders", *copy), before)

    @unittest.skipUnless(HAS_FAULTS, "needs a build with fault points")
    def test_a_killed_run_goes_on_inside_the_file(self):
        lines = "".join(json.dumps({"id": i, "text": "x" * 1000}) + "\n" for i in range(20_000))
        self.put("orders/9.jsonl", lines, 5)
        fault = {"DECANT_FAULT": "pipeline.page_normalized:kill:3"}
        killed = self.decant("run", self.config, environment=fault, code=None)
        self.assertEqual(killed.code, -9, killed)
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "orders"), 20_000)

    def test_a_damaged_file_is_named_and_nothing_is_loaded(self):
        self.put("orders/4.jsonl", '{"id": 6}\n{"id": \n')
        self.run_fails(self.config, says=["4.jsonl:2"])
        self.assertNothingLoaded(self.config)
        self.put("orders/4.jsonl", '{"id": 6}\n{"id": 7}\n')
        self.run_ok(self.config)
        self.assertEqual(self.count(self.config, "orders"), 6)

    def test_a_glob_that_finds_nothing_is_suspicious(self):
        config = self.write("odd.yaml", (self.folder / "shop.yaml").read_text().replace('"*.csv"', '"*.tsv"'))
        self.assertIn("*.tsv", self.decant("run", config, code=4).err)


if __name__ == "__main__":
    unittest.main()
