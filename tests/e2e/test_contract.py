"""Schema contracts: what they leave out is told, what they refuse ends the run with exit code 3 and blocks nothing."""

import json
import unittest

from harness import Case

RESOURCE = "{ name: items, endpoint: { path: items, data_selector: items }%s }"


class Contracts(Case):
    def setUp(self):
        super().setUp()
        self.records = [{"id": 1, "n": 1}]
        self.api = self.server(lambda _: (200, {}, json.dumps({"items": self.records}).encode()))
        self.config = self.configured("")
        self.run_ok(self.config)
        self.records = [{"id": 2, "n": 2, "new": 5}, {"id": 3, "n": "x"}]

    def configured(self, contract, more=""):
        return self.rest_config(self.api.base_url, RESOURCE % contract, more=more)

    def rows(self):
        return self.sql(self.config, "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM items ORDER BY id")

    def test_rows_left_out_are_told(self):
        done = self.decant("run", self.configured(", schema_contract: discard_row"), "--json")
        self.assertEqual(self.rows(), [{"id": 1, "n": 1}])
        found = json.loads(done.out)["findings"]
        self.assertEqual([(one["kind"], one["column"], one["count"]) for one in found],
                         [("row_discarded", "new", 1), ("row_discarded", "n__v_text", 1)])
        self.assertEqual(found[0]["samples"], [{"page": 0, "record": 0, "json_path": "$.new", "value": "5"}])
        self.assertIn("column new: 1 row left out (columns: discard_row)", done.err)

    def test_a_contract_of_the_source_holds_for_its_resources(self):
        self.run_ok(self.configured("", more="  schema_contract: { columns: discard_value, data_type: discard_value }\n"))
        self.assertEqual(self.rows(), [{"id": 1, "n": 1}, {"id": 2, "n": 2}, {"id": 3, "n": None}])

    def test_frozen_ends_the_run_until_the_contract_allows_it(self):
        self.run_fails(self.configured(", schema_contract: { columns: freeze }"), code=3,
                       says=['column "new" of table "items"', "columns: freeze", "record 1 of page 1 of items"])
        self.assertEqual(self.rows(), [{"id": 1, "n": 1}])
        self.run_ok(self.configured(", schema_contract: evolve"))
        self.assertEqual(len(self.rows()), 3)

    def test_what_was_fetched_can_be_fetched_anew(self):
        frozen = self.configured(", schema_contract: { columns: freeze }")
        refused = self.run_fails(frozen, code=3, says=["What was fetched is kept", "decant pipeline shop drop-pending-packages"])
        self.records = [{"id": 2, "n": 2}]
        self.run_fails(frozen, code=3)
        self.assertIn("--resume-within 0s", refused.err)
        self.run_ok(frozen, "--resume-within", "0s")
        self.assertEqual(self.rows(), [{"id": 1, "n": 1}, {"id": 2, "n": 2}])
        self.records = [{"id": 3, "new": 5}]
        self.run_fails(frozen, code=3)
        self.records = [{"id": 3, "n": 3}]
        self.decant("pipeline", "shop", "drop-pending-packages", "--yes")
        self.run_ok(frozen)
        self.assertEqual(len(self.rows()), 3)

    def test_a_type_change_can_be_made_to_fail(self):
        self.run_fails(self.configured(", on_type_change: fail"), code=3, says=['"n__v_text"'])


class NullKeys(Case):
    """Rows of which a merge by key would make one, or none that is found again."""

    def setUp(self):
        super().setUp()
        self.records = [{"id": 1, "n": 1}, {"id": None, "n": 2}]
        self.api = self.server(lambda _: (200, {}, json.dumps({"items": self.records}).encode()))

    def configured(self, strategy, columns=", columns: { id: { data_type: bigint, nullable: true } }", steps=""):
        disposition = f", write_disposition: {{ disposition: merge, strategy: {strategy} }}, primary_key: id"
        return self.rest_config(self.api.base_url, RESOURCE % (disposition + columns + steps))

    def keys(self, config):
        return [row["id"] for row in self.sql(config, "SELECT id FROM items ORDER BY id NULLS LAST")]

    def test_an_upsert_has_a_hint_that_helps(self):
        for columns in ("", ", columns: { id: { data_type: bigint, nullable: true } }"):
            refused = self.run_fails(self.configured("upsert", columns), says=['column "id" of table "items": must have a value, but the record has null'])
            self.assertIn("delete-insert", refused.err)
        config = self.configured("delete-insert")
        self.run_ok(config)
        self.assertEqual(self.keys(config), [1, None])
        self.assertEqual(self.count(config, "items"), 2)

    def test_so_has_insert_only_and_a_filter_leaves_them_out(self):
        self.run_fails(self.configured("insert-only"), says=["leave such records out by a `filter`"])
        config = self.configured("insert-only", steps=", processing_steps: [{ filter: \"(record->>'id') IS NOT NULL\" }]")
        self.run_ok(config, "--resume-within", "0s")
        self.run_ok(config)
        self.assertEqual(self.keys(config), [1])

    def test_a_text_that_means_null_is_no_key(self):
        self.records = [{"id": "none", "n": 2}]
        columns = ", columns: { id: { data_type: bigint, nullable: true, x-decant-null: none } }"
        self.run_fails(self.configured("upsert", columns), says=["must have a value, but the record has"])


if __name__ == "__main__":
    unittest.main()
