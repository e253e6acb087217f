"""A Centra store in a real PostgreSQL server, loaded by the same commands as into DuckDB."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from harness import HAS_FAULTS, Case

SERVER = Path(__file__).resolve().parents[1] / "postgres" / "server"
STORE = ["--orders", "150", "--customers", "60", "--products", "50", "--stock", "50"]
TABLES = "SELECT table_name AS t FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"


class Postgres(Case):
    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="decant-pg-"))
        os.chmod(cls.place, 0o755)
        subprocess.run([SERVER, "start", cls.place / "pg"], check=True)

    @classmethod
    def tearDownClass(cls):
        subprocess.run([SERVER, "stop", cls.place / "pg"], check=False)
        shutil.rmtree(cls.place, ignore_errors=True)

    def setUp(self):
        super().setUp()
        self.url = f"postgresql://postgres:planted-password@/postgres?host={self.place / 'pg'}"
        self.dataset_name = "shop_" + self.folder.name.replace("-", "_").lower()
        self.store = self.sandbox(*STORE)
        self.config = self.write("centra.yaml", self.centra_config(self.store.base_url, source="  timezone: Europe/Stockholm").read_text()
                                 .replace("dataset: centra_data", f"dataset: {self.dataset_name}"))

    def flags(self):
        return ["--destination", self.url]

    def ids(self, *flags):
        """Table -> its row ids."""
        tables = [row["t"] for row in self.sql(self.config, TABLES, *flags) if not row["t"].startswith("_")]
        one = "SELECT '{0}' AS t, _dlt_id AS id FROM \"{0}\""
        found = {table: [] for table in tables}
        for row in self.sql(self.config, " UNION ALL ".join(one.format(table) for table in tables), *flags):
            found[row["t"]].append(row["id"])
        return {table: sorted(rows) for table, rows in found.items()}

    def test_the_same_package_makes_the_same_rows_as_in_duckdb(self):
        self.run_ok(self.config, *self.flags())
        load_id = self.sql(self.config, "SELECT load_id FROM _dlt_loads", *self.flags())[0]["load_id"]
        self.run_ok(self.config, "--replay", load_id, "--pipeline", "centra_pipeline", "--destination", "duckdb:///twin.duckdb")
        self.assertEqual(self.ids(*self.flags()), self.ids("--destination", "duckdb:///twin.duckdb"))

    def test_a_second_run_changes_no_count_and_the_name_alone_is_enough_afterwards(self):
        secrets = {"DESTINATION__POSTGRES__CREDENTIALS": self.url}
        self.run_ok(self.config, "--destination", "postgres", environment=secrets)
        before = {table: len(ids) for table, ids in self.ids(*self.flags()).items()}
        self.run_ok(self.config, "--destination", "postgres", environment=secrets)
        self.assertEqual(before, {table: len(ids) for table, ids in self.ids(*self.flags()).items()})
        said = self.decant("sql", "centra_pipeline", "SELECT count(*) AS n FROM orders", "--json")
        self.assertEqual(json.loads(said.out), [{"n": before["orders"]}])
        for file in self.data.rglob("*"):
            if file.is_file():
                self.assertNotIn(b"planted-password", file.read_bytes(), file)

    @unittest.skipUnless(HAS_FAULTS, "a build without fault points")
    def test_killed_at_each_step_of_publishing_nothing_is_lost_or_doubled(self):
        for point in ("publish.begin:kill", "publish.after_table:kill:2", "publish.before_commit:kill", "publish.after_commit:kill"):
            with self.subTest(point):
                killed = self.decant("run", self.config, *self.flags(), "--pipelines-dir", f"w-{point.split(':')[0]}", "--dataset",
                                     "killed", code=None, environment={"DECANT_FAULT": point})
                self.assertEqual(killed.code, -signal.SIGKILL, killed)
                self.run_ok(self.config, *self.flags(), "--pipelines-dir", f"w-{point.split(':')[0]}", "--dataset", "killed")
                rows = self.sql(self.config, "SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM customers) AS customers",
                                *self.flags(), "--dataset", "killed")
                self.assertEqual(rows, [{"orders": 150, "customers": 60}])
                self.drop("killed")

    def drop(self, dataset):
        subprocess.run(["psql", "-q", "-h", self.place / "pg", "-U", "postgres", "-c", f'DROP SCHEMA "{dataset}" CASCADE'], check=True,
                       stderr=subprocess.DEVNULL)

    @unittest.skipUnless(HAS_FAULTS, "a build without fault points")
    def test_a_connection_that_is_lost_in_a_load_costs_no_run(self):
        killed = threading.Thread(target=self.end_session_before_commit)
        killed.start()
        said = self.run_ok(self.config, *self.flags(), environment={"DECANT_FAULT": "publish.before_commit:3000"})
        killed.join()
        self.assertIn("is loaded again", said.err)
        self.assertEqual(self.count(self.config, "orders", *self.flags()), 150)
        self.assertEqual(self.count(self.config, "_dlt_loads", *self.flags()), 1)

    def end_session_before_commit(self):
        end = ("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'decant' AND "
               "state = 'idle in transaction' AND query LIKE 'ANALYZE%'")
        for _ in range(300):
            ended = subprocess.run(["psql", "-qtA", "-h", self.place / "pg", "-U", "postgres", "-c", end], check=True,
                                   capture_output=True, text=True).stdout
            if ended.strip() != "0":
                return
            time.sleep(0.1)

    def test_a_server_that_stopped_is_named_and_the_next_run_completes(self):
        subprocess.run([SERVER, "stop", self.place / "pg"], check=True)
        self.run_fails(self.config, *self.flags(), says=["cannot connect to postgresql://postgres:***@", "whether the server runs"])
        subprocess.run([SERVER, "again", self.place / "pg"], check=True)
        self.run_ok(self.config, *self.flags())
        self.assertEqual(self.count(self.config, "orders", *self.flags()), 150)


class Tls(Case):
    """A server that speaks TLS, with a certificate that nobody but itself vouches for."""

    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="decant-tls-"))
        os.chmod(cls.place, 0o755)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=store", "-addext",
                        "subjectAltName=IP:127.0.0.1", "-keyout", cls.place / "key.pem", "-out", cls.place / "cert.pem"],
                       check=True, capture_output=True)
        if os.geteuid() == 0:
            shutil.chown(cls.place / "key.pem", "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        subprocess.run([SERVER, "start", cls.place / "pg", f"port={cls.port}", "ssl=on", f"ssl_cert_file='{cls.place / 'cert.pem'}'",
                        f"ssl_key_file='{cls.place / 'key.pem'}'"], check=True)

    @classmethod
    def tearDownClass(cls):
        subprocess.run([SERVER, "stop", cls.place / "pg"], check=False)
        shutil.rmtree(cls.place, ignore_errors=True)

    def test_the_mode_says_whom_to_trust(self):
        (self.folder / "a.jsonl").write_text('{"id": 1}\n')
        config = self.write("tls.yaml", "pipeline: { name: tls, dataset: tls }\nsource:\n  type: filesystem\n"
                            f"  bucket_url: {self.folder}\n  resources: [{{ name: a, file_glob: a.jsonl }}]\n")
        url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres?sslmode="
        self.run_ok(config, "--destination", url + "require")
        self.run_ok(config, "--destination", url + f"verify-full&sslrootcert={self.place / 'cert.pem'}")
        shows = self.sql(config, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "--destination", url + "require")
        self.assertEqual(shows, [{"ssl": True}])
        other = self.write("other.pem", "")
        self.run_fails(config, "--destination", url + f"verify-full&sslrootcert={other}", says=["check sslmode and the certificates"])


if __name__ == "__main__":
    unittest.main()
