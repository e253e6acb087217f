"""Incremental state written by dlt is continued without emitting a row again, whichever form its boundary hashes have, and the
state written here has dlt's form. The hashes are made by a few lines of Python, independent of the program."""

import base64
import hashlib
import json
import shutil
import unittest

from harness import Case

LONG, SHORT = 15, 9  # bytes of a hash: 20 characters until dlt 1.26, 12 from 1.31 on
BASE_KEYS = {
    "_state_version", "_state_engine_version", "_version_hash", "_local", "pipeline_name", "dataset_name", "default_schema_name",
    "schema_names", "destination_type", "destination_name", "sources",
}


def boundary_hash(row, size):
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(hashlib.shake_128(text.encode()).digest(size)).decode()


class StateInterchange(Case):
    def setUp(self):
        super().setUp()
        self.page = []
        api = self.server(lambda _: (200, {}, json.dumps(self.page).encode()))
        self.config = self.write("shop.json", json.dumps({
            "pipeline": {"name": "shop", "destination": "duckdb", "dataset": "shop_data"},
            "source": {
                "type": "rest_api", "client": {"base_url": api.base_url},
                "resources": [{"name": "items", "endpoint": {
                    "params": {"since": "{incremental.start_value}"}, "incremental": {"cursor_path": "u", "initial_value": 10}}}],
            },
        }))
        self.api = api

    def state_file(self):
        return self.data / "pipelines" / "shop" / "state.json"

    def write_dlt_state(self, last_value, hashes):
        """A working folder as dlt leaves it, beside the dataset that it loaded: without one the state would not count."""
        self.page = []
        self.run_ok(self.config)
        cursor = {"initial_value": 10, "last_value": last_value, "unique_hashes": hashes, "start_value": 10}
        state = {
            "_state_version": 5, "_state_engine_version": 4, "_local": {"first_run": False},
            "pipeline_name": "shop", "dataset_name": "shop_data", "default_schema_name": "rest_api", "schema_names": [],
            "destination_type": "dlt.destinations.duckdb", "destination_name": None,
            "sources": {"rest_api": {"resources": {"items": {"incremental": {"u": cursor}}}}},
        }
        hashed = {key: value for key, value in state.items() if key not in {"_state_version", "_state_engine_version", "_local"}}
        text = json.dumps(hashed, sort_keys=True, separators=(",", ":"))
        state["_version_hash"] = base64.b64encode(hashlib.sha3_256(text.encode()).digest()).decode()
        self.state_file().parent.mkdir(parents=True, exist_ok=True)
        self.state_file().write_text(json.dumps(state))

    def run_emits(self, page, expected):
        """Runs against a server that has `page`; the rows that were emitted must be `expected`."""
        self.page = page
        self.api.paths.clear()
        document = json.loads(self.run_ok(self.config, "--json", "--keep-packages", 9).out)
        emitted = []
        for package in document["packages"]:
            out = self.decant("package", "shop", package["load_id"], "--records").out
            emitted += [json.loads(line)["record"] for line in out.splitlines()]
        self.assertEqual(emitted, expected)

    def cursor(self):
        state = json.loads(self.decant("pipeline", "shop", "state", "--json").out)
        return state["sources"]["rest_api"]["resources"]["items"]["incremental"]["u"]

    A, B, C, D = ({"id": number, "u": 15} for number in (1, 2, 3, 4))

    def hashes(self, size, *rows):
        return sorted(boundary_hash(row, size) for row in rows)

    def assertHashes(self, expected):
        self.assertEqual(sorted(self.cursor()["unique_hashes"]), sorted(expected))

    def test_the_hash_of_the_test_is_the_recorded_one(self):
        self.assertEqual(boundary_hash({"id": 1, "u": 15}, LONG), "bMGLA4X4P9R+D59pBr7c")
        self.assertEqual(boundary_hash({"u": 1, "b": "é", "a": {"z": 1, "y": [1.5, None, True]}}, LONG), "ipSmEi/PkA/izyxtdtOQ")

    def test_hashes_of_20_characters(self):
        self.write_dlt_state(15, self.hashes(LONG, self.A, self.B))
        self.run_emits([self.A, self.B, self.C], [self.C])
        self.assertEqual(self.api.paths, ["/items?since=15"])
        self.assertHashes(self.hashes(LONG, self.A, self.B, self.C))
        self.run_emits([self.B, self.C, self.A], [])

    def test_hashes_of_12_characters(self):
        self.write_dlt_state(15, self.hashes(SHORT, self.A, self.B))
        self.run_emits([self.A, self.B, self.C], [self.C])
        sizes = {len(entry) for entry in self.cursor()["unique_hashes"]}
        self.assertEqual(len(sizes), 1, "a mixed set is continued by neither version of dlt")
        self.run_emits([self.A, self.B, self.C, self.D], [self.D])

    def test_hashes_of_12_characters_of_which_not_all_came_again(self):
        self.write_dlt_state(15, self.hashes(SHORT, self.A, self.B))
        self.run_emits([self.A, self.C], [self.C])
        self.assertHashes(self.hashes(SHORT, self.A, self.B, self.C))
        self.run_emits([self.A, self.B, self.C], [])

    def test_hashes_of_both_lengths(self):
        self.write_dlt_state(15, [*self.hashes(SHORT, self.A), *self.hashes(LONG, self.B)])
        self.run_emits([self.A, self.B, self.C], [self.C])
        self.run_emits([self.A, self.B, self.C], [])

    def test_a_moved_value_has_20_characters(self):
        self.write_dlt_state(15, self.hashes(SHORT, self.A))
        newer = {"id": 5, "u": 16}
        self.run_emits([self.A, newer], [newer])
        self.assertEqual(self.cursor()["last_value"], 16)
        self.assertHashes(self.hashes(LONG, newer))

    def test_the_dataset_hands_the_state_on(self):
        for size in (LONG, SHORT):
            with self.subTest(characters=size // 3 * 4):
                shutil.rmtree(self.data, ignore_errors=True)
                for database in self.folder.glob("*.duckdb*"):
                    database.unlink()
                self.write_dlt_state(15, self.hashes(size, self.A, self.B))
                self.run_emits([self.A, self.B, self.C], [self.C])
                shutil.rmtree(self.data)
                self.run_emits([self.A, self.B, self.C, self.D], [self.D])

    def test_the_state_has_the_form_of_dlt(self):
        self.run_emits([{"id": 0, "u": 9}, self.A, self.B], [self.A, self.B])
        state = json.loads(self.state_file().read_text())
        self.assertEqual(set(state), BASE_KEYS)
        self.assertEqual(
            {key: state[key] for key in ("_state_engine_version", "pipeline_name", "dataset_name", "default_schema_name", "schema_names",
                                         "destination_type", "destination_name")},
            {"_state_engine_version": 4, "pipeline_name": "shop", "dataset_name": "shop_data", "default_schema_name": "rest_api",
             "schema_names": ["rest_api"], "destination_type": "dlt.destinations.duckdb", "destination_name": None},
        )
        self.assertEqual(state["sources"], {"rest_api": {"resources": {"items": {"incremental": {"u": {
            "initial_value": 10, "last_value": 15, "start_value": 10,
            "unique_hashes": state["sources"]["rest_api"]["resources"]["items"]["incremental"]["u"]["unique_hashes"],
        }}}}}})
        self.assertHashes(self.hashes(LONG, self.A, self.B))
        self.assertEqual(json.loads(self.decant("pipeline", "shop", "state", "--json").out)["sources"], state["sources"])


if __name__ == "__main__":
    unittest.main()
