"""dlt, the Python tool whose formats decant keeps to: tuned as its own performance guide says, and as it comes."""

import json
import shutil
from functools import partial

import checks
import venvs
from contender import PEER, Contender, Outcome
from floors.of_duckdb import row
from measured import measure
from places import BENCH
from shop import DATASET, LISTS, PAGE_SIZE

SCRIPT = BENCH / "peers/dlt_load.py"
MEMORY_LIMIT = 12_000_000_000
QUIET = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
# Its guide: files that rotate, so that both normalizing processes have work; larger buffers; no gzip in between; lists in parallel; the
# file format that the destination loads fastest.
TUNED = {
    "SOURCES__DATA_WRITER__FILE_MAX_ITEMS": "20000", "SOURCES__DATA_WRITER__BUFFER_MAX_ITEMS": "20000",
    "NORMALIZE__WORKERS": "2", "NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS": "50000", "DATA_WRITER__DISABLE_COMPRESSION": "true",
    "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true", "LOAD__WORKERS": "4",
}
# A second process takes longer to start than a small load takes.
TUNED_SMALL = {**TUNED, "NORMALIZE__WORKERS": "1"}
FORMATS = {"duckdb": "parquet", "postgres": "csv", "parquet": "parquet", "jsonl": "jsonl"}
TUNED_RUNS = 3


def environment_of(folder, settings):
    return {"DLT_DATA_DIR": str(folder / "data"), "DLT_PROJECT_DIR": str(folder), "HOME": str(folder), **QUIET, **settings}


def run_dlt(folder, settings, form, place, base_url, lists, disposition="append", incremental=False):
    """One run, measured. `settings`: what it is tuned with, or nothing. `form`: duckdb, postgres, parquet or jsonl."""
    tuned = bool(settings)
    destination = form if form in ("duckdb", "postgres") else "filesystem"
    file_format = FORMATS[form] if tuned or destination == "filesystem" else None
    plan = {"lists": lists, "base_url": base_url, "page_size": PAGE_SIZE, "dataset": DATASET, "disposition": disposition, "incremental": incremental,
            "destination": destination, "place": str(place), "file_format": file_format, "parallel": tuned}
    return measure([venvs.python_of("dlt"), SCRIPT, json.dumps(plan)], folder, environment_of(folder, settings), MEMORY_LIMIT)


def place_of(context, form, folder):
    if form == "postgres":
        return context.postgres().url(context.postgres().fresh())
    return folder / ("shop.duckdb" if form == "duckdb" else "files")


def found_in(context, form, folder, tables):
    """The row of the checks, by another process than the measured one."""
    statement = checks.statement(tables)
    if form == "postgres":
        return context.postgres().row(statement, DATASET, "shop")
    python = venvs.python_of("dlt")
    if form == "duckdb":
        return row(python, folder / "shop.duckdb", DATASET, statement)
    reader = "read_parquet" if form == "parquet" else "read_json"
    views = [f"CREATE VIEW {table} AS SELECT * FROM {reader}('{folder}/files/{DATASET}/{table}/*', union_by_name := true)" for table in tables]
    return row(python, "-", "main", statement, *views)


def contender(name, settings, run, runs):
    depends = {"packages": venvs.PACKAGES["dlt"], "settings": settings, "memory_limit": MEMORY_LIMIT, "script": SCRIPT.read_text()}
    return Contender(name, PEER, partial(run, settings=settings), depends, runs=runs)


def both(run, tuned=TUNED_SMALL):
    """The tuned one thrice, the other, which may take minutes, once."""
    return [contender("dlt tuned", tuned, run, TUNED_RUNS), contender("dlt default", {}, run, 1)]


def first_load(context, form):
    def run(folder, settings):
        measured = run_dlt(folder, settings, form, place_of(context, form, folder), context.shop().base_url, LISTS)
        return Outcome(measured, checks.facts_of(found_in(context, form, folder, tuple(checks.SUMS)), tuple(checks.SUMS)))

    return both(run, TUNED)


def small(context, base_url, tables):
    """A load of orders alone into a new DuckDB file."""

    def run(folder, settings):
        measured = run_dlt(folder, settings, "duckdb", folder / "shop.duckdb", base_url(), ["orders"])
        return Outcome(measured, checks.facts_of(found_in(context, "duckdb", folder, tables), tables))

    return both(run)


def nothing_new(context, base_url, tables):
    def run(folder, settings):
        again = partial(run_dlt, folder, settings, "duckdb", folder / "shop.duckdb", base_url(), ["orders"], "merge", incremental=True)
        again()
        return Outcome(again(), checks.facts_of(found_in(context, "duckdb", folder, tables), tables))

    return both(run)


def merge(context, form, prepared, base_url, tables):
    """`prepared(folder)` puts the million there, as decant loaded it, and gives its place; dlt takes up the dataset's state from there."""

    def run(folder, settings):
        place = prepared(folder)
        shutil.rmtree(folder / "data", ignore_errors=True)
        measured = run_dlt(folder, settings, form, place, base_url(), ["orders"], "merge", incremental=True)
        return Outcome(measured, checks.facts_of(found_in(context, form, folder, tables), tables))

    return both(run)
