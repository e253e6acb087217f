"""Differences from dlt that are decided: decided.json says which and why; here is what each means for the comparison."""

import json
from pathlib import Path


class Decided:
    def __init__(self):
        self.entries = json.loads(Path(__file__).with_name("decided.json").read_text(encoding="utf-8"))
        for entry in self.entries:
            assert entry["reason"] and (entry["kind"] == "not generated" or hasattr(self, entry["kind"])), entry

    def applied(self, tables):
        """The tables with what is decided otherwise made the same."""
        for entry in self.entries:
            if entry["kind"] != "not generated":
                getattr(self, entry["kind"])(tables, entry)
        return tables
