"""A PostgreSQL server for the tests of a process, started when it is first asked for; each dataset gets a database of its own."""

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

SERVER = Path(__file__).resolve().parents[1] / "postgres" / "server"
started = []


def folder():
    if not started:
        place = Path(tempfile.mkdtemp(prefix="decant-pg-"))
        os.chmod(place, 0o755)
        subprocess.run([SERVER, "start", place / "pg"], check=True)
        started.append(place)
        atexit.register(stop)
    return started[0] / "pg"


def stop():
    subprocess.run([SERVER, "stop", started[0] / "pg"], check=False)
    shutil.rmtree(started[0], ignore_errors=True)


def database(name):
    """The URL of a new database."""
    made = f"{name}_{uuid.uuid4().hex[:8]}".replace("-", "_").replace(".", "_")
    subprocess.run(["psql", "-q", "-h", folder(), "-U", "postgres", "-c", f'CREATE DATABASE "{made}"'], check=True)
    return f"postgresql://postgres:none@localhost:5432/{made}?host={folder()}"
