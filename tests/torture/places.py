"""The destinations of a torture run: how each is named, begun from a copy, and read."""

import json
import shutil
import subprocess
from pathlib import Path

import world

SERVER = Path(__file__).resolve().parents[1] / "postgres" / "server"


class Place:
    """A destination; its data lie in `data` of a case's folder, which is copied and forgotten as files are."""

    kind, row_text, merges, file_format, settings = "", "to_json(r)::VARCHAR", True, None, {}
    points = ""  # how the names of the fault points begin at which it is tried, if it differs from another place only there

    def begin(self, folder, source):
        """What is needed before a case's first run beside its folder, which is a copy of `source` if that is not None."""

    def end(self, folder):
        """Undoes what `begin` did."""

    def stop(self):
        pass

    def flags(self, folder):
        raise NotImplementedError

    def tables(self):
        return [*world.tables(self.merges), *world.DLTS]

    def statement(self):
        one = "SELECT '{0}' AS t, " + self.row_text + " AS r FROM \"{0}\" AS r"
        return " UNION ALL ".join(one.format(table) for table in self.tables())

    def rows(self, answer):
        rows = {table: [] for table in self.tables()}
        for row in json.loads(answer):
            rows[row["t"]].append(json.loads(row["r"]))
        return rows

    def left_over(self, folder):
        """What a finished run should have cleaned away."""
        return []


class DuckDb(Place):
    kind, settings = "duckdb", {"DESTINATION__DUCKDB__REPLACE_STRATEGY": "insert-from-staging"}

    def flags(self, folder):
        return ["--destination", f"duckdb:///{folder / 'data' / 'data.duckdb'}"]

    def left_over(self, folder):
        return [file.name for file in (folder / "data").iterdir() if file.name != "data.duckdb"]


class Files(Place):
    merges = False
    settings = {"DESTINATION__FILESYSTEM__MAX_STATE_FILES": "1"}  # so that a load also removes files

    def __init__(self, file_format, points=""):
        self.kind = self.file_format = file_format
        self.points = points

    def flags(self, folder):
        return ["--destination", f"file://{folder / 'data'}"]

    def left_over(self, folder):
        return [str(path) for path in (folder / "data").glob("*/_decant/*") if path.name != "lock"]


class Postgres(Place):
    """A server, which the first of them starts and ends; each case has a database of its own, begun from that of another."""

    kind, row_text = "postgres", "row_to_json(r)::text"

    def __init__(self, folder, *settings):
        self.socket, self.is_first = folder, not folder.exists()
        if not self.is_first:
            return
        folder.parent.chmod(0o755)
        subprocess.run([SERVER, "start", folder, "max_connections=100", "full_page_writes=off", *settings], check=True)

    def stop(self):
        if not self.is_first:
            return
        subprocess.run([SERVER, "stop", self.socket], check=False)
        shutil.rmtree(self.socket, ignore_errors=True)

    def sql(self, statement, database="postgres", schema="public"):
        said = subprocess.run(["env", f"PGOPTIONS=-c search_path={schema}", "psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "postgres", "-d", database, "-c", statement],
                              check=True, capture_output=True, text=True)
        return said.stdout

    def database(self, folder):
        return folder.name.replace("-", "_")

    def begin(self, folder, source):
        self.sql(f'CREATE DATABASE "{self.database(folder)}"' + (f' TEMPLATE "{self.database(source)}"' if source else ""))

    def end(self, folder):
        self.sql(f'DROP DATABASE IF EXISTS "{self.database(folder)}" WITH (FORCE)')

    def flags(self, folder):
        return ["--destination", f"postgresql://postgres@/{self.database(folder)}?host={self.socket}"]


class SwappingPostgres(Postgres):
    """Where new tables take the place of replaced ones."""

    kind, settings, points = "postgres-swap", {"DESTINATION__POSTGRES__REPLACE_STRATEGY": "staging-optimized"}, "publish."


# Each makes its place; those of a server are given the folder that it lies in.
PLACES = {"duckdb": DuckDb, "jsonl": lambda: Files("jsonl"), "parquet": lambda: Files("parquet", "publish.")}
SERVED = {"postgres": Postgres, "postgres-swap": SwappingPostgres}
