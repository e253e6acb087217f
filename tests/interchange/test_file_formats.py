"""Folders of Parquet and CSV files: dlt and decant write the same columns, types and rows, and load one dataset by turns."""

import unittest

import compare
from interchange import InterchangeCase
from real_dlt import Dlt

VERSION = "1.26"  # the one that has what dlt needs for Parquet
RESOURCES = {"orders": {}, "rates": {"write_disposition": "replace"}}
ORDERS = [
    [{"id": 1, "at": "2024-01-02T03:04:05.000006Z", "total": 1.5, "paid": True, "note": "a,\"b\"", "lines": [{"sku": "x", "n": 2}, {"sku": "y"}]}],
    [{"id": 2, "at": "2024-02-03T00:00:00+02:00", "total": 1e20, "paid": False, "late": {"deep": "é"}, "lines": []}, {"id": "three", "note": ""}],
    [{"id": 4, "total": -1e-7, "late": {"deep": None, "wide": [[1, 2], [3]]}, "lines": [{"n": -9007199254740993}]}],
]


class FileFormats(InterchangeCase):
    def turns(self, order, file_format, place):
        """`order`: who loads the orders 0, 1, 2: `d` dlt, `c` decant; each on a machine of its own, as it were."""
        config = self.rest(RESOURCES)
        for number, who in enumerate(order):
            self.pages.clear()
            self.pages.update(orders=[ORDERS[number]], rates=[[{"code": "EUR", "rate": number + 0.5}, {"code": "SEK", "rate": 11.0}][number % 2:]])
            self.forget_working_folders()
            if who == "d":
                self.dlt_loads(VERSION, config, place, file_format=file_format)
            else:
                self.decant_loads(config, place, pipeline_keys={"file_format": file_format})

    def tables(self, place, file_format):
        tables = Dlt.of(VERSION).ask("files", path=str(place[1] / "data"), format=file_format)
        _, schema = compare.read_files(place[1] / "data")
        for table in tables.values():
            # The loads of two datasets have other times; load ids are compared by their order.
            table["columns"] = [[name, kind] for name, kind in table["columns"]]
        loads = sorted({row["_dlt_load_id"] for table in tables.values() for row in table["rows"] if "_dlt_load_id" in row})
        tables["_dlt_loads"] = {"columns": [], "rows": [{"load_id": load} for load in loads]}
        return tables, schema

    def check(self, file_format, orders):
        alone = self.place(f"alone-{file_format}", "filesystem")
        self.turns("ddd", file_format, alone)
        theirs, their_schema = self.tables(alone, file_format)
        for order in orders:
            place = self.place(f"{order}-{file_format}", "filesystem")
            self.turns(order, file_format, place)
            ours, schema = self.tables(place, file_format)
            said = compare.difference(compare.linked(ours), compare.linked(theirs))
            self.assertEqual(said, "", f"{order}\n{said}")
            self.assertSameSchema(schema, their_schema)
            wanted = {name: len(table["rows"]) for name, table in theirs.items() if not name.startswith("_dlt")}
            counted = Dlt.of(VERSION).ask("counts", folder=str(self.folder), pipeline="shop", pipelines_dir=str(self.work(VERSION)),
                                          dataset="data", destination=place[0], path=str(place[1]), tables=list(wanted))
            self.assertEqual(counted, wanted)
            found = self.sql("shop", "SELECT " + ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in wanted),
                             "--pipelines-dir", self.work("decant")) if "c" in order[-1:] else [wanted]
            self.assertEqual(found, [wanted])

    def test_parquet(self):
        self.check("parquet", ("ccc", "dcd", "cdc"))

    def test_csv(self):
        self.check("csv", ("ccc", "cdc"))


if __name__ == "__main__":
    unittest.main()
