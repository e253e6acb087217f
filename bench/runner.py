"""Runs a task: its contenders by turns, each as often as wanted, and keeps what they took."""

import shutil

import checks
from contender import DECANT, FLOOR, PEER
from decant import wait_for_flush
from measured import Failed, TooLarge
from show import show_entry, show_failure, show_title
from venvs import Absent


class Part:
    """A contender's part in a task: the entry that its runs go to."""

    def __init__(self, task, contender, results, scale, fresh):
        self.contender = contender
        depends = {**contender.depends, "scale": scale, "leaves_out": contender.leaves_out}
        self.entry = results.entry(task.name, contender.name, depends)
        if fresh:
            self.entry.update(runs=[], facts={}, parity=None)
        if not self.entry.get("too_large"):
            self.entry["failure"] = None

    def lacks(self, runs):
        return len(self.entry["runs"]) < (self.contender.runs or runs) and not self.entry["failure"]


def parts_of(task, context, results, missing_only):
    """decant and the floors are measured anew, together; of peers only what is not there yet, and only if asked for."""
    parts = []
    for contender in task.contenders(context):
        if not context.takes(contender.kind):
            continue
        fresh = contender.kind != PEER and not missing_only
        parts.append(Part(task, contender, results, context.scale, fresh))
    return parts


def remember(reference, facts):
    """The sums of whoever came first are what the others are compared with."""
    for name, value in facts.get("sums", {}).items():
        reference.setdefault(name, value)


def check(part, outcome, expected, reference):
    """Compares the tables with what has to be there, and the sums with those of whoever came first."""
    faults = checks.faults(outcome.facts, expected, reference, bool(part.contender.leaves_out))
    remember(reference, outcome.facts)
    part.entry["facts"] = outcome.facts
    if not outcome.facts.get("tables"):
        part.entry["parity"] = "no tables"
    elif part.entry["parity"] in (None, "right"):
        part.entry["parity"] = "; ".join(faults) if faults else "right"


def run_part(part, context, expected, reference, results):
    folder = context.folder("work")
    wait_for_flush()
    try:
        outcome = part.contender.run(folder)
        check(part, outcome, expected, reference)
        results.add(part.entry, {**outcome.measured.figures(), **outcome.figures})
    except (Failed, Absent) as failure:
        part.entry["failure"], part.entry["too_large"] = str(failure), isinstance(failure, TooLarge)
        results.save()
        if part.contender.kind == DECANT:
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_task(task, context, results, missing_only=False):
    """Returns whether all tables were right."""
    parts = parts_of(task, context, results, missing_only)
    expected = task.expected(context) if task.expected else {}
    show_title(task, context.scale, expected)
    reference = {}
    for part in parts:
        remember(reference, part.entry["facts"])  # of what is not measured anew
    for _ in range(context.runs):
        for part in parts:
            if part.lacks(context.runs):
                run_part(part, context, expected, reference, results)
    for part in parts:
        if part.entry["failure"]:
            show_failure(part.contender.name, part.entry["failure"])
        else:
            show_entry(part.contender, part.entry)
    return all(part.entry["parity"] in ("right", "no tables", None) for part in parts if part.contender.kind in (DECANT, FLOOR))
