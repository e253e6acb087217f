"""Several pipelines at once into one PostgreSQL dataset: each has a table of its own, and all merge into one that they share, partly
with the same keys."""

import json

from bench import Case
from contents import check
from harness import Server

PIPELINES = 8
OWN, COMMON = 12, 6


def parts(key, who, turn):
    return [{"n": n, "who": who, "turn": turn} for n in range((key + who + turn) % 4)]


def items(who, turn):
    keys = [*range(COMMON), *range(100 * (who + 1), 100 * (who + 1) + OWN)]
    return [{"id": key, "who": who, "turn": turn, "parts": parts(key, who, turn)} for key in keys]


class Crowd:
    def __init__(self, bench, place):
        self.turn = 0
        self.server = Server(lambda path: (200, {}, json.dumps(items(int(path.split("/")[1]), self.turn)).encode()))
        self.case = Case(bench, place, "crowd").begin()
        for who in range(PIPELINES):
            self.config(who)

    def stop(self):
        self.server.stop()
        self.case.end()

    def config(self, who):
        merge = {"write_disposition": "merge", "primary_key": "id"}
        resources = [
            {"name": "items", **merge, "endpoint": {"path": f"{who}/items", "data_selector": "$"}},
            {"name": f"own_{who}", **merge, "endpoint": {"path": f"{who}/own", "data_selector": "$"}},
        ]
        (self.case.folder / f"p{who}.json").write_text(json.dumps({
            "pipeline": {"name": f"p{who}", "dataset": "crowd"},
            "source": {"type": "rest_api", "name": f"s{who}", "client": {"base_url": self.server.base_url, "paginator": "single_page"}, "resources": resources},
        }))

    def round(self):
        """All load at once; what is there afterwards is checked."""
        running = [self.case.start("run", f"p{who}.json", "--progress", "none") for who in range(PIPELINES)]
        for process in running:
            out, err = process.communicate(timeout=120)
            check(process.returncode == 0, f"a pipeline failed\n{err}{out}")
        self.check_items()
        for who in range(PIPELINES):
            rows = self.query(f"SELECT id, who, turn FROM own_{who}")
            check(sorted(rows) == sorted([i["id"], who, self.turn] for i in items(who, self.turn)), f"own_{who} holds {rows}")
        loads = self.query("SELECT load_id FROM _dlt_loads")
        check(len(loads) == PIPELINES * (self.turn + 1) == len({row[0] for row in loads}), f"{len(loads)} loads after {self.turn + 1} rounds")
        self.turn += 1

    def query(self, statement):
        database, folder = self.case.place, self.case.folder
        said = database.sql(f"SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM ({statement}) AS r", database.database(folder), "crowd")
        return [list(row.values()) for row in json.loads(said)]

    def check_items(self):
        """Each key is there once, with the parts that came with it and no others."""
        rows = self.query("SELECT i.id, i.who, i.turn, (SELECT coalesce(json_agg(json_build_array(p.n, p.who, p.turn)), '[]') FROM items__parts AS p "
                          "WHERE p._dlt_parent_id = i._dlt_id) AS parts FROM items AS i")
        wanted = {item["id"] for who in range(PIPELINES) for item in items(who, self.turn)}
        check(sorted(row[0] for row in rows) == sorted(wanted), f"items has {len(rows)} rows instead of {len(wanted)}")
        for key, who, turn, found in rows:
            check(turn == self.turn, f"item {key} is of round {turn}")
            check(sorted(found) == [[p["n"], who, turn] for p in parts(key, who, turn)], f"item {key} of {who} has the parts {found}")
        orphans = self.query("SELECT count(*) FROM items__parts AS p WHERE NOT EXISTS (SELECT 1 FROM items AS i WHERE i._dlt_id = p._dlt_parent_id)")
        check(orphans == [[0]], f"{orphans} parts without item")


def torture_crowd(bench, place, rounds):
    crowd = Crowd(bench, place)
    try:
        for _ in range(rounds):
            crowd.round()
    finally:
        crowd.stop()
