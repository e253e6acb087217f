"""Each list of pages as local files into a table of its own, its types detected: duckdb_read.py DATABASE PAGES."""

import sys
from pathlib import Path

import duckdb

connection = duckdb.connect()
connection.execute(f"ATTACH '{sys.argv[1]}' AS floor (STORAGE_VERSION 'v1.3.0')")  # as decant makes files
connection.execute("USE floor")
connection.execute("SET enable_progress_bar = false")
connection.execute("SET preserve_insertion_order = false")
files = {}
for file in sorted(Path(sys.argv[2]).iterdir()):
    files.setdefault(file.stem.rpartition("-")[0], []).append(str(file))
for name, pages in files.items():
    connection.execute(
        f"CREATE TABLE {name} AS SELECT unnest(data, max_depth := 2) FROM read_json({pages}, maximum_object_size = 64000000, sample_size = -1, union_by_name = true)")
connection.close()
