"""Nested lists with a key of their own become tables of their own, and are written by their own disposition, as in dlt. And the
first import file of a schema is dlt's."""

import json
import unittest

from interchange import InterchangeCase
from real_dlt import VERSIONS


class NestedKeys(InterchangeCase):
    ORDERS = [
        [{"id": 1, "lines": [{"sku": "a", "n": 1, "parts": [{"p": 1}, {"p": 2}]}, {"sku": "b", "n": 2}], "tags": ["x", "y"]},
         {"id": 2, "lines": [{"sku": "c", "n": 3, "parts": [{"p": 3}]}], "tags": ["x"]}],
        [{"id": 1, "lines": [{"sku": "a", "n": 9, "parts": [{"p": 7}]}], "tags": []}, {"id": 3, "lines": [{"sku": "d", "n": 4}]}],
    ]

    def check(self, hints):
        for version in VERSIONS:
            ours, theirs = self.place(f"decant-{version}"), self.place(f"dlt-{version}")
            for page in self.ORDERS:
                self.pages["orders"] = [page]
                config = self.rest({"orders": hints})
                self.decant_loads(config, ours)
                self.dlt_loads(version, config, theirs)
                with self.subTest(dlt=version, hints=hints):
                    self.assertSame(ours, theirs)
            self.forget_working_folders()

    def test_appended_beside_a_merged_table(self):
        self.check({"primary_key": "id", "write_disposition": "merge", "nested_hints": {"lines": {"primary_key": "sku"}}})

    def test_merged_by_its_own_key(self):
        lines = {"primary_key": "sku", "write_disposition": "merge"}
        self.check({"primary_key": "id", "write_disposition": "merge", "nested_hints": {"lines": lines}})
        self.check({"nested_hints": {"lines": lines}})

    def test_replaced(self):
        self.check({"nested_hints": {"lines": {"merge_key": "n", "write_disposition": "replace"}}})

    def test_a_contract_of_its_own(self):
        self.ORDERS = [self.ORDERS[0], [{"id": 4, "more": 1, "lines": [{"sku": "e", "n": 1, "more": 2}]}]]
        self.check({"nested_hints": {"lines": {"schema_contract": {"columns": "discard_value"}}}})


class ImportFile(InterchangeCase):
    def test_the_first_import_file_is_that_of_dlt(self):
        self.pages["orders"] = [[{"id": 1, "name": "a", "kids": [{"n": 1}]}, {"id": 2}]]
        self.pages["items"] = [[{"id": 1}]]
        config = self.rest({
            "orders": {"primary_key": "id", "write_disposition": "merge",
                       "columns": {"total": {"data_type": "decimal", "precision": 10}, "name": {"description": "nm"}}},
            "items": {"schema_contract": {"columns": "freeze"}, "nested_hints": {"parts": {"columns": {"p": {"name": "p", "data_type": "text"}}}}},
            "nothing": {"columns": {"a": {"data_type": "text"}}},
        })
        self.dlt_loads("1.31", config, self.place("theirs"), import_schema_path=str(self.folder / "theirs"))
        self.decant_loads(config, self.place("ours"), pipeline_keys={"import_schema_path": str(self.folder / "ours")})
        documents = []
        for folder in ("ours", "theirs"):
            file = self.folder / folder / "rest_api.schema.yaml"
            documents.append(json.loads(self.decant("schema", str(file), "--format", "json").out))
        self.assertSameSchema(*documents)
        for key in ("version", "version_hash", "previous_hashes"):
            self.assertEqual(documents[0][key], documents[1][key], key)


if __name__ == "__main__":
    unittest.main()
