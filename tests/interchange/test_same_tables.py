"""The same pages through the real dlt and through decant give the same tables: names, columns, types, nullability, rows, links,
and the same schema document."""

import json
import unittest
from pathlib import Path

from interchange import KEY, InterchangeCase
from real_dlt import DATA, VERSIONS

CASES = Path(__file__).resolve().parents[1] / "conformance" / "normalize" / "normalize-cases.json"
HINTS = {"columns", "primary_key", "merge_key", "write_disposition", "nested_hints"}
TAGS = ('"$decimal"', '"$wei"', '"$datetime"', '"$date"', '"$time"', '"$bytes_b64"', '"$uuid"', '"$float"', '"$now_epoch"')


class SameTables(InterchangeCase):
    def check(self, resources, kinds=("duckdb",)):
        config = self.rest(resources)
        for kind in kinds:
            ours = self.place("decant", kind)
            self.decant_loads(config, ours)
            for version in VERSIONS:
                with self.subTest(dlt=version, destination=kind):
                    theirs = self.place(f"dlt-{version}", kind)
                    self.dlt_loads(version, config, theirs)
                    self.assertSame(ours, theirs)

    def test_real_nested_data(self):
        countries = json.loads((DATA / "countries.json").read_text())
        self.pages["countries"] = [countries[:120], countries[120:]]
        compat = json.loads((DATA / "browser-compat-data.json").read_text())
        names = sorted(compat["api"])[::80]
        self.pages["compat"] = [[{"interface": name, **compat["api"][name]["__compat"]} for name in names]]
        features = json.loads((DATA / "caniuse.json").read_text())["data"]
        self.pages["features"] = [[{**features[name], "stats": {"ie": features[name]["stats"]["ie"]}} for name in sorted(features)[::30]]]
        self.check({"countries": {}, "compat": {"primary_key": "interface", "write_disposition": "merge"}, "features": {}})

    def test_real_nested_data_as_files(self):
        countries = json.loads((DATA / "countries.json").read_text())
        self.pages["countries"] = [countries[:120], countries[120:]]
        self.pages["merged"] = [[{"id": 1, "l": [{"x": 1, "m": [1, 2]}]}, {"id": 2, "l": [{"x": 2}]}]]
        self.check({"countries": {"write_disposition": "replace"}, "merged": {"write_disposition": "merge", "primary_key": "id"}},
                   kinds=("filesystem",))

    def test_shapes_of_the_recorded_cases(self):
        resources = {}
        for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]:
            pages = [case["rows"]] if "rows" in case else case.get("pages", [])
            text = json.dumps(pages)
            if case["kind"] != "normalize" or "error" in case["expect"] or not set(case["hints"]) <= HINTS or isinstance(case["hints"].get("write_disposition"), dict):
                continue
            if any(tag in text for tag in TAGS) or len(pages) != 1 or not pages[0] or case["name"] in self.LEFT_OUT:
                continue
            name = case["name"].replace("-", "_")
            self.pages[name] = pages
            resources[name] = case["hints"]
        self.assertGreater(len(resources), 50)
        self.check(resources)

    # Refused by decant and by the database; decided otherwise (tests/conformance/normalize/decided.json); -0.0, which dlt's SQL
    # makes 0.0.
    LEFT_OUT = {"type-not-null-missing-key", "type-pua-string-from-user", "type-int-above-uint64", "type-double-from-odd-text",
                "type-float-special"}


class SandboxResources(InterchangeCase):
    LINKS = {"type": "json_link", "next_url_path": "next"}
    OFFSETS = {"type": "offset", "limit": 25, "total_path": None}
    RESOURCES = {  # name: selector, key, paginator
        "products": ("products", "stockItemId", LINKS),
        "stock": ("products", "stockItemId", LINKS),
        "customers": ("customers", "customerId", OFFSETS),
        "orders": ("orders", "orderId", OFFSETS),
    }

    def test_the_resources_of_the_sandbox(self):
        store = self.sandbox("--orders", "60", "--customers", "40", "--products", "30", "--stock", "30", "--page-limit", "25")
        auth = {"type": "api_key", "name": "API-Authorization", "api_key": KEY, "location": "header"}
        config = {
            "client": {"base_url": store.base_url, "auth": auth},
            "resources": [
                {"name": name, "primary_key": key, "write_disposition": "merge",
                 "endpoint": {"path": name, "data_selector": selector, "params": {"limit": 25}, "paginator": paginator}}
                for name, (selector, key, paginator) in self.RESOURCES.items()
            ],
        }
        ours = self.place("decant")
        self.decant_loads(config, ours)
        for version in VERSIONS:
            with self.subTest(dlt=version):
                theirs = self.place(f"dlt-{version}")
                self.dlt_loads(version, config, theirs)
                self.assertSame(ours, theirs)


if __name__ == "__main__":
    unittest.main()
