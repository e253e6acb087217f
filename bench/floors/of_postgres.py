"""PostgreSQL by itself: binary COPY of finished rows on one connection, in one transaction."""

import checks
from contender import FLOOR, Contender, Outcome
from measured import measure
from shop import DATASET

COLUMNS = "SELECT string_agg(format('%I %s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY attnum) AS columns FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"


class FinishedRows:
    """The tables of a dataset, dumped in COPY's binary form into one file each."""

    def __init__(self, postgres, schema, tables, folder, database):
        self.tables, self.folder, self.columns = tables, folder, {}
        for table in tables:
            self.columns[table] = postgres.row(COLUMNS.format(table=table), schema, database)["columns"]
            postgres.do(f"\\copy {schema}.{table} TO '{folder / table}.copy' (FORMAT binary)", database=database)

    def script(self, unique):
        constraint = ", UNIQUE (_dlt_id)" if unique else ""
        lines = ["BEGIN;", f"CREATE SCHEMA {DATASET};"]
        lines += [f"CREATE TABLE {DATASET}.{table} ({self.columns[table]}{constraint});" for table in self.tables]
        lines += [f"\\copy {DATASET}.{table} FROM '{self.folder / table}.copy' (FORMAT binary)" for table in self.tables]
        return "\n".join([*lines, "COMMIT;"]) + "\n"


def copy(context, rows, unique):
    postgres = context.postgres()

    def run(folder):
        finished = rows()
        (folder / "copy.sql").write_text(finished.script(unique))
        database = postgres.fresh()
        before = postgres.cpu()
        measured = measure(postgres.psql("-f", "copy.sql", database=database), folder)
        server = postgres.cpu() - before
        found = postgres.row(checks.statement(finished.tables), DATASET, database)
        return Outcome(measured, checks.facts_of(found, finished.tables), {"server_cpu": server})

    name = "binary COPY, UNIQUE on _dlt_id" if unique else "binary COPY, plain tables"
    return Contender(name, FLOOR, run, {"postgres": postgres.version()})
