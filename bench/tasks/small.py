"""Where fixed costs show: a small load, a run that finds nothing new, an API that is slow, a package loaded again."""

import checks
from contender import Bound, Task
from decant import decant, query, run_decant, write_config
from floors import plain
from peers import of_dlt
from shop import LISTS, Sizes, scaled
from tasks.load import TABLES, load
from tasks.start import true

LATENCY = "100ms"
DESTINATION = "duckdb:///shop.duckdb"


def small_sizes(context):
    return Sizes(orders=scaled(2_000, context.scale))


def small_tables():
    return tuple(table for table in TABLES if table.startswith("orders"))


def small_load(context):
    def run(folder):
        write_config(folder, context.shop(small_sizes(context)).base_url, ["orders"])
        outcome, _ = run_decant(folder, "shop.yaml")
        outcome.facts |= checks.facts_of(query(folder, DESTINATION, checks.statement(small_tables())), small_tables())
        return outcome

    return [decant(run, {}, context.decant_version), *of_dlt.small(context, lambda: context.shop(small_sizes(context)).base_url, small_tables())]


def nothing_new(context):
    """The run after a first load, by cursor; the shop has not changed."""

    def run(folder):
        write_config(folder, context.shop(small_sizes(context)).base_url, ["orders"], "merge", incremental=True)
        run_decant(folder, "shop.yaml")
        outcome, _ = run_decant(folder, "shop.yaml")
        outcome.facts |= checks.facts_of(query(folder, DESTINATION, checks.statement(small_tables())), small_tables())
        return outcome

    return [decant(run, {}, context.decant_version), true(),
            *of_dlt.nothing_new(context, lambda: context.shop(small_sizes(context)).base_url, small_tables())]


def slow_sizes(context):
    sizes = context.sizes()
    return Sizes(orders=scaled(sizes.orders, 0.5), products=sizes.products)


def slow_api(context):
    """70 pages, each after 100 ms, one list after the other and both at once."""
    lists = ["orders", "products"]

    def run_with(concurrency):
        def run(folder):
            write_config(folder, context.shop(slow_sizes(context), LATENCY).base_url, lists)
            return run_decant(folder, "shop.yaml", "--concurrency", concurrency)[0]

        return run

    one = decant(run_with("1"), {"concurrency": 1, "latency": LATENCY}, context.decant_version)
    two = decant(run_with("2"), {"concurrency": 2, "latency": LATENCY}, context.decant_version)
    two.name = "decant, both lists at once"
    return [one, plain.curl(context, slow_sizes(context), LATENCY), two]


def replay(context):
    """The package of a first load once more, into an empty database."""

    def first(folder):
        return load(context, folder, DESTINATION)

    def again(folder):
        load(context, folder, DESTINATION)
        load_id = query(folder, DESTINATION, "SELECT load_id FROM _dlt_loads")["load_id"]
        (folder / "shop.duckdb").rename(folder / "first.duckdb")
        outcome, _ = run_decant(folder, "--replay", load_id, "--pipeline", "shop", "--destination", DESTINATION)
        outcome.facts |= checks.facts_of(query(folder, DESTINATION, checks.statement(TABLES)), TABLES)
        return outcome

    before = decant(first, {}, context.decant_version)
    before.name = "decant, first load"
    return [decant(again, {}, context.decant_version), before]


def expected_of(sizes, latency=None):
    return lambda context: context.shop(sizes(context), latency).expected_rows()


TASKS = [
    Task("small", "2,000 orders into a new DuckDB file", small_load, [Bound("dlt tuned", 1 / 20)], expected_of(small_sizes)),
    Task("nothing-new", "a run by cursor that finds nothing new", nothing_new, [Bound("true", seconds=0.1)], expected_of(small_sizes)),
    Task("slow-api", "orders and products, 100 ms a page", slow_api, [], expected_of(slow_sizes, LATENCY)),
    Task("replay", "the package of the first load again, into DuckDB", replay, [Bound("decant, first load", 1.0)],
         lambda context: context.shop().expected_rows()),
]
