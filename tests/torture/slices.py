"""A long extract that is published in packages while it goes on: disturbed between its slices and within them, no row of it is there
twice, or missing. A case of its own, as every resource of such a run has to allow it."""

import json

from bench import KILL_AT, Case, Disturbed
from contents import check, state_of
from world import PAGE

EVENTS, PEOPLE, SLICE = 260, 130, "600B"
QUERY = ("SELECT 'events' AS t, CAST(id AS VARCHAR) AS k, _dlt_load_id AS l FROM events UNION ALL SELECT 'people', CAST(id AS VARCHAR), _dlt_load_id FROM people "
         "UNION ALL SELECT 'tags', p.id || '-' || g.n, p._dlt_load_id FROM people__tags AS g LEFT JOIN people AS p ON p._dlt_id = g._dlt_parent_id "
         "UNION ALL SELECT 'loads', load_id, load_id FROM _dlt_loads UNION ALL SELECT 'state', state, CAST(version AS VARCHAR) FROM _dlt_pipeline_state")
RECORDS = {
    "/long_events": [{"id": i, "at": i // 3} for i in range(EVENTS)],
    "/long_people": [{"id": i, "changed": i, "tags": [{"n": n} for n in range(i % 3)]} for i in range(PEOPLE)],
}


def pages():
    """(path, page) -> body, for the bench's API."""
    return {(path, first // PAGE): json.dumps(records[first : first + PAGE]).encode()
            for path, records in RECORDS.items() for first in range(0, len(records), PAGE)}


def config(base_url):
    paging = {"type": "page_number", "base_page": 0, "total_path": None}
    events = {"incremental": {"cursor_path": "at", "initial_value": 0, "row_order": "asc"}}
    people = {"write_disposition": {"disposition": "merge", "strategy": "delete-insert", "deduplicated": True}, "primary_key": "id"}
    return json.dumps({
        "pipeline": {"name": "torture", "dataset": "data", "package_size": SLICE},
        "source": {"type": "rest_api", "client": {"base_url": base_url, "paginator": paging}, "resources": [
            {"name": "events", "primary_key": "id", "endpoint": {"path": "long_events", "data_selector": "$", **events}},
            {"name": "people", **people, "endpoint": {"path": "long_people", "data_selector": "$"}},
        ]},
    })


class SlicedCase(Case):
    def begin(self, source=None):
        super().begin(source)
        (self.folder / "torture.json").write_text(config(self.bench.server.base_url))
        return self


class Sliced(Disturbed):
    """`later`: the next run comes so many seconds later, perhaps past `resume_within`."""

    def __init__(self, bench, place, forget, *deaths, later=0):
        super().__init__(bench, place, "fresh", forget, *deaths, must_die=False)
        if later:
            self.last = {"DECANT_TEST_CLOCK": f"skip+{later}"}

    def __str__(self):
        return f"{super().__str__()}, {SLICE} a package, {self.last or 'at once'}"

    def new_case(self):
        return SlicedCase(self.bench, self.place, f"case_{self.place.kind}_{next(self.bench.numbers)}").begin()

    def compare(self, case):
        code, out, err = case.run("sql", "torture.json", QUERY, "--json")
        check(code == 0, f"the dataset cannot be read\n{err}{out}")
        found = {}
        for row in json.loads(out):
            found.setdefault(row["t"], []).append((row["k"], row["l"]))
        loads = [key for key, _ in found["loads"]]
        check(len(loads) == len(set(loads)), f"a load is there twice: {loads}")
        wanted = {"events": [str(i) for i in range(EVENTS)], "people": [str(i) for i in range(PEOPLE)],
                  "tags": [f"{i}-{n}" for i in range(PEOPLE) for n in range(i % 3)]}
        for table, keys in wanted.items():
            there = [key for key, _ in found.get(table, [])]
            check(sorted(there) == sorted(keys), f"{table}: lost {sorted(set(keys) - set(there))[:5]}, {len(there) - len(set(there))} twice")
            check({load for _, load in found[table]} <= set(loads), f"{table} has rows of loads that are not there")
        state = state_of({"state": max(found["state"], key=lambda row: int(row[1]))[0]})
        last = state["sources"]["rest_api"]["resources"]["events"]["incremental"]["at"]["last_value"]
        check(last == (EVENTS - 1) // 3, f"the cursor ends at {last}")


def reaches(bench, place):
    case = SlicedCase(bench, place, f"calm_{place.kind}_slices").begin()
    try:
        hits, changes = case.reaches()
        check(hits["pipeline.slice_cut"] > 0, "the extract was not cut")
        return hits, changes
    finally:
        case.end()


def sliced(bench, places, chance, at_most):
    """Cases for places that can merge; at most so many of each kind and place."""
    for place in (place for place in places if place.merges and not place.points):
        hits, changes = reaches(bench, place)
        points = [f"{name}:kill:{nth}" for name, count in sorted(hits.items()) for nth in range(1, count + 1)]
        chosen = [f"pipeline.slice_cut:kill:{nth}" for nth in (1, 2)] + chance.sample(points, min(at_most, len(points)))
        for number, point in enumerate(chosen):
            forget = (None, "strict", "late", chance.randrange(1, 1 << 30))[number % 4]
            yield Sliced(bench, place, forget, {"DECANT_FAULT": point}, later=(0, 7200)[number // 2 % 2])
        for number in range(at_most // 2):
            forget = ("strict", chance.randrange(1, 1 << 30))[number % 2]
            yield Sliced(bench, place, forget, {KILL_AT: str(chance.randint(1, changes))}, later=(0, 7200)[number // 2 % 2])
