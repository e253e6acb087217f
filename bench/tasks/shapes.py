"""Records of extreme shapes into DuckDB: what width, depth, many tables and a change of shape cost."""

import checks
from contender import Task
from decant import decant, query, run_decant, write_config
from floors.of_duckdb import read_json
from shop import Sizes, scaled

DESTINATION = "duckdb:///shop.duckdb"


def wide(context):
    return Sizes(wide=scaled(20_000, context.scale))


def deep(context):
    return Sizes(deep=scaled(5_000, context.scale))


def tables(context):
    return Sizes(tables=scaled(500, context.scale), table_rows=200)


def drift(context):
    return Sizes(drift=scaled(500_000, context.scale))


def rows_by_table(context, sizes):
    return context.shop(sizes(context)).expected_rows()


def contenders_of(sizes):
    def contenders(context):
        def run(folder):
            shop = context.shop(sizes(context))
            write_config(folder, shop.base_url, shop.sizes.lists())
            outcome, _ = run_decant(folder, "shop.yaml")
            found = tuple(rows_by_table(context, sizes))
            outcome.facts |= checks.facts_of(query(folder, DESTINATION, checks.statement(found)), found)
            return outcome

        return [decant(run, {}, context.decant_version), read_json(context, sizes)]

    return contenders


TASKS = [Task(name, title, contenders_of(sizes), [], lambda context, sizes=sizes: rows_by_table(context, sizes))
         for name, title, sizes in (("wide", "600 columns, 20,000 rows, into DuckDB", wide),
                                    ("deep", "12 levels of lists, 5,000 records, into DuckDB", deep),
                                    ("many-tables", "500 tables of 200 rows into DuckDB", tables),
                                    ("drift", "500,000 records whose shape changes half way, into DuckDB", drift))]
