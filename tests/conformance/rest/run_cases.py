#!/usr/bin/env python3
"""Runs the recorded cases of the REST source through `decant`, against a real server on this machine.

run_cases.py [-k NAME] [-v] [--jobs N]; the program stands in DECANT_BIN. What differs from the recording by decision is
in decided.json, a reason beside each, and is compared just as strictly.
"""

import argparse
import concurrent.futures
import json
import sys
import time
from pathlib import Path

from case_run import DECANT, Case, run_case

FOLDER = Path(__file__).parent


def needs_callable(recorded):
    """Whether the config has a processing step, which in a recording can only be a Python callable."""
    return "processing_steps" in json.dumps(recorded)


def load_cases():
    recorded = json.loads((FOLDER / "rest-cases.json").read_text(encoding="utf-8"))["cases"]
    decided = json.loads((FOLDER / "decided.json").read_text(encoding="utf-8"))
    names = [case["name"] for case in recorded]
    if len(set(names)) != len(names):
        sys.exit("rest-cases.json names a case twice")
    if unknown := sorted(set(decided) - set(names)):
        sys.exit(f"decided.json speaks of cases that do not exist: {', '.join(unknown)}")
    if bare := sorted(name for name, entry in decided.items() if not entry.get("reason")):
        sys.exit(f"decided.json gives no reason for: {', '.join(bare)}")
    return [Case(case, decided.get(case["name"])) for case in recorded]


def arguments():
    parser = argparse.ArgumentParser(description="Runs the recorded cases of the REST source.")
    parser.add_argument("-k", metavar="NAME", help="only the cases whose name or category has this text")
    parser.add_argument("-v", action="store_true", help="name each case with the seconds it took")
    parser.add_argument("--jobs", type=int, default=4, help="cases at the same time")
    return parser.parse_args()


def timed(case):
    started = time.monotonic()
    return case, run_case(case), time.monotonic() - started


def list_names(what, cases):
    print(f"{what}: {', '.join(case.name for case in cases) or 'none'}")


def main():
    flags = arguments()
    if not DECANT:
        sys.exit("DECANT_BIN does not name the program")
    cases = load_cases()
    if flags.k:
        cases = [case for case in cases if flags.k in case.name or flags.k == case.recorded["category"]]
    ended, failed = [], []
    with concurrent.futures.ThreadPoolExecutor(flags.jobs) as pool:
        for case, differences, seconds in pool.map(timed, cases):
            ended.append(case)
            if differences:
                failed.append(case)
                print(f"FAILED {case.recorded['category']} {case.name}")
                print("".join(f"    {line}\n" for text in differences for line in text.splitlines()), end="")
            elif flags.v:
                print(f"passed {case.name} ({seconds:.2f} s)")
    otherwise = [case for case in ended if case.decided and case not in failed]
    list_names("needs a Python callable", [case for case in ended if needs_callable(case.recorded)])
    list_names("decided otherwise", otherwise)
    for case in otherwise:
        print(f"    {case.name}: {case.decided['reason']}")
    if len(ended) != len(cases) or not ended:
        sys.exit(f"{len(cases)} cases were to run, {len(ended)} ran")
    print(f"{len(ended) - len(failed) - len(otherwise)} passed, {len(failed)} failed, {len(otherwise)} decided otherwise")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
