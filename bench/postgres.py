"""A PostgreSQL server for benchmarks: durable, and otherwise as it comes, but for what would make times jump."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from measured import cpu_of
from places import TOP

SERVER = str(TOP / "tests/postgres/server")
SETTINGS = {"fsync": "on", "max_wal_size": "4GB", "checkpoint_timeout": "1h"}


class Postgres:
    """Reached by `port` on 127.0.0.1. Its user may not see the checkout, so its data lie in a folder for temporary files."""

    def __init__(self, port):
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="decant-bench-")), port
        self.folder.chmod(0o755)
        settings = [f"{name}={value}" for name, value in SETTINGS.items()]
        subprocess.run([SERVER, "start", str(self.folder), f"port={port}", *settings], check=True)

    def url(self, database="postgres"):
        return f"postgresql://postgres:none@127.0.0.1:{self.port}/{database}"

    def psql(self, *arguments, database="postgres"):
        return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", str(self.port), "-U", "postgres", database, *arguments]

    def do(self, *statements, database="postgres"):
        commands = [part for statement in statements for part in ("-c", statement)]
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        subprocess.run(self.psql(*commands, database=database), check=True, stdout=subprocess.DEVNULL, env=quiet)

    def row(self, statement, schema, database="postgres"):
        """The one row of a statement, as a mapping."""
        text = f"SET search_path = {schema}; SELECT row_to_json(r) FROM ({statement}) AS r"
        found = subprocess.run(self.psql("-t", "-A", "-c", text, database=database), check=True, capture_output=True, text=True)
        return json.loads(found.stdout)

    def fresh(self, database="shop", template="template1"):
        """An empty database, or the copy of another, and all that was written before on the disk."""
        self.do(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy", "CHECKPOINT")
        os.sync()
        return database

    def cpu(self):
        """CPU seconds of all its processes so far, ended ones too."""
        first = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        return cpu_of({first} | children_of(first))

    def version(self):
        found = subprocess.run(self.psql("-t", "-A", "-c", "SHOW server_version"), check=True, capture_output=True, text=True)
        return found.stdout.split()[0]

    def stop(self):
        subprocess.run([SERVER, "stop", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def children_of(parent):
    found = set()
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        found |= {int(number) for number in children.read_text().split()}
    return found
