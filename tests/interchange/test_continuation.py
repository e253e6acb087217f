"""One dataset that dlt and decant load by turns: rows, schema versions, state and what `dlt pipeline … info` says stay those of a
dataset that one of them would have made alone."""

import json
import subprocess
import unittest

import compare
from interchange import InterchangeCase
from real_dlt import VERSIONS, Dlt, python_of

RESOURCES = {
    "events": {"primary_key": "id", "endpoint": {"path": "events", "data_selector": "$", "incremental": {"cursor_path": "at", "initial_value": 0}}},
    "people": {"primary_key": "id", "write_disposition": "merge"},
    "rates": {"write_disposition": "replace"},
    "notes": {},
}


def generation(number):
    """What the API has at a time: new events, changed people with other children, other rates, notes with new columns and types."""
    people = [{"id": 1, "name": "Ann", "tags": ["a", "b"]}, {"id": 2, "name": "Bo", "tags": [], "home": {"city": "X", "at": [1.5, 2]}}]
    if number >= 1:
        people = [{"id": 2, "name": "Bob", "tags": ["c"], "age": 30}, {"id": 3, "name": "Cy", "jobs": [{"at": "2024-05-06T07:08:09Z", "steps": [1, 2]}]}]
    if number >= 2:
        people = [{"id": 1, "name": "Ann", "tags": ["a"]}, {"id": 3, "name": "Cyd", "age": "old", "jobs": []}]
    notes = [[{"text": "x", "n": 1}], [{"text": "y", "n": "two", "extra": {"deep": {"er": True}}}], [{"text": 3, "n": 2.5, "list": [{"a": None}, {"b": 1}]}]]
    return {
        "events": [[{"id": i, "at": i, "kind": "k" * (i % 3)} for i in range(1, 6 + 3 * number)]],
        "people": [people],
        "rates": [[{"code": "EUR", "rate": 1.0 + number}, {"code": "SEK", "rate": 11}][: 2 - number // 2]],
        "notes": [notes[number % 3]],
    }


class Continuation(InterchangeCase):
    """`order`: who loads generation 0, 1, 2: `d` dlt, `c` decant."""

    def run_turns(self, order, version, place, fresh=False):
        config = self.rest(RESOURCES)
        if place[0] == "filesystem":
            for resource in config["resources"]:
                if resource.get("write_disposition") == "merge":
                    resource["write_disposition"] = "append"
        self.shared = f"shared-{order}-{fresh}"
        for number, who in enumerate(order):
            self.pages.clear()
            self.pages.update(generation(number))
            if fresh:
                self.forget_working_folders()
            if who == "d":
                self.dlt_loads(version, config, place)
            else:
                self.decant_loads(config, place)

    def alone(self, version, kind):
        """What dlt makes of all generations without anybody's help: done once."""
        if (version, kind) not in self.made:
            place = self.place(f"alone-{version}", kind)
            self.run_turns("ddd", version, place)
            self.made[version, kind] = self.contents_of(place)
            self.forget_working_folders()
        return self.made[version, kind]

    made = {}

    def check(self, order, version, kind, fresh=False):
        """The dataset is as if dlt alone had loaded all. `fresh`: every load on a new machine, as it were."""
        theirs, their_schema = self.alone(version, kind)
        turns = self.place("turns", kind)
        self.run_turns(order, version, turns, fresh)
        ours, schema = self.contents_of(turns)
        ours.pop("_decant_columns", None)  # decant's own, if it is to be there
        said = compare.difference(compare.linked(ours), compare.linked(theirs))
        self.assertEqual(said, "", f"\n{said}")
        self.assertEqual(len(ours["_dlt_loads"]["rows"]), len(theirs["_dlt_loads"]["rows"]))
        self.assertEqual([r["version"] for r in self.states(ours)], [r["version"] for r in self.states(theirs)])
        self.assertChained(ours)
        self.assertSameSchema(schema, their_schema)
        return turns, ours, schema

    @staticmethod
    def states(tables):
        return sorted(tables["_dlt_pipeline_state"]["rows"], key=lambda row: row["_dlt_load_id"])

    def assertChained(self, tables):
        """Each stored schema names the one before among its previous hashes; the hash of each load is stored."""
        rows = sorted(tables["_dlt_version"]["rows"], key=lambda row: row["inserted_at"])
        documents = [json.loads(row["schema"]) for row in rows]
        for before, after in zip(documents, documents[1:]):
            self.assertIn(before["version_hash"], after["previous_hashes"])
            self.assertGreater(after["version"], before["version"])
        self.assertEqual([row["version_hash"] for row in rows], [document["version_hash"] for document in documents])
        self.assertLessEqual({row["schema_version_hash"] for row in tables["_dlt_loads"]["rows"]}, {row["version_hash"] for row in rows})

    def assertInfoAgrees(self, version, place, schema):
        """dlt reads the shared working folder: its info names every table with data, and knows destination and schema."""
        script = next(python_of(version).parent.parent.glob("lib/python3*/site-packages/bin/dlt"))
        said = subprocess.run(
            [python_of(version), script, "pipeline", "--pipelines-dir", self.work(""), "shop", "info"], cwd=self.folder, env=self.environment,
            capture_output=True, text=True, timeout=120,
        )
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
        for word in ("dlt.destinations." + place[0], "rest_api", "_state_version", "dataset_name: data"):
            self.assertIn(word, said.stdout)
        synced = Dlt.of(version).ask("sync", folder=str(self.folder), pipeline="shop", pipelines_dir=str(self.work("")), dataset="data",
                                     destination=place[0], path=str(place[1]))
        self.assertEqual([synced["version"], synced["version_hash"]], [schema["version"], schema["version_hash"]])
        self.assertEqual(synced["sources"]["rest_api"]["resources"]["events"]["incremental"]["at"]["last_value"], 11)


    def check_with_columns_table(self, version, kind):
        """The dataset also holds where columns came from: dlt loads, reads and syncs as if it did not, and leaves it alone."""
        self.environment["PIPELINES__SHOP__PROVENANCE"] = "destination"
        place, tables, schema = self.check("cdc", version, kind, fresh=True)
        self.assertRead(version, place, tables)
        if kind == "duckdb":
            self.assertInfoAgrees(version, place, schema)
            rows = self.contents_of(place)[0]["_decant_columns"]["rows"]
        else:
            rows = [json.loads(line) for line in (place[1] / "data/_decant_columns/rest_api.jsonl").read_text().splitlines()]
        self.assertFalse([name for name in schema["tables"] if name.startswith("_decant")])
        loads = sorted(row["load_id"] for row in tables["_dlt_loads"]["rows"])
        known = {(row["table_name"], row["column_name"]): (row["first_load"], row["last_load"]) for row in rows}
        self.assertEqual(known["events", "id"], (loads[0], loads[2]))
        self.assertEqual(known["people__tags", "value"], (loads[0], loads[2]))
        self.assertEqual(known["notes__list", "b"], (loads[2], loads[2]))

    def assertRead(self, version, place, tables):
        """dlt reads as many rows of each table."""
        wanted = {name: len(table["rows"]) for name, table in tables.items() if name not in compare.SYSTEM}
        counted = Dlt.of(version).ask("counts", folder=str(self.folder), pipeline="shop", pipelines_dir=str(self.work("")), dataset="data",
                                      destination=place[0], path=str(place[1]), tables=list(wanted))
        self.assertEqual(counted, wanted)


def add_cases():
    """dlt, decant, dlt in one working folder; decant, dlt, decant each in a fresh one."""
    for version in VERSIONS:
        for kind in ("duckdb", "filesystem", "postgres") if version == VERSIONS[-1] else ("duckdb", "filesystem"):
            def in_one_folder(self, version=version, kind=kind):
                place, _, schema = self.check("dcd", version, kind)
                if kind == "duckdb":
                    self.assertInfoAgrees(version, place, schema)

            def in_fresh_folders(self, version=version, kind=kind):
                place, tables, _ = self.check("cdc", version, kind, fresh=True)
                self.assertRead(version, place, tables)

            def with_columns_table(self, version=version, kind=kind):
                self.check_with_columns_table(version, kind)

            name = f"{kind}_dlt_{version.replace('.', '_')}"
            setattr(Continuation, f"test_{name}_begins", in_one_folder)
            setattr(Continuation, f"test_{name}_goes_on", in_fresh_folders)
            if version == VERSIONS[-1] and kind != "postgres":
                setattr(Continuation, f"test_{name}_beside_decants_table", with_columns_table)


add_cases()

if __name__ == "__main__":
    unittest.main()
