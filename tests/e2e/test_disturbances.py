"""A disk that fills up or turns read-only, a database server that is full or restarted: a clear error with a hint, exit code 1, and the
next run completes without anything lost or doubled."""

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from harness import HAS_FAULTS, Case

SERVER = Path(__file__).resolve().parents[1] / "postgres" / "server"
PAGES, ROWS = 10, 200


def page(number, marker):
    """Rows whose texts no compression makes small."""
    chance = random.Random(f"{marker}-{number}")
    return json.dumps([{"id": number * ROWS + i, "text": chance.randbytes(150).hex(), "of": marker, "tags": [{"n": i}]} for i in range(ROWS)]).encode()


class Disturbance(Case):
    def setUp(self):
        super().setUp()
        self.marker = "first"
        self.config = self.write("shop.json", json.dumps({
            "pipeline": {"name": "shop", "dataset": "shop_data"},
            "source": {
                "type": "rest_api", "client": {"base_url": self.server(lambda path: self.answer(path)).base_url},
                "resources": [{"name": "items", "write_disposition": "replace", "endpoint": {
                    "path": "items", "data_selector": "$", "paginator": {"type": "page_number", "base_page": 0, "total_path": None}}}],
            },
        }))

    def answer(self, path):
        number = int(path.rsplit("page=", 1)[1].split("&")[0])
        return 200, {}, page(number, self.marker) if number < PAGES else b"[]"

    def assertLoaded(self, *flags):
        rows = self.sql(self.config, "SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM items__tags) AS tags, "
                        "(SELECT count(DISTINCT id) FROM items) AS ids, (SELECT min(\"of\") FROM items) AS oldest", *flags)
        self.assertEqual(rows, [{"items": PAGES * ROWS, "tags": PAGES * ROWS, "ids": PAGES * ROWS, "oldest": self.marker}])


@unittest.skipUnless(os.geteuid() == 0, "only root mounts file systems")
class Disk(Disturbance):
    """Each of the three folders that decant writes to, as a small file system of its own."""

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        self.other = self.folder / "other"
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=True)

    def remount(self, *options):
        subprocess.run(["mount", "-o", ",".join(["remount", *options]), self.disk], check=True)

    def flags(self, where):
        """Flags of a run whose folder `where` (work, duckdb, files) is on the small disk."""
        work = self.disk if where == "work" else self.other
        target = self.disk if where != "work" else self.other
        destination = f"file://{target}/lake" if where == "files" else f"duckdb:///{target}/shop.duckdb"
        return ["--destination", destination, "--pipelines-dir", work / "pipelines"]

    def test_that_fills_up(self):
        for where, size in (("work", "300k"), ("duckdb", "300k"), ("files", "300k")):
            with self.subTest(where):
                flags = self.flags(where)
                self.other.mkdir(exist_ok=True)
                self.remount(f"size={size}")
                failed = self.run_fails(self.config, *flags)
                self.assertRegex(failed.err.lower(), "no space|free some space|disk")
                self.remount("size=64m")
                self.run_ok(self.config, *flags)
                self.assertLoaded(*flags)
                self.forget_all()

    def test_that_fills_up_when_rows_are_there(self):
        for where in ("work", "duckdb", "files"):
            with self.subTest(where):
                flags = self.flags(where)
                self.other.mkdir(exist_ok=True)
                self.marker = "first"
                self.run_ok(self.config, *flags)
                used = shutil.disk_usage(self.disk).used
                self.remount(f"size={used // 1024 + 200}k")
                self.marker = "second"
                self.run_fails(self.config, *flags)
                self.remount("size=64m")
                if where != "work":
                    self.marker = "first"
                    self.assertLoaded(*flags)  # what was there is still whole
                    self.marker = "second"
                self.run_ok(self.config, *flags)
                self.assertLoaded(*flags)
                self.forget_all()

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_that_turns_read_only(self):
        for where in ("work", "duckdb", "files"):
            with self.subTest(where):
                flags = self.flags(where)
                self.other.mkdir(exist_ok=True)
                self.marker = "first"
                self.run_ok(self.config, *flags)
                self.marker = "second"
                if where == "work":
                    self.remount("ro")
                    failed = self.run_fails(self.config, *flags)
                else:
                    failed = self.turn_read_only_before_publishing(flags)
                self.assertRegex(failed.lower() if isinstance(failed, str) else failed.err.lower(), "read-only|may be written")
                self.remount("rw")
                self.run_ok(self.config, *flags)
                self.assertLoaded(*flags)
                self.forget_all()

    def turn_read_only_before_publishing(self, flags):
        process = self.start("run", self.config, *flags, environment={"DECANT_FAULT": "pipeline.before_publish:1500"})
        manifests = self.other / "pipelines" / "shop" / "decant" / "packages"
        while not any('"state": "sealed"' in file.read_text() for file in manifests.glob("*/manifest.json")):
            time.sleep(0.01)
        self.remount("ro")
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, out + err)
        self.assertIn("\n  hint: ", err)
        return err

    def forget_all(self):
        for folder in (self.disk, self.other):
            for entry in folder.iterdir():
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


class Database(Disturbance):
    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="decant-pg-"))
        os.chmod(cls.place, 0o755)
        subprocess.run([SERVER, "start", cls.place / "pg"], check=True)

    @classmethod
    def tearDownClass(cls):
        subprocess.run([SERVER, "stop", cls.place / "pg"], check=False)
        shutil.rmtree(cls.place, ignore_errors=True)

    def admin(self, statement):
        subprocess.run(["psql", "-q", "-h", self.place / "pg", "-U", "postgres", "-c", statement], check=True)

    def url(self, user):
        return ["--destination", f"postgresql://{user}@/postgres?host={self.place / 'pg'}"]

    def test_without_a_free_connection(self):
        self.admin("CREATE ROLE loader LOGIN; GRANT CREATE ON DATABASE postgres TO loader")
        self.run_ok(self.config, *self.url("loader"))
        self.assertLoaded(*self.url("loader"))
        self.marker = "second"
        self.admin("ALTER ROLE loader CONNECTION LIMIT 0")
        self.run_fails(self.config, *self.url("loader"), says=["too many connections"])
        self.admin("ALTER ROLE loader CONNECTION LIMIT 5")
        self.run_ok(self.config, *self.url("loader"))
        self.assertLoaded(*self.url("loader"))

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_restarted_while_rows_are_written(self):
        process = self.start("run", self.config, *self.url("postgres"), "--dataset", "restarted", environment={"DECANT_FAULT": "publish.after_table:1500:2"})
        manifests = self.data / "pipelines" / "shop" / "decant" / "packages"
        while not any('"state": "sealed"' in file.read_text() for file in manifests.glob("*/manifest.json")):
            time.sleep(0.01)
        time.sleep(0.5)
        subprocess.run([SERVER, "stop", self.place / "pg"], check=True)
        subprocess.run([SERVER, "again", self.place / "pg"], check=True)
        out, err = process.communicate(timeout=60)
        self.assertIn(process.returncode, (0, 1), out + err)
        if process.returncode == 1:
            self.assertIn("\n  hint: ", err)
        self.run_ok(self.config, *self.url("postgres"), "--dataset", "restarted")
        self.assertLoaded(*self.url("postgres"), "--dataset", "restarted")


if __name__ == "__main__":
    unittest.main()
