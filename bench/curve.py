"""What size, width and depth cost: measures loads into DuckDB along each and draws them."""

import shutil

from decant import run_decant, wait_for_flush, write_config
from plot import Chart, draw
from results import median
from shop import Sizes, scaled

ORDERS = (10_000, 100_000, 1_000_000)
MOST_ORDERS = 5_000_000
COLUMNS = (10, 100, 200, 400, 600)
LEVELS = (1, 3, 6, 9, 12)
WIDE_CELLS = 3_000_000
DEEP_ROWS = 80_000
RUNS = 3


def run_once(context, sizes):
    """(bytes of JSON, wall seconds, peak bytes) of one load into a new file."""
    folder = context.folder("curve")
    try:
        shop = context.shop(sizes)
        write_config(folder, shop.base_url, shop.sizes.lists())
        wait_for_flush()
        outcome, _ = run_decant(folder, "shop.yaml")
        if (found := outcome.facts["tables"]) != (wanted := shop.expected_rows()):
            raise ValueError(f"{found}, wanted {wanted}")
        return outcome.facts["bytes"], outcome.measured.wall, outcome.measured.peak
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def points(context, results, name, series, runs=RUNS):
    """One point for each (x, sizes); what was measured with this program before is taken from the results."""
    found = []
    for x, sizes in series:
        entry = results.entry("curve", f"{name} {x}", {"decant": context.decant_version, "sizes": sizes.flags()})
        while len(entry["runs"]) < runs:
            size, wall, peak = run_once(context, sizes)
            results.add(entry, {"wall": wall, "peak": peak, "bytes": size})
        wall, peak, size = (median([run[figure] for run in entry["runs"]]) for figure in ("wall", "peak", "bytes"))
        print(f"  {name} {x:>9,}: {size / 1e6:7.0f} MB  {wall:7.2f} s  {size / wall / 1e6:5.0f} MB/s  peak {peak / 1e6:5.0f} MB", flush=True)
        found.append((x, wall, peak, size))
        context.stop_shops()
    return found


def deep_rows(levels):
    """So many records that there are as many rows whatever the depth."""
    forked = min(levels - 1, 3)
    rows = sum(2**level for level in range(forked + 1)) + 8 * max(0, levels - 4)
    return DEEP_ROWS // rows


def charts(context, results, largest):
    print("\ncost curves: loads into DuckDB")
    orders = [(scaled(count, context.scale), Sizes(orders=scaled(count, context.scale))) for count in ORDERS]
    by_orders = points(context, results, "orders", orders)
    if largest:
        by_orders += points(context, results, "orders", [(scaled(MOST_ORDERS, context.scale), Sizes(orders=scaled(MOST_ORDERS, context.scale)))], 1)
    wide = [(columns, Sizes(wide=scaled(WIDE_CELLS // columns, context.scale), wide_columns=columns)) for columns in COLUMNS]
    deep = [(levels, Sizes(deep=scaled(deep_rows(levels), context.scale), deep_levels=levels)) for levels in LEVELS]
    by_width, by_depth = points(context, results, "columns", wide), points(context, results, "levels", deep)
    return [Chart("orders", "seconds", [(x, wall) for x, wall, _, _ in by_orders], logarithmic=True),
            Chart("orders", "peak memory, MB", [(x, peak / 1e6) for x, _, peak, _ in by_orders], logarithmic=True, flat=True),
            Chart("columns (3 million cells)", "seconds a GB", [(x, wall / size * 1e9) for x, wall, _, size in by_width]),
            Chart("columns (3 million cells)", "peak memory, MB", [(x, peak / 1e6) for x, _, peak, _ in by_width]),
            Chart("levels (80,000 rows)", "seconds a GB", [(x, wall / size * 1e9) for x, wall, _, size in by_depth]),
            Chart("levels (80,000 rows)", "peak memory, MB", [(x, peak / 1e6) for x, _, peak, _ in by_depth])]


def plot(context, results, largest, file):
    file.write_text(draw("decant into DuckDB: what size, width and depth cost", charts(context, results, largest)))
    print(f"  drawn in {file}")
