"""A run that refreshes, and is disturbed: what was there stays whole, or the refreshed load takes its place; nothing in between."""

import re

from bench import Case, Disturbed
from contents import check, difference
from world import generation

MODES = ("drop_data", "drop_resources", "drop_sources")


def without_loads(contents):
    """The tables without notes; times of validity are those of a load, whichever."""
    return {table: sorted((re.sub(r"load \d+", "load", text), count) for text, count in rows.items())
            for table, rows in contents.tables.items() if table != "notes"}


class RefreshingCase(Case):
    mode, states_once = None, False  # a load that drops tables brings the state in any case, as in dlt

    def load(self, **more):
        self.lost_power = False
        return self.run("run", "torture.json", "--progress", "none", *(["--refresh", self.mode] if self.mode else []), **more)


class Refreshed(Disturbed):
    """`again`: the run that nothing disturbs refreshes too; else it goes on with what the other one left."""

    def __init__(self, bench, place, mode, again, forget, *deaths):
        super().__init__(bench, place, "then", forget, *deaths, must_die=False)
        self.mode, self.again = mode, again

    def __str__(self):
        return f"{super().__str__()}, refreshes by {self.mode} {'twice' if self.again else 'once'}"

    def new_case(self):
        return new_case(self.bench, self.place, self.mode)

    def end_well(self, case):
        if not self.again:
            case.mode = None
        super().end_well(case)

    def compare(self, case):
        found = case.contents()
        refreshed = self.difference(found)
        if refreshed and not self.again:  # it may be that no refresh was recorded
            wanted, generations = self.bench.wanted(self.place, "then")
            plain = difference(found, wanted, generations, len(self.deaths))
            check(not plain, f"neither refreshed nor as before: {refreshed}; {plain}")
        else:
            check(not refreshed, refreshed)

    def difference(self, found):
        wanted, _ = self.bench.wanted(self.place, "fresh")
        there, other = without_loads(found), without_loads(wanted)
        for table, rows in other.items():
            if there[table] != rows:
                return f"{table}: {[row for row in there[table] if row not in rows][:3]} instead of {[row for row in rows if row not in there[table]][:3]}"
        whole = sorted(record["text"] for record in generation(1)["notes"])
        for load, notes in found.notes().items():
            if notes != whole:
                return f"load {load} brought {len(notes)} notes instead of {len(whole)}"
        if not 1 <= len(found.notes()) <= (1 if self.again else 1 + len(self.deaths)):
            return f"notes of {len(found.notes())} loads"
        return "" if found.sources == wanted.sources else f"sources: {found.sources} instead of {wanted.sources}"


def new_case(bench, place, mode):
    case = RefreshingCase(bench, place, f"case_{place.kind}_{next(bench.numbers)}").begin(bench.calm[place.kind]["first"])
    case.mode = mode
    return case


def refreshed(bench, places, chance, modes, at_most):
    """Killed at fault points, each once; so many modes of each place, and at most so many cases of each."""
    for place in places:
        for mode in chance.sample(MODES, modes):
            case = new_case(bench, place, mode)
            try:
                hits, _ = case.reaches()
            finally:
                case.end()
            points = [f"{name}:kill:{nth}" for name, count in sorted(hits.items()) for nth in {1, count} if name.startswith(place.points)]
            for number, point in enumerate(chance.sample(points, min(at_most, len(points)))):
                forget = (None, "strict", "late", chance.randrange(1, 1 << 30))[number % 4]
                yield Refreshed(bench, place, mode, chance.random() < 0.5, forget, {"DECANT_FAULT": point})
