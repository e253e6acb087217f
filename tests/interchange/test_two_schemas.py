"""Two sources of one pipeline, each with a schema of its own, in one dataset that dlt and decant load by turns on new machines: state
and both schemas come from the dataset, and whoever goes on finds them in the working folder."""

import json
import unittest

import compare
from interchange import InterchangeCase
from real_dlt import VERSIONS

RESOURCES = {
    "store": {"orders": {"primary_key": "id", "write_disposition": "merge"}},
    "crm": {"people": {"endpoint": {"path": "people", "data_selector": "$", "incremental": {"cursor_path": "at", "initial_value": 0}}}},
}
# Who loads which source; a fresh working folder before those marked.
TURNS = [("d", "store", False), ("d", "crm", False), ("c", "store", True), ("d", "crm", False), ("c", "crm", True), ("c", "store", False)]


class TwoSchemas(InterchangeCase):
    def load(self, version, place, with_decant):
        self.shared = f"shared-{with_decant}"
        for number, (who, source, is_fresh) in enumerate(TURNS):
            self.pages["orders"] = [[{"id": i, "lines": [{"n": i * number}]} for i in range(1, 3 + number)]]
            self.pages["people"] = [[{"id": i, "at": i, "tags": ["x"] * (number % 3)} for i in range(1, 4 + number)]]
            if is_fresh:
                self.forget_working_folders()
            config = self.rest(RESOURCES[source])
            if with_decant and who == "c":
                self.decant_loads(config, place, source={"name": source})
            else:
                self.dlt_loads(version, config, place, source=source)
            if is_fresh:
                schemas = {path.name for path in (self.work("") / "shop" / "schemas").iterdir()}
                self.assertEqual(schemas, {"store.schema.json", "crm.schema.json"})

    def test_each_goes_on_where_the_other_ended(self):
        for version in VERSIONS[-1:]:
            turns, alone = self.place("turns"), self.place("alone")
            self.load(version, alone, with_decant=False)
            self.forget_working_folders()
            self.load(version, turns, with_decant=True)
            (ours, _), (theirs, _) = self.contents_of(turns), self.contents_of(alone)
            for tables in (ours, theirs):
                for name in ("orders", "people"):  # dlt loads a state beside another schema's data as a package of its own
                    for row in tables[name]["rows"]:
                        row["_dlt_load_id"] = None
            said = compare.difference(compare.linked(ours), compare.linked(theirs))
            self.assertEqual(said, "", f"\n{said}")
            self.assertEqual(self.newest(ours, "_dlt_pipeline_state")["version"], self.newest(theirs, "_dlt_pipeline_state")["version"])
            for name in RESOURCES:
                mine, their = (self.newest(tables, "_dlt_version", schema_name=name) for tables in (ours, theirs))
                self.assertEqual(mine["version"], their["version"], name)
                self.assertSameSchema(json.loads(mine["schema"]), json.loads(their["schema"]))

    @staticmethod
    def newest(tables, table, **wanted):
        rows = [row for row in tables[table]["rows"] if all(row[key] == value for key, value in wanted.items())]
        return max(rows, key=lambda row: row["version"])


if __name__ == "__main__":
    unittest.main()
