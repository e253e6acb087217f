"""Peak memory of `decant run --memory 256MB`, beside the bounds that the promise of bounded memory sets it."""

import json
import random

from decant import environment_of, write_config
from measured import measure
from places import BIN
from shop import Sizes, scaled

MEMORY = 256_000_000
PEAK = 320_000_000  # for any number of orders, where no engine runs inside decant
GROWTH = 1.15  # of ten times the orders
MANY_TABLES = 500
MANY_COLUMNS = 8
LIST = 10  # records of a list


class Bounds:
    """Shows each case beside its bound and remembers whether all were kept."""

    def __init__(self):
        self.kept = True

    def check(self, name, measured, bound):
        mark = "" if measured.peak <= bound else "   EXCEEDED"
        self.kept = self.kept and not mark
        print(f"  {name:<40} {measured.wall:6.1f} s   peak {measured.peak / 1e6:5.0f} MB   bound {bound / 1e6:5.0f} MB{mark}", flush=True)


def run(context, write, destination):
    """One run in a new folder, whose pipeline file `write(folder)` makes. The engine's floor, too, if there is one."""
    folder = context.folder("memory")
    common = [write(folder), "--destination", destination, "--memory", "256MB"]
    planned = json.loads(measure([BIN / "decant", "plan", *common, "--json"], folder, environment_of(folder)).out)
    engine = planned["engine_memory"]
    measured = measure([BIN / "decant", "run", *common, "--progress", "none", "--keep-packages", "0"], folder, environment_of(folder))
    return measured, engine["floor"] if engine else 0


def into_duckdb(context, bounds, name, write):
    measured, floor = run(context, write, "duckdb:///shop.duckdb")
    bounds.check(f"{name}, DuckDB", measured, MEMORY + floor)


def orders(context, bounds):
    """So many orders, and ten times as many, into each destination."""
    peaks = {}
    for count in (scaled(100_000, context.scale), scaled(1_000_000, context.scale)):
        shop = context.shop(Sizes(orders=count))

        def write(folder, file_format="jsonl", shop=shop):
            return write_config(folder, shop.base_url, shop.sizes.lists(), file_format=file_format)

        files = context.folder("files").as_uri()
        destinations = {"PostgreSQL": (context.postgres().url(context.postgres().fresh()), write), "JSONL": (files + "/jsonl", write),
                        "Parquet": (files + "/parquet", lambda folder, write=write: write(folder, "parquet"))}
        for name, (destination, writes) in destinations.items():
            measured, _ = run(context, writes, destination)
            # A smaller shop does not fill the buffers, so that one ten times as large may take more.
            grown = GROWTH * peaks[name] if name in peaks and context.scale >= 1 else PEAK
            bounds.check(f"{count:,} orders, {name}", measured, min(PEAK, grown))
            peaks[name] = measured.peak
        into_duckdb(context, bounds, f"{count:,} orders", write)
        context.stop_shops()


def wide(context, bounds):
    shop = context.shop(Sizes(wide=scaled(100_000, context.scale)))
    into_duckdb(context, bounds, f"{shop.sizes.wide_columns} columns x {shop.sizes.wide:,} rows",
                lambda folder: write_config(folder, shop.base_url, shop.sizes.lists()))
    context.stop_shops()


def value(column, chance):
    """Of the kinds that a store's fields have."""
    return (lambda: chance.randrange(10**9), lambda: chance.randrange(10**7) / 100, lambda: f"text {chance.randrange(10**6)}",
            lambda: f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T{chance.randrange(24):02}:30:00Z",
            lambda: chance.random() < 0.5)[column % 5]()


def many(context, bounds):
    """Rows of all tables come at the same time: each record has a list for each of them."""
    rows = max(LIST, scaled(5000, context.scale))

    def write(folder):
        chance = random.Random(1)
        with open(folder / "many.jsonl", "w", encoding="utf-8") as file:
            for number in range(rows // LIST):
                lists = {f"t{table}": [{f"c{i}": value(i, chance) for i in range(MANY_COLUMNS)} for _ in range(LIST)] for table in range(MANY_TABLES)}
                file.write(json.dumps({"id": number, **lists}) + "\n")
        config = folder / "files.yaml"
        config.write_text("pipeline: { name: files, destination: duckdb, dataset: files }\n"
                          f"source: {{ type: filesystem, bucket_url: {folder}, name: records, file_glob: many.jsonl, write_disposition: append }}\n")
        return config

    into_duckdb(context, bounds, f"{MANY_TABLES} tables x {rows:,} rows", write)


def memory(context):
    """Returns whether all bounds were kept."""
    print("memory: the largest resident set of decant run --memory 256MB")
    bounds = Bounds()
    for case in (orders, wide, many):
        case(context, bounds)
    return bounds.kept


OWN = {"memory": memory}
