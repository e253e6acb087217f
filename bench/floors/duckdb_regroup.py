"""A database file once more, with row groups of DuckDB's usual size: duckdb_regroup.py OLD NEW."""

import sys

import duckdb

old, new = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"ATTACH '{old}' AS old_file (READ_ONLY)")
connection.execute(f"ATTACH '{new}' AS new_file")
connection.execute("COPY FROM DATABASE old_file TO new_file")
connection.execute("CHECKPOINT new_file")
