"""What was measured, in a file that later calls continue: a contender's runs are kept under what they depend on."""

import hashlib
import json
import os
import statistics
import time


def fingerprint(what):
    """A short name of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:12]


def median(values):
    return statistics.median(values) if values else None


class Results:
    """Entries by task and contender. An entry: `depends` (versions, settings, scale), `runs` (each with `wall`, `cpu`, `peak`),
    `facts` (requests, bytes, rows by table), `parity`, or `failure`."""

    def __init__(self, path):
        self.path = path
        self.entries = json.loads(path.read_text()) if path.exists() else {}

    def entry(self, task, contender, depends):
        """The entry of these; a new one if none is there or it depends on something else."""
        key = f"{task}/{contender}"
        found = self.entries.get(key)
        if found is None or found["key"] != fingerprint(depends):
            found = {"key": fingerprint(depends), "depends": depends, "runs": [], "facts": {}, "parity": None, "failure": None}
            self.entries[key] = found
        return found

    def known(self, task, contender):
        return self.entries.get(f"{task}/{contender}")

    def add(self, entry, figures):
        entry["runs"].append({key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()})
        entry["measured_at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.save()

    def save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.entries, indent=1))
        os.replace(new, self.path)


def wall_of(entry):
    """The median of an entry's runs, in seconds; None if nothing was measured."""
    return median([run["wall"] for run in entry["runs"]]) if entry else None
