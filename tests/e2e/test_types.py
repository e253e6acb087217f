"""Every data type that a hint can ask for, from JSON into the database."""

import json
import unittest

from harness import Case

TYPES = ["text", "double", "bool", "timestamp", "bigint", "binary", "json", "decimal", "wei", "date", "time"]


class Types(Case):
    def test_each_type_of_a_hint_reaches_the_database(self):
        record = {"text": 1.5, "double": "2.5", "bool": "yes", "timestamp": "2024-01-02T03:04:05+01:00", "bigint": "0x1F", "binary": "AAE=",
                  "json": "{\"a\": [1]}", "decimal": "1.50", "wei": "1000000000000000000", "date": "2024-02-29", "time": "10:00:00+02:00"}
        api = self.serve(json.dumps({"items": [record, {"bigint": 123456789012345678901234567890, "decimal": "9" * 60}]}))
        columns = ", ".join(f"{name}: {{ data_type: {name} }}" for name in TYPES)
        config = self.rest_config(api.base_url, f"{{ name: items, endpoint: {{ path: items, data_selector: items }}, columns: {{ {columns} }} }}")
        self.run_ok(config)
        kinds = self.sql(config, "SELECT column_name AS c, data_type AS t FROM information_schema.columns WHERE table_name = 'items'")
        self.assertEqual({row["c"]: row["t"] for row in kinds if row["c"] in TYPES},
                         {"text": "VARCHAR", "double": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP WITH TIME ZONE", "bigint": "BIGINT",
                          "binary": "BLOB", "json": "JSON", "decimal": "DECIMAL(38,9)", "wei": "DECIMAL(38,0)", "date": "DATE", "time": "TIME"})
        chosen = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in TYPES if name not in ("binary", "timestamp"))
        rows = self.sql(config, f"SELECT {chosen}, hex(\"binary\") AS \"binary\", epoch(\"timestamp\") AS \"timestamp\", "
                                "CAST(bigint__v_decimal AS VARCHAR) AS big, decimal__v_text AS long FROM items ORDER BY \"bigint\" NULLS LAST")
        self.assertEqual(rows[0], {"text": "1.5", "double": "2.5", "bool": "true", "timestamp": 1704161045.0, "bigint": "31", "binary": "0001",
                                   "json": '{"a":[1]}', "decimal": "1.500000000", "wei": "1000000000000000000", "date": "2024-02-29",
                                   "time": "08:00:00", "big": None, "long": None})
        self.assertEqual((rows[1]["big"], rows[1]["long"]), ("123456789012345678901234567890", "9" * 60))


if __name__ == "__main__":
    unittest.main()
