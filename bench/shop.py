"""The emulated shop that is loaded: its sizes, its server, its pages as local files."""

import json
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass, fields

from places import BIN

PAGE_SIZE = 1000
DATASET = "shop_data"
LISTS = ("orders", "products", "customers", "stock")


@dataclass(frozen=True)
class Sizes:
    """Flags of `decant-sandbox shop`."""

    orders: int = 0
    products: int = 0
    customers: int = 0
    stock: int = 0
    changed: int = 0
    wide: int = 0
    wide_columns: int = 600
    deep: int = 0
    deep_levels: int = 12
    tables: int = 0
    table_rows: int = 0
    drift: int = 0

    @classmethod
    def of_scale(cls, scale):
        return cls(orders=scaled(100_000, scale), products=scaled(20_000, scale), customers=scaled(50_000, scale),
                   stock=scaled(100_000, scale))

    def flags(self):
        flags = []
        for field in fields(self):
            flags += ["--" + field.name.replace("_", "-"), str(getattr(self, field.name))]
        return flags

    def lists(self):
        """The lists that are there, as paths below the base."""
        named = [name for name in (*LISTS, "wide", "deep", "drift") if getattr(self, name) > 0]
        return named + [f"tables/{number}" for number in range(1, self.tables + 1)]


def scaled(count, scale):
    return max(10, int(count * scale))


class Shop:
    """A running server. Its data is rendered before it answers for the first time."""

    def __init__(self, sizes, folder, latency=None):
        self.sizes = sizes
        command = [str(BIN / "decant-sandbox"), "shop", "--port", "0", *sizes.flags()]
        if latency:
            command += ["--latency", latency]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()
        self.found = None

    def expected(self):
        """List -> `path`, `records` and `tables` (rows by name)."""
        if self.found is None:
            with urllib.request.urlopen(self.base_url.removesuffix("/api") + "/sandbox/expected") as answer:
                self.found = json.load(answer)["resources"]
        return self.found

    def expected_rows(self):
        return {table: rows for resource in self.expected().values() for table, rows in resource["tables"].items()}

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def pages_of(records):
    return -(-records // PAGE_SIZE)


def curl_command(shop, folder=None):
    """Fetches every page on one connection, into files `LIST-NUMBER.json` or nowhere."""
    command = ["curl", "--silent", "--fail"]
    for name, resource in shop.expected().items():
        url = f"{shop.base_url}/{resource['path']}?limit={PAGE_SIZE}&page=[1-{pages_of(resource['records'])}]"
        command += [url, "--output", str(folder / f"{name}-#1.json") if folder else "/dev/null"]
    return command


def save_pages(shop, folder):
    """The pages as local files; kept where they are there already."""
    if not folder.exists():
        new = folder.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        subprocess.run(curl_command(shop, new), check=True)
        new.rename(folder)
    return folder


def bytes_in(folder):
    return sum(file.stat().st_size for file in folder.iterdir())
