"""Readers that ask all the time while PostgreSQL is loaded: they see the old rows or the new ones, never a mixture and never nothing,
and do not wait."""

import json
import subprocess
import threading
import time

from bench import Case
from contents import check
from harness import Server

SLOWEST = 2.0  # seconds
PAGE = 5000
ONE = "SELECT (SELECT count(*) FROM crowd.{0}), (SELECT coalesce(min(turn), -1) FROM crowd.{0}), (SELECT coalesce(max(turn), -1) FROM crowd.{0}), (SELECT count(*) FROM crowd.{0}__tags);"
TWO = ("BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT count(*) AS n, coalesce(min(turn), -1) AS old, coalesce(max(turn), -1) AS new FROM crowd.{0} \\gset a_\n"
       "SELECT count(*) AS n FROM crowd.{0}__tags \\gset b_\nCOMMIT;\n\\echo :a_n'|':a_old'|':a_new'|':b_n")


class Reader(threading.Thread):
    """Asks one question again and again by psql, and keeps what it saw."""

    def __init__(self, place, folder, question):
        super().__init__(daemon=True)
        self.question, self.ends, self.seen, self.slowest, self.asked = question, False, set(), 0.0, 0
        self.psql = subprocess.Popen(["psql", "-qAt", "-h", place.socket, "-U", "postgres", "-d", place.database(folder)],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def run(self):
        while not self.ends:
            began = time.monotonic()
            self.psql.stdin.write(self.question + "\n")
            self.psql.stdin.flush()
            self.seen.add(self.psql.stdout.readline().strip())
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.asked += 1

    def end(self):
        self.ends = True
        self.join(60)
        self.psql.stdin.close()
        self.psql.wait(60)
        self.psql.stdout.close()


class Rows:
    def __init__(self, bench, place, rows):
        self.rows, self.turn = rows, 0
        self.server = Server(lambda path: self.answer(path))
        self.case = Case(bench, place, "readers").begin()
        paging = {"type": "page_number", "base_page": 0, "total_path": None}
        resources = [{"name": "replaced", "write_disposition": "replace", "endpoint": {"path": "x", "data_selector": "$"}},
                     {"name": "merged", "write_disposition": "merge", "primary_key": "id", "endpoint": {"path": "x", "data_selector": "$"}}]
        (self.case.folder / "rows.json").write_text(json.dumps({
            "pipeline": {"name": "rows", "dataset": "crowd"},
            "source": {"type": "rest_api", "client": {"base_url": self.server.base_url, "paginator": paging}, "resources": resources},
        }))

    def answer(self, path):
        first = int(path.rsplit("page=", 1)[1].split("&")[0]) * PAGE
        tail = f'"turn":{self.turn},"text":"some text of a row","tags":[{{"t":1}}]}}'
        return 200, {}, ("[" + ",".join(f'{{"id":{i},{tail}' for i in range(first, min(first + PAGE, self.rows))) + "]").encode()

    def load(self):
        code, out, err = self.case.run("run", "rows.json", "--progress", "none")
        check(code == 0, f"a load beside readers failed\n{err}{out}")

    def stop(self):
        self.server.stop()
        self.case.end()


def torture_readers(bench, place, rows, loads):
    """Returns (questions asked, seconds that the slowest took)."""
    data = Rows(bench, place, rows)
    try:
        data.load()
        readers = [Reader(place, data.case.folder, question.format(table)) for table in ("replaced", "merged") for question in (ONE, TWO)]
        for reader in readers:
            reader.start()
        for data.turn in range(1, loads + 1):
            data.load()
        for reader in readers:
            reader.end()
    finally:
        data.stop()
    wanted = {f"{rows}|{turn}|{turn}|{rows}" for turn in range(loads + 1)}
    for reader in readers:
        check(reader.seen <= wanted, f"a reader saw {sorted(reader.seen - wanted)[:5]} with {reader.question}")
        check(reader.slowest < SLOWEST, f"a reader waited {reader.slowest:.2f} s with {reader.question}")
    return sum(reader.asked for reader in readers), max(reader.slowest for reader in readers)
