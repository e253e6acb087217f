"""Schema documents: converted and compared on the command line, imported and exported by runs, names by convention."""

import json
import unittest

from harness import Case

CONFIG = """\
pipeline: {{ name: shop, destination: duckdb, dataset: shop_data{more} }}
source:
  type: rest_api
  name: shop
  client: {{ base_url: {base} }}
  resources: [{{ name: orderLines, endpoint: {{ path: lines, paginator: single_page }} }}]
"""

OLD = {
    "version": 1,
    "version_hash": "",
    "engine_version": 6,
    "name": "shop",
    "settings": {},
    "normalizers": {"names": "snake_case", "json": {"module": "dlt.common.normalizers.json.relational"}},
    "tables": {"items": {"columns": {"id": {"name": "id", "data_type": "complex", "nullable": True}}}},
}


class Schemas(Case):
    def config(self, more="", body='[{"orderId": 1, "Größe": "L", "parts": [{"partNo": 2}]}]'):
        if not hasattr(self, "api"):
            self.api = self.serve(body)
        return self.write("shop.yaml", CONFIG.format(base=self.api.base_url, more=more))

    def columns(self, table):
        out = self.decant("sql", "shop", f"SELECT column_name FROM information_schema.columns WHERE table_schema = 'shop_data' "
                          f"AND table_name = '{table}' ORDER BY ordinal_position", "--format", "jsonl").out
        return [json.loads(line)["column_name"] for line in out.splitlines()]

    def test_a_document_of_an_old_engine_is_converted(self):
        self.write("old.json", json.dumps(OLD))
        converted = json.loads(self.decant("schema", "old.json").out)
        self.assertEqual(converted["engine_version"], 11)
        self.assertEqual(converted["tables"]["items"]["columns"]["id"]["data_type"], "json")
        self.assertIn("_dlt_loads", converted["tables"])
        as_yaml = self.decant("schema", "old.json", "--format", "yaml").out
        self.write("new.yaml", as_yaml)
        self.assertIn("engine_version: 11\nname: shop\ntables:\n", as_yaml)
        again = json.loads(self.decant("schema", "new.yaml", "--format", "json").out)
        self.assertEqual(again["version_hash"], converted["version_hash"])

    def test_two_documents_are_compared_in_words(self):
        self.write("old.json", json.dumps(OLD))
        new = json.loads(self.decant("schema", "old.json").out)
        new["tables"]["items"]["columns"]["sku"] = {"data_type": "text", "primary_key": True, "nullable": False}
        self.write("new.json", json.dumps(new))
        said = self.decant("schema", "old.json", "new.json").out
        self.assertEqual(said, "column items.sku: new, text, not null, primary_key\n")
        told = json.loads(self.decant("schema", "old.json", "new.json", "--json").out)
        self.assertEqual(told[0]["column"], "sku")
        self.assertEqual(self.decant("schema", "old.json", "old.json").out, "no differences\n")

    def test_what_is_wrong_is_said(self):
        self.write("bad.json", '{"engine_version": 11, "name": "s", "tables": {"t": {"columns": {"a": {"data_type": "string"}}}}}')
        self.write("later.json", '{"engine_version": 12, "name": "s", "tables": {}}')
        for file, says in [("bad.json", ["column \"a\"", "data_type", "table \"t\"", "bad.json"]), ("later.json", ["12", "newer"]),
                           ("none.json", ["none.json"]), ("bad.txt", ["bad.txt"])]:
            result = self.decant("schema", file, code=None)
            self.assertNotIn(result.code, (0, 134, 139), result)
            for text in says:
                self.assertIn(text, result.err)

    def test_names_by_another_convention(self):
        config = self.config()
        self.environment["SCHEMA__NAMING"] = "direct"
        self.decant("run", str(config))
        self.assertEqual(self.columns("orderLines"), ["orderId", "Größe", "_dlt_load_id", "_dlt_id"])
        self.assertEqual(self.columns("orderLines▶parts")[0], "partNo")
        self.environment["SCHEMA__NAMING"] = "snake_case"
        refused = self.decant("run", str(config), code=None)
        self.assertNotEqual(refused.code, 0)
        self.assertIn("naming convention direct cannot become snake_case", refused.err)
        del self.environment["SCHEMA__NAMING"]
        self.decant("run", str(config))  # the stored convention goes on
        self.assertEqual(self.columns("orderLines"), ["orderId", "Größe", "_dlt_load_id", "_dlt_id"])

    def test_a_replay_names_as_its_run_did(self):
        config = self.config()
        self.environment["SCHEMA__NAMING"] = "sql_cs_v1"
        self.decant("run", str(config))
        before = self.columns("orderLines")
        self.assertEqual(before[0], "orderId")
        del self.environment["SCHEMA__NAMING"]
        load_id = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        self.decant("run", "--replay", load_id, "--pipeline", "shop", "--destination", "duckdb:///copy.duckdb")
        out = self.decant("sql", "shop", "SELECT column_name FROM information_schema.columns WHERE table_name = 'orderLines' ORDER BY "
                          "ordinal_position", "--destination", "duckdb:///copy.duckdb", "--format", "jsonl").out
        self.assertEqual([json.loads(line)["column_name"] for line in out.splitlines()], before)

    def test_versions_count_as_in_dlt(self):
        bodies = ['[{"id": 1}]', '[{"id": 2}]', '[{"id": 3, "more": true}]']
        config = self.write("shop.yaml", CONFIG.format(base=self.server(lambda _: (200, {}, bodies.pop(0).encode())).base_url, more=""))
        seen = []
        for _ in range(3):
            self.decant("run", str(config))
            document = json.loads(self.decant("pipeline", "shop", "schema").out)
            seen.append((document["version"], len(document["previous_hashes"])))
        # One version for hints (amended by the state's table) and one for what the data brought; then nothing; then a column.
        self.assertEqual(seen, [(2, 2), (2, 2), (3, 3)])

    def test_an_import_file_seeds_and_changes_a_schema(self):
        config = self.config(", import_schema_path: schemas, export_schema_path: exported")
        self.decant("run", str(config))
        imported, exported = self.folder / "schemas/shop.schema.yaml", self.folder / "exported/shop.schema.yaml"
        self.assertNotIn("x-normalizer", imported.read_text())
        self.assertIn("order_id:", exported.read_text())
        self.decant("run", str(config))
        # A type that the next run is to give a new column.
        document = json.loads(self.decant("schema", str(exported), "--format", "json").out)
        document["tables"]["order_lines"]["columns"]["rebate"] = {"data_type": "decimal", "nullable": True}
        self.write("changed.json", json.dumps(document))
        imported.write_text(self.decant("schema", "changed.json", "--format", "yaml").out)
        self.api.stop()
        self.api = self.serve('[{"orderId": 2, "rebate": 5}]')
        said = self.decant("run", str(self.config(", import_schema_path: schemas, export_schema_path: exported")))
        self.assertIn("replaced by its import file", said.err)
        rows = self.decant("sql", "shop", "SELECT typeof(rebate) AS t FROM order_lines WHERE order_id = 2", "--format", "jsonl").out
        self.assertEqual(json.loads(rows)["t"], "DECIMAL(38,9)")


if __name__ == "__main__":
    unittest.main()
