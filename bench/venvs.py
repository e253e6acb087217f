"""Virtual environments of floors and peers, below what benchmarks keep; made when they are first needed."""

import subprocess
import sys

from places import KEPT

DUCKDB = "1.5.5"  # decant's own, see docs/dependencies.md
PACKAGES = {
    "duckdb": [f"duckdb=={DUCKDB}"],
    "dlt": ["dlt[duckdb,postgres,filesystem]==1.31.0", f"duckdb=={DUCKDB}", "pyarrow==26.0.1", "orjson==3.13.0"],
    "sling": ["sling-linux-amd64==1.4.11"],
}


class Absent(Exception):
    """What could not be installed; the contender is then said not to have run."""


def folder_of(name):
    return KEPT / "venvs" / name


def python_of(name):
    """The interpreter of the environment with its packages."""
    folder = folder_of(name)
    python, mark = folder / "bin/python", folder / "packages.txt"
    wanted = "\n".join(PACKAGES[name])
    if mark.exists() and mark.read_text() == wanted:
        return python
    folder.parent.mkdir(parents=True, exist_ok=True)
    print(f"  installing {', '.join(PACKAGES[name])}", flush=True)
    for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], [str(python), "-m", "pip", "install", "--quiet", *PACKAGES[name]]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Absent(f"{', '.join(PACKAGES[name])} cannot be installed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    mark.write_text(wanted)
    return python
