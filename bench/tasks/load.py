"""The first load of the whole shop, into each destination."""

from functools import cache

import checks
from contender import Bound, Outcome, Task
from decant import decant, query, run_decant, write_config
from floors import of_duckdb, of_postgres, plain
from peers import of_dlt, of_sling
from shop import DATASET, LISTS

TABLES = tuple(checks.SUMS)


def expected(context):
    return context.shop().expected_rows()


def load(context, folder, destination, form="jsonl"):
    """A first load by decant; the sums are asked for afterwards."""
    write_config(folder, context.shop().base_url, LISTS, file_format=form)
    outcome, _ = run_decant(folder, "shop.yaml", "--destination", destination)
    outcome.facts |= checks.facts_of(query(folder, destination, checks.statement(TABLES)), TABLES)
    return outcome


def into_duckdb(context):
    def run(folder):
        return load(context, folder, "duckdb:///shop.duckdb")

    return [decant(run, {}, context.decant_version), *(of_duckdb.own_sql(context, TABLES, form) for form in of_duckdb.OWN_SQL), plain.curl(context), plain.simdjson(context),
            *of_dlt.first_load(context, "duckdb"), of_sling.into_duckdb(context)]


def load_postgres(context, folder):
    postgres = context.postgres()
    database = postgres.fresh()
    before = postgres.cpu()
    outcome = load(context, folder, postgres.url(database))
    outcome.figures["server_cpu"] = postgres.cpu() - before
    return outcome


def into_postgres(context):
    @cache
    def rows():
        """Finished rows are those of a load by decant."""
        folder = context.folder("finished")
        load_postgres(context, folder)
        return of_postgres.FinishedRows(context.postgres(), DATASET, TABLES, folder, "shop")

    return [decant(lambda folder: load_postgres(context, folder), {"postgres": context.postgres().version()}, context.decant_version),
            of_postgres.copy(context, rows, unique=True), of_postgres.copy(context, rows, unique=False),
            *of_dlt.first_load(context, "postgres"), of_sling.into_postgres(context)]


def into_files(form):
    def contenders(context):
        @cache
        def finished():
            folder = context.folder("finished")
            load(context, folder, "duckdb:///shop.duckdb")
            return folder / "shop.duckdb"

        def run(folder):
            return load(context, folder, f"file://{folder}/files", form)

        return [decant(run, {"file_format": form}, context.decant_version),
                of_duckdb.copy_tables(context, finished, TABLES, form), *of_dlt.first_load(context, form)]

    return contenders


TASKS = [
    Task("load-duckdb", "first load of the shop into DuckDB", into_duckdb,
         [*(Bound(name, 0.8, 0.5) for name in of_duckdb.OWN_SQL.values()), Bound("dlt tuned", 1 / 12, 1 / 20), Bound("dlt default", 1 / 35, 1 / 60)], expected),
    Task("load-postgres", "first load of the shop into PostgreSQL", into_postgres,
         [Bound("binary COPY, UNIQUE on _dlt_id", 0.8, 0.5), Bound("binary COPY, plain tables", 2.5, 1.5),
          Bound("dlt tuned", 1 / 9, 1 / 15), Bound("dlt default", 1 / 18, 1 / 30)], expected),
    Task("load-parquet", "first load of the shop into Parquet files", into_files("parquet"),
         [Bound("DuckDB's COPY of the tables to parquet", 2, 1.2), Bound("dlt tuned", 1 / 12)], expected),
    Task("load-jsonl", "first load of the shop into JSONL files", into_files("jsonl"),
         [Bound("DuckDB's COPY of the tables to jsonl", 2, 1), Bound("dlt tuned", 1 / 12, 1 / 20)], expected),
]
