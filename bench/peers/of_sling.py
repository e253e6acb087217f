"""Sling, as the binary that PyPI ships: from local files only, and orders only, whose lists stay JSON in a column."""

import checks
import venvs
from contender import PEER, Contender, Outcome
from measured import Failed, measure
from shop import DATASET

TABLES = ("orders",)
LEAVES_OUT = "HTTP, the other three lists, nested tables (lists stay JSON in a column), row ids"
SOURCE = '{"format": "json", "jmespath": "data", "flatten": true}'


def program():
    """The executable that the package holds; pip does not mark it as one."""
    found = next(venvs.python_of("sling").parents[1].glob("lib/*/site-packages/sling_linux_amd64/bin/sling-linux-amd64"), None)
    if found is None:
        raise Failed("the package of Sling has no executable")
    found.chmod(0o755)
    return found


def run_sling(context, folder, connection):
    files = f"file://{context.pages()}/orders-*.json"
    environment = {"HOME": str(folder), "SLING_HOME_DIR": str(folder / "sling"), "SLING_DISABLE_TELEMETRY": "true", "TARGET": connection}
    command = [program(), "run", "--src-stream", files, "--src-options", SOURCE, "--tgt-conn", "TARGET", "--tgt-object", f"{DATASET}.orders"]
    return measure(command, folder, environment)


def contender(run):
    return Contender("Sling, orders from files", PEER, run, {"packages": venvs.PACKAGES["sling"], "source": SOURCE}, LEAVES_OUT, runs=1)


def into_postgres(context):
    def run(folder):
        postgres = context.postgres()
        database = postgres.fresh()
        measured = run_sling(context, folder, postgres.url(database).replace("postgresql:", "postgres:") + "?sslmode=disable")
        return Outcome(measured, checks.facts_of(postgres.row(checks.statement(TABLES), DATASET, database), TABLES))

    return contender(run)


def into_duckdb(context):
    """Sling fetches DuckDB's own program from GitHub for this, of a version that it chooses; where it cannot, it does not run."""

    def run(folder):
        return Outcome(run_sling(context, folder, f"duckdb://{folder}/shop.duckdb"))

    return contender(run)
