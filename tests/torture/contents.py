"""What a dataset holds, without what differs from load to load; and what may not be in it whatever happened."""

import base64
import collections
import json
import zlib

import world

IDS = ("_dlt_id", "_dlt_load_id", "_dlt_parent_id", "_dlt_root_id")


class Wrong(Exception):
    """Something is lost, doubled or out of place."""


def check(condition, message):
    if not condition:
        raise Wrong(message)


def linked(rows_of):
    """Table -> how often each row is there, without its ids; a nested row names its parent's content instead."""
    said, tables = {}, {}
    for table in sorted(rows_of, key=lambda name: (name.count("__"), name)):
        tables[table] = collections.Counter()
        for row in rows_of[table]:
            fields = {k: v for k, v in row.items() if k not in IDS and v is not None}
            if "_dlt_parent_id" in row:
                parent = table.rpartition("__")[0], row["_dlt_parent_id"]
                check(parent in said, f"a row of {table} has no parent: {row}")
                fields["parent"] = said[parent]
            text = json.dumps(fields, sort_keys=True)
            check((table, row["_dlt_id"]) not in said, f"two rows have the id of {row}")  # ids made of keys are the same in other tables
            said[table, row["_dlt_id"]] = text
            tables[table][text] += 1
    return tables


def state_of(row):
    return json.loads(zlib.decompress(base64.b64decode(row["state"])))


class Contents:
    """A dataset as it is: `rows` is table -> rows as dictionaries."""

    def __init__(self, rows, states_once=True):
        self.rows = rows
        self.loads = sorted(row["load_id"] for row in rows["_dlt_loads"])
        self.roots = [table for table in rows if table in world.resources(True)]
        self.check_loads(states_once)
        self.name_times()
        self.tables = linked({table: rows[table] for table in rows if table not in world.DLTS})
        self.check_roots()
        newest = max(rows["_dlt_pipeline_state"], key=lambda row: int(row["version"]))
        self.state_version, self.sources = int(newest["version"]), state_of(newest)["sources"]
        self.schemas = sorted(row["version_hash"] for row in rows["_dlt_version"])

    def check_loads(self, states_once):
        """One row for each load, and no row of a load that is not there."""
        check(len(set(self.loads)) == len(self.loads), f"a load is there twice: {self.loads}")
        for table in [*self.roots, "_dlt_pipeline_state"]:
            strange = {row["_dlt_load_id"] for row in self.rows[table]} - set(self.loads)
            check(not strange, f"{table} has rows of loads that are not in _dlt_loads: {strange}")
        versions = [row["version"] for row in self.rows["_dlt_pipeline_state"]]
        check(not states_once or len(set(versions)) == len(versions), f"a state version is there twice: {versions}")
        newest = {row["_dlt_load_id"] for row in self.rows["prices"]}
        check(newest == {self.loads[-1]}, f"the rows of prices are of {newest}, the newest load is {self.loads[-1]}")

    def name_times(self):
        """A time of validity is that of a load, whose number takes its place."""
        times = {row["inserted_at"]: f"load {self.loads.index(row['load_id'])}" for row in self.rows["_dlt_loads"]}
        for table in self.roots:
            for row in self.rows[table]:
                for column in world.VALIDITY:
                    if row.get(column) and not row[column].startswith("9999"):
                        check(row[column] in times, f"a row of {table} is valid from or to a time that is of no load: {row}")
                        row[column] = times[row[column]]

    def check_roots(self):
        for table in set(self.tables) - set(self.roots):
            roots = {row["_dlt_id"] for row in self.rows[table.split("__")[0]]}
            for row in self.rows[table]:
                root = row.get("_dlt_root_id")
                check(root is None or root in roots, f"a row of {table} has no root: {row}")

    def notes(self):
        """How many notes each load brought, and of which generation."""
        found = collections.defaultdict(list)
        for row in self.rows["notes"]:
            found[row["_dlt_load_id"]].append(row["text"])
        return {load: sorted(texts) for load, texts in found.items()}


def difference(found, wanted, generations, disturbed):
    """What `found` lacks or has too much, compared with an undisturbed dataset; empty if nothing. `generations`: of the loads in
    order, the last one repeated, as each of the `disturbed` runs may have finished its load."""
    for table in wanted.tables:
        if table != "notes" and found.tables[table] != wanted.tables[table]:
            lost, added = wanted.tables[table] - found.tables[table], found.tables[table] - wanted.tables[table]
            return f"{table}: {lost.total()} rows lost {list(lost)[:2]}, {added.total()} too many {list(added)[:2]}"
    more = len(found.loads) - len(wanted.loads)
    if not 0 <= more <= disturbed:
        return f"{len(found.loads)} loads instead of {len(wanted.loads)}"
    notes = found.notes()
    for number, load in enumerate(found.loads):
        expected = sorted(r["text"] for r in world.generation(generations[min(number, len(generations) - 1)])["notes"])
        if notes.get(load) != expected:
            return f"load {load} brought {len(notes.get(load, []))} notes instead of {len(expected)}: {notes.get(load)}"
    for name in ("state_version", "sources", "schemas"):
        if getattr(found, name) != getattr(wanted, name):
            return f"{name}: {getattr(found, name)} instead of {getattr(wanted, name)}"
    return ""
