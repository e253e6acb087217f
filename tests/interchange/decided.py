"""Differences from dlt that are decided: decided.json says which and why. Some are not generated at all (random_records.py), others
stop dlt, so that there is nothing to compare with, or are the same in another spelling."""

import json
import re
from pathlib import Path


class Decided:
    def __init__(self):
        self.entries = json.loads(Path(__file__).with_name("decided.json").read_text(encoding="utf-8"))
        for entry in self.entries:
            assert entry["reason"] and entry["kind"] in ("not generated", "dlt stops", "spelling"), entry

    def stops_dlt(self, error):
        """Whether dlt could not load a batch for a reason that is listed: then there is nothing to compare."""
        return any(entry["kind"] == "dlt stops" and entry["message"] in error for entry in self.entries)

    def spelled(self, tables):
        """The tables with texts that mean the same spelled the same."""
        rules = [(re.compile(entry["pattern"]), entry["becomes"]) for entry in self.entries if entry["kind"] == "spelling"]
        for table in tables.values():
            for pattern, becomes in rules:
                table["rows"] = [pattern.sub(becomes, row) for row in table["rows"]]
        return tables
