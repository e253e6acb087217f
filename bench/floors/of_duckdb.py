"""DuckDB by itself: the shop's tables out of local files, and finished tables into files. `database()` makes the path of the finished ones."""
import json
import subprocess

import checks
import venvs
from contender import FLOOR, Contender, Outcome
from measured import Failed, measure
from places import BENCH
from shop import DATASET, bytes_in

LOAD = BENCH / "floors/duckdb_sql.py"
ROW = BENCH / "floors/duckdb_row.py"
COPY = BENCH / "floors/duckdb_copy.py"
OWN_SQL = {"halves": "DuckDB's own SQL, in halves", "lists": "DuckDB's own SQL, fastest form"}
READ = BENCH / "floors/duckdb_read.py"
REGROUP = BENCH / "floors/duckdb_regroup.py"


def row(python, database, schema, statement, *before):
    """The one row of a statement, by another process than the measured one."""
    found = subprocess.run([python, ROW, database, schema, statement, *before], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise Failed(f"DuckDB cannot read what was written: {found.stderr.strip().splitlines()[-1]}")
    return json.loads(found.stdout)


def regroup(context, old, new):
    """Makes `new` of a database file, with row groups of DuckDB's usual size."""
    subprocess.run([context.duckdb_python(), REGROUP, old, new], check=True)


def own_sql(context, tables, form):
    """`duckdb_sql.py` over the pages of the shop. `form`: halves or lists."""
    def run(folder):
        pages, python = context.pages(), context.duckdb_python()
        measured = measure([python, LOAD, "floor.duckdb", pages, form], folder)
        found = row(python, folder / "floor.duckdb", "main", checks.statement(tables))
        return Outcome(measured, {**checks.facts_of(found, tables), "bytes": bytes_in(pages)})

    return Contender(OWN_SQL[form], FLOOR, run, {"duckdb": venvs.DUCKDB, "script": LOAD.read_text()})


def copy_tables(context, database, tables, form):
    """DuckDB's COPY of finished tables to files. `database()` makes the path of the finished ones."""
    def run(folder):
        python = context.duckdb_python()
        measured = measure([python, COPY, database(), DATASET, form, folder], folder)
        views = [f"CREATE VIEW {table} AS SELECT * FROM '{folder}/{table}.{form}'" for table in tables]
        found = row(python, "-", "main", checks.statement(tables), *views)
        return Outcome(measured, {**checks.facts_of(found, tables), "written": sum((folder / f"{table}.{form}").stat().st_size for table in tables)})

    return Contender(f"DuckDB's COPY of the tables to {form}", FLOOR, run, {"duckdb": venvs.DUCKDB, "script": COPY.read_text()})


def read_json(context, sizes):
    """DuckDB's `read_json`, which detects types as well: each list into one table of nested values."""

    def run(folder):
        pages, python = context.pages(sizes(context)), context.duckdb_python()
        measured = measure([python, READ, "floor.duckdb", pages], folder)
        return Outcome(measured, {"bytes": bytes_in(pages)})

    return Contender("DuckDB's read_json, local files", FLOOR, run, {"duckdb": venvs.DUCKDB, "script": READ.read_text()},
                     leaves_out="nested tables: lists stay in their column")
