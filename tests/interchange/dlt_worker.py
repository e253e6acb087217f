"""Runs the real dlt on commands from standard input: one JSON object a line, one answer a line. The test starts one such
process for each version, since importing dlt takes longer than most loads. Run by the Python of third_party/dlt/VERSION."""

import contextlib
import io
import json
import os
import sys
import traceback
from pathlib import Path

import dlt
import duckdb
import psycopg2
from dlt.sources.rest_api import rest_api_source

SCHEMA_QUERY = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
WHERE table_schema = ? ORDER BY table_name, ordinal_position
"""


def destination_of(command):
    kinds = {"duckdb": dlt.destinations.duckdb, "filesystem": dlt.destinations.filesystem, "postgres": dlt.destinations.postgres}
    return kinds[command["destination"]](command["path"])


def pipeline_of(command):
    return dlt.pipeline(
        command["pipeline"], pipelines_dir=command["pipelines_dir"], destination=destination_of(command), dataset_name=command["dataset"],
        import_schema_path=command.get("import_schema_path"),
    )


def load(command):
    """Loads the resources of a RESTAPIConfig, as `decant run` does with the same one."""
    pipeline = pipeline_of(command)
    source = rest_api_source(command["config"], name=command.get("source", "rest_api"))
    for name, nesting in command.get("max_table_nesting", {}).items():
        source.resources[name].max_table_nesting = nesting
    info = pipeline.run(source, loader_file_format=command.get("file_format"))
    answer = {"load_ids": info.loads_ids, "text": str(info), "row_counts": pipeline.last_trace.last_normalize_info.row_counts}
    pipeline.deactivate()
    return answer


def records(command):
    """Loads records that stand in a file, a page a line."""
    pipeline = pipeline_of(command)

    @dlt.source(name=command.get("source", "rest_api"))
    def source():
        for name, resource in command["resources"].items():
            yield dlt.resource(pages_of(resource["file"]), name=name, **resource.get("hints", {}))

    info = pipeline.run(source())
    answer = {"load_ids": info.loads_ids}
    pipeline.deactivate()
    return answer


def pages_of(file):
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def sync(command):
    """What a fresh working folder takes over from the destination."""
    pipeline = pipeline_of(command)
    pipeline.sync_destination()
    schema = pipeline.default_schema
    answer = {
        "schema_name": schema.name, "version": schema.stored_version, "version_hash": schema.stored_version_hash,
        "previous_hashes": schema.previous_hashes, "sources": dict(pipeline.state.get("sources", {})),
        "state_version": pipeline.state["_state_version"],
    }
    pipeline.deactivate()
    return answer


def counts(command):
    """How many rows dlt reads from each table."""
    pipeline = pipeline_of(command)
    pipeline.sync_destination()
    with pipeline.sql_client() as client:
        answer = {table: client.execute_sql(f"SELECT count(*) FROM {client.make_qualified_table_name(table)}")[0][0] for table in command["tables"]}
    pipeline.deactivate()
    return answer


def dump(command):
    """Every table of a DuckDB dataset: its columns and rows, those of one load together and in their order."""
    tables = {}
    connection = duckdb.connect(command["path"], read_only=True)
    connection.execute("SET TimeZone = 'UTC'")
    for table, column, kind, nullable in connection.execute(SCHEMA_QUERY, [command["dataset"]]).fetchall():
        tables.setdefault(table, {"columns": [], "rows": []})["columns"].append([column, kind, nullable])
    for table, found in tables.items():
        names = [column[0] for column in found["columns"]]
        cursor = connection.execute(f'SELECT * FROM "{command["dataset"]}"."{table}" ORDER BY rowid')
        for row in cursor.fetchall():
            found["rows"].append({name: plain(value) for name, value in zip(names, row) if value is not None})
    connection.close()
    return tables


def dump_server(command):
    """The same of a PostgreSQL dataset, whose rows have no order of their own once they were updated."""
    tables = {}
    connection = psycopg2.connect(command["path"], options="-c timezone=UTC")
    cursor = connection.cursor()
    cursor.execute(SCHEMA_QUERY.replace("?", "%s"), [command["dataset"]])
    for table, column, kind, nullable in cursor.fetchall():
        tables.setdefault(table, {"columns": [], "rows": []})["columns"].append([column, kind, nullable])
    for table, found in tables.items():
        names = [column[0] for column in found["columns"]]
        cursor.execute(f'SELECT * FROM "{command["dataset"]}"."{table}"')
        for row in cursor.fetchall():
            found["rows"].append({name: plain(value) for name, value in zip(names, row) if value is not None})
    connection.close()
    return tables


def files(command):
    """Every table of a dataset of Parquet or CSV files, as DuckDB reads it: the columns of its newest file, and all rows."""
    tables = {}
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for folder in sorted(Path(command["path"]).iterdir()):
        found = sorted(folder.glob("*.parquet") if command["format"] == "parquet" else folder.glob("*.csv*"))
        if not found:
            continue
        read = "read_parquet(?, union_by_name = true)" if command["format"] == "parquet" else \
            "read_csv(?, union_by_name = true, header = true, all_varchar = true, nullstr = '')"
        newest = connection.execute(f"DESCRIBE SELECT * FROM {read}", [[str(found[-1])]]).fetchall()
        cursor = connection.execute(f"SELECT * FROM {read}", [[str(file) for file in found]])
        names = [column[0] for column in cursor.description]
        tables[folder.name] = {
            "columns": [[column[0], column[1]] for column in newest],
            "rows": [{name: plain(value) for name, value in zip(names, row) if value is not None} for row in cursor.fetchall()],
        }
    connection.close()
    return tables


def plain(value):
    if isinstance(value, (bool, int, float, str)):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)


def main():
    answers = sys.stdout
    commands = {"load": load, "records": records, "sync": sync, "counts": counts, "dump": dump, "dump_server": dump_server,
                "files": files}
    for line in sys.stdin:
        command = json.loads(line)
        os.chdir(command.get("folder", "."))
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                answer = {"answer": commands[command["do"]](command)}
        except Exception:  # noqa: BLE001: whatever it is, the test shows it
            answer = {"error": printed.getvalue() + traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
