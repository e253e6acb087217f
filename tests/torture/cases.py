"""Which cases there are: every fault point that a run comes to, every change that it makes on the disk, and moments by chance."""

import random
import re
from pathlib import Path

from bench import KILL_AT, Disturbed

SOURCES = Path(__file__).resolve().parents[2] / "src"
FORGETS = (None, "strict", "late")
MANY = 4  # a point that is reached more often is tried at the first, the last and some between


def names_in_sources():
    """Every fault point that a build can have."""
    found = set()
    for file in SOURCES.rglob("*.cpp"):
        found.update(re.findall(r'DECANT_FAULT_POINT\("([^"]+)"\)', file.read_text()))
    return found


def some_of(count, at_most):
    """Numbers from 1 to `count`, spread."""
    return range(1, count + 1) if count <= at_most else sorted({1 + i * (count - 1) // (at_most - 1) for i in range(at_most)})


class Cases:
    """All cases of some places. `chance` decides the rest; the same seed makes the same cases."""

    def __init__(self, bench, places, seed):
        self.bench, self.places, self.chance = bench, places, random.Random(seed)
        self.starts = [(place, start) for place in places for start in ("then", "fresh")]
        self.reached = {}
        for place, start in self.starts:
            case = bench.new_case(place, start)
            self.reached[place.kind, start] = case.reaches()
            case.end()

    def never_reached(self):
        return names_in_sources() - {name for hits, _ in self.reached.values() for name in hits}

    def seed(self):
        return self.chance.randrange(1, 1 << 30)

    def at(self, place, start, forget, *points, must_die=True):
        return Disturbed(self.bench, place, start, forget, *({"DECANT_FAULT": point} for point in points), must_die=must_die)

    def at_points(self, action):
        """Each fault point, `kill` or `fail`, with every way to forget. A step that fails may be one that a run can do without."""
        for place, start in self.starts:
            for name, hits in sorted(self.reached[place.kind, start][0].items()):
                if not name.startswith(place.points):
                    continue
                for nth in some_of(hits, MANY):
                    for forget in (*FORGETS, self.seed()):
                        yield self.at(place, start, forget, f"{name}:{action}:{nth}", must_die=action == "kill")

    def at_changes(self, at_most):
        """Killed before the n-th change on the disk, be it decant's or DuckDB's."""
        for place, start in self.starts:
            for nth in some_of(self.reached[place.kind, start][1], at_most):
                for forget in (*FORGETS, self.seed()):
                    yield Disturbed(self.bench, place, start, forget, {KILL_AT: str(nth)}, must_die=False)

    def two_deaths(self, count):
        """Killed at one point, and the next run at another."""
        for _ in range(count):
            place, start = self.chance.choice(self.starts)
            names = sorted(self.reached[place.kind, start][0])
            first, second = self.chance.choice(names), self.chance.choice(names)
            forget = self.chance.choice((*FORGETS, self.seed()))
            yield self.at(place, start, forget, f"{first}:kill:{self.chance.choice((1, 1, 2))}", f"{second}:kill", must_die=False)

    def at_random_times(self, count):
        for number in range(count):
            place, start = self.starts[number % len(self.starts)]
            after = round(self.chance.uniform(0, 1.2 * self.bench.calm[place.kind]["seconds"]), 4)
            forget = (None, "strict", self.seed())[number // len(self.starts) % 3]
            yield Disturbed(self.bench, place, start, forget, {"after": after}, must_die=False)

    def undisturbed(self):
        """A power loss after a run that ended well takes nothing away."""
        for place, start in self.starts:
            for forget in ("strict", self.seed()):
                yield Disturbed(self.bench, place, start, forget)
