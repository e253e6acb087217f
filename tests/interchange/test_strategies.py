"""Every write disposition and merge strategy in a dataset that dlt and decant load by turns, in DuckDB and in PostgreSQL: its rows
are those that dlt alone would have left."""

import unittest

import compare
from interchange import InterchangeCase
from real_dlt import VERSIONS

VALIDITY = ("_dlt_valid_from", "_dlt_valid_to")
RESOURCES = {
    "people": {
        "primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": "upsert"},
        "columns": {"gone": {"data_type": "bool", "hard_delete": True}},
    },
    "firsts": {"primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": "insert-only"}},
    "prices": {"write_disposition": {"disposition": "merge", "strategy": "scd2"}},
    "deals": {"primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": "scd2"}},
    "stock": {
        "primary_key": "id", "write_disposition": "merge", "columns": {"gone": {"data_type": "bool", "hard_delete": True}, "at": {"data_type": "bigint", "dedup_sort": "desc"}},
    },
    "shifts": {"merge_key": "day", "write_disposition": {"disposition": "merge", "strategy": "scd2", "active_record_timestamp": "9999-12-31"}},
    "days": {"merge_key": "day", "write_disposition": "merge"},
    "parts": {"primary_key": ["shop", "part"], "write_disposition": "merge", "columns": {"at": {"data_type": "bigint", "dedup_sort": "desc"}}},
    "rates": {"write_disposition": "replace"},
}
GENERATIONS = [
    {
        "people": [{"id": 1, "v": "a", "l": [{"x": 1}, {"x": 2, "m": [1, 2]}]}, {"id": 2, "v": "b", "gone": False, "l": [{"x": 5, "m": [3]}]}, {"id": 3, "v": "c"}],
        "firsts": [{"id": 1, "l": [{"x": 1}]}, {"id": 2, "l": []}],
        "prices": [{"sku": "a", "price": 1.5, "l": [1, 2]}, {"sku": "b", "price": 2, "l": [3]}, {"sku": "c", "price": 3}],
        "deals": [{"id": 1, "v": "a", "l": [{"x": 1, "m": [1]}, {"x": 2}]}, {"id": 2, "l": [{"x": 3}]}, {"id": 3, "l": [{"x": 4, "m": [5, 6]}]}],
        "stock": [{"id": i, "at": 1, "gone": False, "l": [{"x": i, "m": [1, 2]}]} for i in range(4)],
        "shifts": [{"day": 1, "who": "Ann"}, {"day": 1, "who": "Bo"}, {"day": 2, "who": "Cy"}],
        "days": [{"day": 1, "v": 1, "l": [1]}, {"day": 1, "v": 2}, {"day": 2, "v": 3, "l": [2]}],
        "parts": [{"shop": "s", "part": 1, "at": 1, "l": ["old"]}, {"shop": "s", "part": 1, "at": 2, "l": ["new", "er"]}, {"shop": "t", "part": 1, "at": 1}],
        "rates": [{"code": "EUR", "l": [1, 2]}, {"code": "SEK"}],
    },
    {
        "people": [{"id": 1, "v": "A", "l": [{"x": 9}]}, {"id": 2, "v": "b", "gone": True, "l": [{"x": 5}]}, {"id": 4, "v": "d", "more": 1.5}],
        "firsts": [{"id": 1, "l": [{"x": 2}, {"x": 3}]}, {"id": 3, "l": [{"x": 4}]}],
        "prices": [{"sku": "a", "price": 1.5, "l": [1, 2]}, {"sku": "b", "price": 2.5, "l": [3, 4]}],
        "deals": [{"id": 1, "v": "a", "l": [{"x": 1, "m": [1, 7]}, {"x": 2}]}, {"id": 2, "l": [{"x": 3}]}, {"id": 4, "l": []}],
        "stock": [{"id": 1, "at": 2, "gone": True, "l": [{"x": 9}]}, {"id": 2, "at": 2, "l": [{"x": 8, "m": [3]}]}, {"id": 2, "at": 3, "gone": None, "l": [{"x": 7}]}, {"id": 3, "at": 5, "gone": True}, {"id": 3, "at": 4, "l": [{"x": 6}]}],
        "shifts": [{"day": 1, "who": "Ann"}, {"day": 3, "who": "Di"}],
        "days": [{"day": 1, "v": 9, "l": [7, 8]}, {"day": 3, "v": 4}],
        "parts": [{"shop": "s", "part": 1, "at": 4}, {"shop": "s", "part": 1, "at": 3, "l": ["late"]}, {"shop": "s", "part": 2, "at": 1, "l": ["x"]}],
        "rates": [{"code": "USD", "list": [True]}],
    },
    {
        "people": [{"id": 2, "v": "back", "l": [{"x": 6}]}, {"id": 7, "v": "never", "gone": True}, {"id": 1, "v": "A2"}],
        "firsts": [{"id": 3, "l": []}, {"id": 4, "l": [{"x": 5, "m": [1]}]}],
        "prices": [{"sku": "c", "price": 3}, {"sku": "b", "price": 2.5, "l": [3, 4]}, {"sku": "d", "price": 4, "l": [5]}],
        "deals": [{"id": 1, "v": "a", "l": [{"x": 1, "m": [1, 7]}]}, {"id": 4, "l": []}, {"id": 4, "v": "b", "l": [{"x": 3}]}],
        "stock": [{"id": 1, "at": 6, "l": [{"x": 5}]}, {"id": 8, "at": 6, "gone": True, "l": [{"x": 5}]}],
        "shifts": [{"day": 2, "who": "Eve"}, {"day": 3, "who": "Di"}],
        "days": [{"day": 2, "v": 5}],
        "parts": [{"shop": "t", "part": 1, "at": 9, "l": ["z"]}],
        "rates": [{"code": "NOK", "l": [4]}],
    },
]


class Strategies(InterchangeCase):
    """`order`: who loads each generation: `d` dlt, `c` decant."""

    def rows_after(self, order, version, place, fresh):
        config = self.rest(RESOURCES)
        self.shared = f"shared-{order}-{fresh}"
        for generation, who in zip(GENERATIONS, order):
            self.pages.clear()
            self.pages.update({name: [records] for name, records in generation.items()})
            if fresh:
                self.forget_working_folders()
            if who == "d":
                self.dlt_loads(version, config, place)
            else:
                self.decant_loads(config, place)
        return self.without_times(self.contents_of(place)[0])

    @staticmethod
    def without_times(tables):
        """Times of validity by their rank: they are those of the loads."""
        for table in tables.values():
            times = sorted({row[name] for row in table["rows"] for name in VALIDITY if name in row})
            for row in table["rows"]:
                row.update({name: f"time {times.index(row[name])}" for name in VALIDITY if name in row})
        return compare.linked(tables)

    made = {}

    def check(self, order, version, kind, fresh=False):
        if (version, kind) not in self.made:
            self.made[version, kind] = self.rows_after("ddd", version, self.place("alone", kind), False)
            self.forget_working_folders()
        ours = self.rows_after(order, version, self.place("turns", kind), fresh)
        said = compare.difference(ours, self.made[version, kind])
        self.assertEqual(said, "", f"\n{said}")


def add_cases():
    for kind in ("duckdb", "postgres"):
        for version, order, fresh in ((VERSIONS[0], "dcd", False), (VERSIONS[0], "cdc", True), (VERSIONS[0], "ccc", False), (VERSIONS[1], "cdc", True)):
            def by_turns(self, kind=kind, version=version, order=order, fresh=fresh):
                self.check(order, version, kind, fresh)

            setattr(Strategies, f"test_{kind}_dlt_{version.replace('.', '_')}_{order}", by_turns)


add_cases()

if __name__ == "__main__":
    unittest.main()
