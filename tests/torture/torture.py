#!/usr/bin/env python3
"""Kills decant wherever it can be killed, and looks whether anything is lost or doubled. `./dev torture` builds and calls this.

    torture.py all          every case, and at least 300 kills at random times
    torture.py MINUTES      cases by chance for so long
    torture.py share        what ./dev test runs
    --seed N                the seed of an earlier run, which it printed
    --places a,b            of postgres, postgres-swap, duckdb, jsonl, parquet
    --kind TEXT             kinds of cases whose name has the text
    --only TEXT             cases whose description has the text, as a finding shows it

Prints how many cases of each kind ran, also when SIGTERM ends it. Findings are kept in
build/torture/findings.txt with the seed. Exit code 1: something was found."""

import argparse
import collections
import concurrent.futures
import itertools
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("DECANT_BIN", str(Path(__file__).resolve().parents[2] / "build/dev/bin/decant"))

from bench import Bench  # noqa: E402
from cases import Cases  # noqa: E402
from contents import Wrong  # noqa: E402
from crowd import torture_crowd  # noqa: E402
from places import PLACES, SERVED  # noqa: E402
from readers import torture_readers  # noqa: E402
from refreshes import refreshed  # noqa: E402
from server_cases import cut_connections, server_deaths  # noqa: E402
from slices import pages, sliced  # noqa: E402

FINDINGS = Path(__file__).resolve().parents[2] / "build" / "torture" / "findings.txt"
RANDOM_KILLS = 360
ROUNDS = 20
ROWS_BESIDE_READERS = 100_000
SERVER_DIES = "server killed"  # nothing else may go on meanwhile
WORKERS = 3
EVERYWHERE = [*SERVED, *PLACES]


def kinds(cases):
    """Kind -> its cases; all there are."""
    return {
        "killed at a fault point": cases.at_points("kill"),
        "failed at a fault point": cases.at_points("fail"),
        "killed before a change on the disk": cases.at_changes(400),
        "killed twice": cases.two_deaths(200),
        "killed at a random time": cases.at_random_times(RANDOM_KILLS),
        "power loss after a good end": cases.undisturbed(),
        "killed within a sliced extract": sliced(cases.bench, cases.places, cases.chance, 100),
        "killed while it refreshes": refreshed(cases.bench, cases.places, cases.chance, 3, 100),
        "connection cut": cut_connections(cases.bench, cases.places, cases.chance, 60),
        SERVER_DIES: server_deaths(cases.bench, cases.places, cases.chance, 30),
    }


def share(cases, chance, count):
    """A share of each kind: the same places for the same seed, and every fault point at least once."""
    kill, fail = list(cases.at_points("kill")), list(cases.at_points("fail"))
    by_point = {}
    for case in kill:
        by_point.setdefault((case.place.kind, case.deaths[0]["DECANT_FAULT"].split(":")[0]), []).append(case)
    each = [chance.choice(of_point) for _, of_point in sorted(by_point.items())]
    return {
        "killed at a fault point": each,
        "failed at a fault point": chance.sample(fail, count),
        "killed before a change on the disk": chance.sample(list(cases.at_changes(400)), count),
        "killed twice": cases.two_deaths(count // 2),
        "killed at a random time": cases.at_random_times(count),
        "power loss after a good end": cases.undisturbed(),
        "killed within a sliced extract": sliced(cases.bench, cases.places, chance, 6),
        "killed while it refreshes": refreshed(cases.bench, cases.places, chance, 1, 2),
        "connection cut": cut_connections(cases.bench, cases.places, chance, 4),
        SERVER_DIES: server_deaths(cases.bench, cases.places, chance, 2),
    }


def mixed(of_kinds, chance):
    """(kind, case) of all kinds by turns, for a run that ends with its time."""
    lists = {kind: list(cases) for kind, cases in of_kinds.items()}
    for cases in lists.values():
        chance.shuffle(cases)
    for row in itertools.zip_longest(*([(kind, case) for case in cases] for kind, cases in lists.items())):
        yield from filter(None, row)


class Run:
    def __init__(self):
        self.counts, self.findings, self.ends = collections.Counter(), [], False
        self.counting = threading.Lock()

    def end(self, *_):
        """Handles a signal: no further case begins."""
        self.ends = True

    def one(self, kind, case):
        found = case.run()
        with self.counting:
            self.counts[kind] += 1
        if found:
            self.findings.append(f"{kind}: {found}")
            print(f"FOUND {kind}: {found}", flush=True)

    def all(self, pairs, seconds=None):
        end = None if seconds is None else time.monotonic() + seconds
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
            waiting = set()
            for kind, case in pairs:
                if self.ends or (end is not None and time.monotonic() > end):
                    break
                if kind == SERVER_DIES:
                    concurrent.futures.wait(waiting)
                    self.one(kind, case)
                    continue
                waiting.add(workers.submit(self.one, kind, case))
                if len(waiting) > 2 * WORKERS:
                    done, waiting = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                    for future in done:
                        future.result()
            for future in waiting:
                future.result()

    def at_once(self, bench, place):
        """Several pipelines, and readers, at once on PostgreSQL."""
        try:
            torture_crowd(bench, place, ROUNDS)
            self.counts["round of eight pipelines at once"] = ROUNDS
            asked, slowest = torture_readers(bench, place, ROWS_BESIDE_READERS, 3)
            print(f"  readers asked {asked} times while {ROWS_BESIDE_READERS:,} rows were loaded; the longest wait was {slowest:.2f} s")
        except Wrong as wrong:
            self.findings.append(f"at once: {wrong}")
            print(f"FOUND {self.findings[-1]}", flush=True)

    def report(self, cases, seed, seconds):
        for kind, count in self.counts.items():
            print(f"  {count:6} {kind}")
        print(f"  {sum(self.counts.values()):6} cases in {seconds:.0f} s, seed {seed}, {len(self.findings)} findings")
        if self.ends:
            print("  ended before its time")
        missed = cases.never_reached() - {"pipeline.slice_cut"}  # that is tried by cases of its own
        if missed and len(cases.places) == len(EVERYWHERE):
            self.findings.append(f"fault points that no run came to: {sorted(missed)}")
            print(self.findings[-1])


def torture(what, places, seed, only="", kind="", run=None):
    """`share`, `all`, or minutes. Returns the findings."""
    folder = Path(tempfile.mkdtemp(prefix="decant-torture-"))
    made = [SERVED[name](folder / "server") if name in SERVED else PLACES[name]() for name in places]
    bench, run, began = Bench(folder), run or Run(), time.monotonic()
    try:
        bench.world.always.update(pages())
        bench.undisturbed(made)
        cases, chance = Cases(bench, made, seed), random.Random(seed)
        of_kinds = share(cases, chance, 16) if what == "share" else kinds(cases)
        of_kinds = {name: list_of for name, list_of in of_kinds.items() if kind in name}
        pairs = ((name, case) for name, list_of in of_kinds.items() for case in list_of) if what in ("share", "all") else mixed(of_kinds, chance)
        run.all((pair for pair in pairs if only in str(pair[1])), None if what in ("share", "all") else float(what) * 60)
        if what == "all" and not only and kind in "at once" and "postgres" in places and not run.ends:
            run.at_once(bench, made[places.index("postgres")])
        run.report(cases, seed, time.monotonic() - began)
    finally:
        for place in made:
            place.stop()
        bench.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return run.findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="10")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--places", default=",".join(EVERYWHERE))
    parser.add_argument("--kind", default="")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    seed = given.seed or random.randrange(1, 1 << 30)
    print(f"seed {seed}", flush=True)
    run = Run()
    signal.signal(signal.SIGTERM, run.end)
    findings = torture(given.what, given.places.split(","), seed, given.only, given.kind, run)
    if findings:
        FINDINGS.parent.mkdir(parents=True, exist_ok=True)
        with FINDINGS.open("a") as file:
            file.writelines(f"seed {seed}: {finding}\n" for finding in findings)
        print(f"the findings are in {FINDINGS}; --seed {seed} makes the same cases")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
