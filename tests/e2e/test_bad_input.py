"""Configuration, folders and databases that are not as they should be: the right exit code, one clear line with a hint, and
nothing half done."""

import json
import os
import subprocess
import unittest

from harness import DECANT, Case

ITEMS = json.dumps({"items": [{"id": 1, "tags": ["a"]}, {"id": 2, "tags": []}]})


class BadConfig(Case):
    def fails(self, text, *says, line=None, code=2):
        config = self.write("shop.yaml", text)
        result = self.run_fails(config, code=code, says=says)
        if line:
            self.assertIn(f"shop.yaml:{line}", result.err)
        self.assertFalse((self.folder / "shop.duckdb").exists())
        self.assertFalse(self.data.exists(), "a working folder was made")
        return result

    def test_malformed_yaml(self):
        config = self.write("shop.yaml", "pipeline: { name: shop\nsource:\n  type: rest_api\n")
        result = self.decant("run", config, code=2)
        self.assertIn("shop.yaml:", result.err)
        self.assertEqual(result.err.count("error: "), 1)

    def test_unknown_key(self):
        self.fails("pipeline:\n  name: shop\n  datset: x\nsource: { type: centra }\n", "`pipeline.datset`", "dataset", line=3)

    def test_unknown_key_of_the_source(self):
        self.fails("pipeline: { name: shop }\nsource:\n  type: rest_api\n  client: { base_url: \"http://localhost/\" }\n"
                   "  resources:\n    - { name: a, endpont: { path: a } }\n", "endpont", "endpoint", line=6)

    def test_wrong_type(self):
        config = self.write("shop.yaml", "pipeline:\n  name: shop\n  concurrency: many\nsource: { type: centra }\n")
        result = self.decant("run", config, code=2)
        self.assertIn("`pipeline.concurrency` must be a whole number, but is text", result.err)
        self.assertIn("shop.yaml:3", result.err)

    def test_unknown_source_and_destination(self):
        self.fails("pipeline: { name: shop }\nsource: { type: centre }\n", "centre", "centra", line=2)
        self.fails("pipeline: { name: shop, destination: snowflake }\nsource: { type: centra, api_key: abcdefgh, base_url: \"http://localhost\" }\n",
                   "snowflake", "not there yet", "duckdb")

    def test_a_feature_that_is_not_there_yet(self):
        config = self.write("shop.yaml", "pipeline: { name: shop, max_record_size: 1MB }\nsource: { type: centra }\n")
        self.assertIn("max_record_size", self.decant("run", config, code=2).err)

    def test_no_such_file(self):
        self.assertIn("nowhere.yaml", self.decant("run", "nowhere.yaml", code=2).err)

    def test_error_as_json(self):
        config = self.write("shop.yaml", "pipeline: { name: shop, datset: x }\nsource: { type: centra }\n")
        error = json.loads(self.decant("run", config, "--json", code=2).out)["error"]
        self.assertEqual((error["kind"], error["line"]), ("config", 1))
        self.assertIn("hint", error)


class BadMachine(Case):
    def setUp(self):
        super().setUp()
        self.api = self.serve(ITEMS)
        self.config = self.rest_config(self.api.base_url)

    def test_a_file_where_the_data_folder_is_due(self):
        self.data.write_text("in the way")
        self.run_fails(self.config, says=["data"])
        self.assertFalse((self.folder / "shop.duckdb").exists())

    def test_a_file_where_the_folder_of_the_database_is_due(self):
        (self.folder / "taken").write_text("in the way")
        self.run_fails(self.config, "--destination", "duckdb:///taken/shop.duckdb", says=["taken"])

    def test_a_file_that_is_no_database(self):
        (self.folder / "shop.duckdb").write_bytes(b"this is no database at all\n" * 400)
        self.run_fails(self.config, says=["shop.duckdb"])
        self.assertTrue((self.folder / "shop.duckdb").read_bytes().startswith(b"this is no database"))

    def test_a_database_that_another_process_holds(self):
        self.run_ok(self.config)
        # A reader that stands still in the middle of its output keeps the database open.
        holder = subprocess.Popen([DECANT, "sql", str(self.config), "SELECT range, repeat('x', 1000) FROM range(1000000)", "--format", "csv"],
                                  cwd=self.folder, env=self.environment, stdout=subprocess.PIPE)
        try:
            holder.stdout.read(10000)
            result = self.run_fails(self.config, says=["shop.duckdb", str(holder.pid)])
            self.assertIn("decant", result.err)
        finally:
            holder.kill()
            holder.communicate()
        self.assertEqual(self.count(self.config, "items"), 2)
        self.run_ok(self.config)
        # What was recorded before is loaded once, and so is this run's own.
        self.assertIn(self.count(self.config, "items"), (4, 6))

    def test_a_log_with_a_flipped_byte(self):
        self.run_ok(self.config)
        load_id = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        log = self.data / "pipelines" / "shop" / "decant" / "packages" / load_id / "pages.log"
        sound = log.read_bytes()
        for place in (len(sound) // 3, len(sound) // 2, len(sound) - 2):
            log.write_bytes(sound[:place] + bytes([sound[place] ^ 0x10]) + sound[place + 1 :])
            for arguments in (["package", "shop", load_id, "--records"],
                              ["run", "--replay", load_id, "--pipeline", "shop", "--destination", "duckdb:///copy.duckdb"]):
                result = self.decant(*arguments, code=1)
                self.assertIn("pages.log", result.err, place)
                self.assertEqual(result.out, "", place)
            self.assertFalse((self.folder / "copy.duckdb").exists(), place)
        self.assertEqual(self.count(self.config, "items"), 2)

    def test_a_log_cut_short(self):
        self.run_ok(self.config)
        load_id = json.loads(self.decant("package", "shop", "--json").out)["load_id"]
        log = self.data / "pipelines" / "shop" / "decant" / "packages" / load_id / "pages.log"
        os.truncate(log, log.stat().st_size - 5)
        self.decant("package", "shop", load_id, code=1)
        self.decant("run", "--replay", load_id, "--pipeline", "shop", "--destination", "duckdb:///copy.duckdb", code=1)

    def test_two_runs_at_once(self):
        hanging = self.server(lambda _: None)
        slow = self.write("slow.yaml", self.config.read_text().replace(self.api.base_url, hanging.base_url))
        first = self.start("run", slow)
        try:
            while not hanging.paths:
                self.assertIsNone(first.poll(), "the first run ended")
            self.run_fails(slow, says=[str(first.pid)])
        finally:
            first.kill()
            first.communicate()


if __name__ == "__main__":
    unittest.main()
