"""The hourly merge: 2,000 of a million orders have changed. The million is loaded once by decant and kept."""

import shutil

import checks
from contender import Bound, Task
from decant import decant, query, run_decant, wait_for_flush, write_config
from floors import of_duckdb
from peers import of_dlt
from results import fingerprint
from shop import DATASET, Sizes, scaled

TABLES = tuple(table for table in checks.SUMS if table.startswith("orders"))
DESTINATION = "duckdb:///shop.duckdb"
TEMPLATE = "million"
TEMPLATE_OF_DLT = "million_of_dlt"


def before(context):
    return Sizes(orders=scaled(1_000_000, context.scale))


def after(context):
    return Sizes(orders=scaled(1_000_000, context.scale), changed=scaled(2_000, context.scale))


def write(folder, shop):
    write_config(folder, shop.base_url, ["orders"], "merge", incremental=True)


def expected(context):
    return context.shop(after(context)).expected_rows()


def place(context):
    """An empty folder: where the million is loaded, and where each run finds it, so that the pipeline knows its dataset."""
    folder = context.kept("merge")
    shutil.rmtree(folder)
    folder.mkdir()
    return folder


def million(context):
    """The folder of a pipeline that has loaded the million into `shop.duckdb`; made where it is not kept yet."""
    kept = context.kept(f"million-{fingerprint([before(context).flags(), context.decant_version])}")
    if not (kept / "done").exists():
        print("  loading a million orders, once", flush=True)
        for old in kept.parent.glob("million-*"):
            if old != kept:
                shutil.rmtree(old)
        folder = place(context)
        write(folder, context.shop(before(context)))
        run_decant(folder, "shop.yaml", "--keep-packages", "0")
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        (kept / "done").touch()
    return kept


def checked(folder, destination, outcome):
    outcome.facts |= checks.facts_of(query(folder, destination, checks.statement(TABLES)), TABLES)
    return outcome


def base_url(context):
    return context.shop(after(context)).base_url


def into_duckdb(context):
    def prepared(folder):
        shutil.copytree(million(context), folder, dirs_exist_ok=True)
        return folder / "shop.duckdb"

    def prepared_for_dlt(folder):
        """DuckDB, which dlt opens as it comes, would join decant's small row groups first: not what dlt's own dataset costs."""
        kept = million(context)
        usual = kept.with_name(f"usual-{kept.name}.duckdb")
        if not usual.exists():
            for old in kept.parent.glob("usual-*"):
                old.unlink()
            of_duckdb.regroup(context, kept / "shop.duckdb", usual.with_suffix(".new"))
            usual.with_suffix(".new").rename(usual)
        database = prepared(folder)
        shutil.copy(usual, database)
        wait_for_flush()
        return database

    def run(_):
        kept = million(context)
        folder = shutil.copytree(kept, place(context), dirs_exist_ok=True)
        write(folder, context.shop(after(context)))
        wait_for_flush()
        return checked(folder, DESTINATION, run_decant(folder, "shop.yaml")[0])

    return [decant(run, {}, context.decant_version), *of_dlt.merge(context, "duckdb", prepared_for_dlt, lambda: base_url(context), TABLES)]


def postgres_million(context):
    """The folder of a pipeline that has loaded the million into the database `million`, once for each call."""
    folder, postgres = context.kept_for_call("postgres-million"), context.postgres()
    if not (folder / "done").exists():
        print("  loading a million orders into PostgreSQL, once", flush=True)
        write(folder, context.shop(before(context)))
        # Where each run finds it, so that the pipeline knows the dataset.
        run_decant(folder, "shop.yaml", "--destination", postgres.url(postgres.fresh()), "--keep-packages", "0")
        postgres.fresh(TEMPLATE, "shop")
        (folder / "done").touch()
    return folder


def make_template_of_dlt(postgres):
    """The million with dlt's indexes alone: what dlt's own dataset has, and no more."""
    postgres.fresh(TEMPLATE_OF_DLT, TEMPLATE)
    drops = postgres.row("SELECT json_agg(format('DROP INDEX %I.%I', schemaname, indexname)) AS statements FROM pg_indexes "
                         f"WHERE schemaname = '{DATASET}'", DATASET, TEMPLATE_OF_DLT)["statements"]
    makes = [f"ALTER TABLE {DATASET}.{table} ADD UNIQUE (_dlt_id)" for table in TABLES]
    postgres.do(*drops, *makes, *(f"ANALYZE {DATASET}.{table}" for table in TABLES), database=TEMPLATE_OF_DLT)


def into_postgres(context):
    postgres = context.postgres()

    def prepared(folder, template):
        shutil.copytree(postgres_million(context), folder, dirs_exist_ok=True)
        return postgres.url(postgres.fresh(template=template))

    def prepared_for_dlt(folder):
        made = context.kept_for_call(TEMPLATE_OF_DLT) / "done"
        if not made.exists():
            postgres_million(context)
            make_template_of_dlt(postgres)
            made.touch()
        return prepared(folder, TEMPLATE_OF_DLT)

    def run(folder):
        destination = prepared(folder, TEMPLATE)
        write(folder, context.shop(after(context)))
        cpu = postgres.cpu()
        outcome = run_decant(folder, "shop.yaml", "--destination", destination)[0]
        outcome.figures["server_cpu"] = postgres.cpu() - cpu
        return checked(folder, destination, outcome)

    return [decant(run, {"postgres": postgres.version()}, context.decant_version),
            *of_dlt.merge(context, "postgres", prepared_for_dlt, lambda: base_url(context), TABLES)]


TASKS = [Task(f"merge-{destination}", f"2,000 changed orders into a million, {title}", contenders, [Bound("dlt tuned", 1 / 6, 1 / 15)], expected)
         for destination, title, contenders in (("duckdb", "DuckDB", into_duckdb), ("postgres", "PostgreSQL", into_postgres))]
