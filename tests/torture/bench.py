"""The bench on which decant is tortured: folders of cases, undisturbed runs to compare with, runs that are disturbed."""

import collections
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent / "forget"), str(Path(__file__).resolve().parents[1] / "e2e")]

import replay  # noqa: E402
import world  # noqa: E402
from contents import Contents, Wrong, check, difference  # noqa: E402
from harness import DECANT, Server  # noqa: E402

DECANT = Path(DECANT).resolve()

FORGET = DECANT.parent.parent / "lib" / "libdecant_forget.so"
KILL_AT = "DECANT_FORGET_KILL_AT"  # number of the change before which a run is killed
SECONDS = 60


class Case:
    """A folder in which a pipeline is run: `work` and `data` are what a power loss may take away."""

    states_once = True  # a version of the state is stored once

    def __init__(self, bench, place, name):
        self.bench, self.place = bench, place
        self.folder = bench.folder / name
        self.flags = []
        self.lost_power = False  # after its last run
        self.roots = [self.folder / "work", self.folder / "data"]

    def begin(self, source=None):
        """From nothing, or from a copy of what another case made."""
        if source is None:
            for root in self.roots:
                root.mkdir(parents=True)
        else:
            shutil.copytree(source.folder, self.folder)
        (self.folder / "torture.json").write_text(world.config(self.bench.server.base_url, self.place.merges, self.place.file_format))
        self.place.begin(self.folder, source.folder if source else None)
        self.flags = self.place.flags(self.folder)
        return self

    def end(self):
        self.place.end(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *arguments, **environment):
        settings = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "DLT_DATA_DIR": str(self.folder / "work"), **self.place.settings, **environment}
        return subprocess.Popen([DECANT, *arguments, *self.flags], cwd=self.folder, env=settings,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments, after=None, **environment):
        """(exit code, standard output, error output). Killed `after` so many seconds."""
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=SECONDS if after is None else after)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            check(after is not None, f"no end in {SECONDS} s: {arguments}\n{err}")
        return process.returncode, out, err

    def reaches(self):
        """Name -> how often an undisturbed run comes to that fault point, and the number of changes that it makes durable."""
        log = self.folder / "points"
        self.load_ok(**self.forgetting(DECANT_FAULT_LOG=str(log)))
        return collections.Counter(log.read_text().split()), len(replay.read(self.folder / "journal"))

    def load(self, **more):
        self.lost_power = False
        return self.run("run", "torture.json", "--progress", "none", **more)

    def load_ok(self, **more):
        code, out, err = self.load(**more)
        check(code == 0, f"a run that nothing disturbed ended with {code}\n{err}{out}")

    def contents(self):
        code, out, err = self.run("sql", "torture.json", self.place.statement(), "--json")
        check(code == 0, f"the dataset cannot be read\n{err}{out}")
        return Contents(self.place.rows(out), self.states_once)

    def forgetting(self, **more):
        """The environment of a run whose changes can be forgotten; the journal lies beside the case's own folders."""
        journal = self.folder / "journal"
        journal.mkdir(exist_ok=True)
        return {"LD_PRELOAD": str(FORGET), "DECANT_FORGET": str(journal), "DECANT_FORGET_ROOTS": ":".join(map(str, self.roots)), **more}

    def lose_power(self, since, seed):
        journal = self.folder / "journal"
        missed = replay.unseen(journal, self.roots, since)
        check(not missed, f"changes that the library did not see: {missed}")
        self.lost_power = True
        return replay.power_loss(journal, seed)


class Bench:
    """All cases of a run. `generation` of the API is the same for all of them: the second one, but while `calm` begins."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.world = world.World()
        self.server = Server(lambda path: self.world.answer(path))
        self.server.server.handle_error = lambda *_: None  # those who ask are killed all the time
        self.numbers = itertools.count()
        self.calm = {}

    def stop(self):
        self.server.stop()

    def undisturbed(self, places):
        """What each place holds after the first generation, and after the second one; to begin from and to compare with."""
        self.world.move_to(0)
        for place in places:
            first = Case(self, place, f"calm_{place.kind}_0").begin()
            first.load_ok()
            self.calm[place.kind] = [first, first.contents()]
        self.world.move_to(1)
        for place in places:
            first, contents = self.calm[place.kind]
            second = Case(self, place, f"calm_{place.kind}_1").begin(first)
            second.load_ok()
            fresh = Case(self, place, f"calm_{place.kind}_2").begin()
            started = time.monotonic()
            fresh.load_ok()
            self.calm[place.kind] = {"first": first, "then": second.contents(), "fresh": fresh.contents(), "seconds": time.monotonic() - started}

    def wanted(self, place, start):
        """(contents of an undisturbed dataset, generations of its loads)"""
        calm = self.calm[place.kind]
        return (calm["then"], [0, 1]) if start == "then" else (calm["fresh"], [1])

    def new_case(self, place, start):
        case = Case(self, place, f"case_{place.kind}_{next(self.numbers)}")
        return case.begin(self.calm[place.kind]["first"] if start == "then" else None)


class Disturbed:
    """One case: runs that are disturbed, each perhaps followed by a power loss, and a run that is not.
    `start`: `then` (the dataset holds the first generation) or `fresh`. `deaths`: for each disturbed run its environment, with
    `after` in it the seconds after which it is killed. `forget`: None; `strict` or a seed: what a power loss after each disturbed
    run leaves; `late`: a strict one after the undisturbed run, of all that no run made durable."""

    def __init__(self, bench, place, start, forget, *deaths, must_die=True):
        self.bench, self.place, self.start, self.forget = bench, place, start, forget
        self.deaths, self.must_die = deaths, must_die
        self.last = {}  # environment of the undisturbed run

    def __str__(self):
        deaths = [",".join(f"{key}={value}" for key, value in death.items()) for death in self.deaths]
        return f"{self.place.kind}, {self.start}, {' then '.join(deaths) or 'undisturbed'}, forgets {self.forget or 'nothing'}"

    def run(self):
        """What was found; empty if all is well."""
        case = self.new_case()
        try:
            for death in self.deaths:
                self.disturb(case, dict(death))
            self.end_well(case)
            self.compare(case)
            left = [] if case.lost_power else case.place.left_over(case.folder)
            check(not left, f"left over: {left}")
        except Wrong as wrong:
            return f"{self}: {wrong}"
        finally:
            case.end()
        return ""

    def new_case(self):
        return self.bench.new_case(self.place, self.start)

    def end_well(self, case):
        since, forgets = time.time_ns(), self.forget == "late" or (self.forget and not self.deaths)
        case.load_ok(**(case.forgetting(**self.last) if forgets else self.last))
        if forgets:
            case.lose_power(since, self.forget if isinstance(self.forget, int) else None)

    def disturb(self, case, environment):
        since, after = time.time_ns(), environment.pop("after", None)
        if self.forget is not None or KILL_AT in environment:
            environment = case.forgetting(**environment)
        code, out, err = case.load(after=after, **environment)
        check(code in (0, 1, -signal.SIGKILL), f"the disturbed run ended with {code}\n{err}{out}")
        check(code != 0 or not self.must_die, f"the run was not disturbed\n{err}{out}")
        if self.forget not in (None, "late"):
            case.lose_power(since, self.forget if isinstance(self.forget, int) else None)
        elif self.forget is None:
            shutil.rmtree(case.folder / "journal", ignore_errors=True)
        if code == 0:
            self.compare(case)  # what a run has told of is there, whatever happens afterwards

    def compare(self, case):
        wanted, generations = self.bench.wanted(self.place, self.start)
        found = difference(case.contents(), wanted, generations, len(self.deaths))
        check(not found, found)
