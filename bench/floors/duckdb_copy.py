"""Writes the tables of a schema to files, one each: duckdb_copy.py DATABASE SCHEMA json|parquet FOLDER."""

import sys

import duckdb

OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "jsonl": "FORMAT json"}
database, schema, form, folder = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
connection.execute("SET preserve_insertion_order = false")
connection.execute(f"ATTACH '{database}' AS finished (READ_ONLY)")
tables = connection.execute(
    "SELECT table_name FROM duckdb_tables() WHERE database_name = 'finished' AND schema_name = ? AND NOT starts_with(table_name, '_dlt')", [schema])
for (table,) in tables.fetchall():
    connection.execute(f"COPY finished.{schema}.{table} TO '{folder}/{table}.{form}' ({OPTIONS[form]})")
