"""What tasks share while they run: shops, their pages, the PostgreSQL server, versions, folders."""

import hashlib
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import venvs
from places import BIN, KEPT
from postgres import Postgres
from results import fingerprint
from shop import Shop, Sizes, save_pages


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Context:
    def __init__(self, scale, runs, kinds):
        """`kinds` of contenders take part."""
        self.scale, self.runs, self.kinds = scale, runs, kinds
        KEPT.mkdir(parents=True, exist_ok=True)
        self.work = Path(tempfile.mkdtemp(prefix="run-", dir=KEPT))
        self.shops, self.server = {}, None
        version = subprocess.run([BIN / "decant", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        self.decant_version = f"{version.removeprefix('decant ')} ({hash_of(BIN / 'decant')})"

    def takes(self, kind):
        return kind in self.kinds

    def sizes(self):
        return Sizes.of_scale(self.scale)

    def shop(self, sizes=None, latency=None):
        """A running shop of these sizes; one is started for each."""
        key = (sizes or self.sizes(), latency)
        if key not in self.shops:
            self.shops[key] = Shop(key[0], self.work, latency)
        return self.shops[key]

    def stop_shops(self):
        for shop in self.shops.values():
            shop.stop()
        self.shops = {}

    def pages(self, sizes=None):
        """The pages of a shop as local files."""
        sizes = sizes or self.sizes()
        served_by = self.kept("pages") / hash_of(BIN / "decant-sandbox")
        for other in served_by.parent.iterdir():
            if other != served_by:
                shutil.rmtree(other)
        return save_pages(self.shop(sizes), served_by / fingerprint(sizes.flags()))

    def postgres(self):
        if self.server is None:
            self.server = Postgres(free_port())
        return self.server

    def folder(self, name):
        """A new, empty folder."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.work))

    def kept_for_call(self, name):
        """A folder that is the same until the call ends."""
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        return folder

    def kept(self, name):
        """A folder that later calls find again."""
        folder = KEPT / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def duckdb_python(self):
        return venvs.python_of("duckdb")

    def close(self):
        self.stop_shops()
        if self.server is not None:
            self.server.stop()
        shutil.rmtree(self.work, ignore_errors=True)
