"""The one row of a statement as JSON: duckdb_row.py DATABASE|- SCHEMA STATEMENT [PREPARING STATEMENT…]."""

import json
import sys

import duckdb

database, schema, statement, *before = sys.argv[1:]
connection = duckdb.connect()
if database != "-":
    connection.execute(f"ATTACH '{database}' AS finished (READ_ONLY)")
    connection.execute(f"SET search_path = 'finished.{schema}'")
for preparing in before:
    connection.execute(preparing)
found = connection.execute(statement)
print(json.dumps(dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))))
