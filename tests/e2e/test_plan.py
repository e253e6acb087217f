"""`decant plan`: says what a run would do, asks for one page of each resource, and writes nothing."""

import json
import os
import unittest

from harness import Case


class Plan(Case):
    def setUp(self):
        super().setUp()
        self.pages = {1: [{"id": 1, "title": "a", "items": [{"n": 1}]}], 2: [{"id": 2, "title": "b"}]}

        def answer(path):
            if "/comments" in path:
                return 200, {}, json.dumps({"data": [{"text": "c"}]}).encode()
            page = int(path.split("page=")[1][0])
            return 200, {}, json.dumps({"data": self.pages.get(page, []), "pages": len(self.pages)}).encode()

        self.api = self.server(answer)
        self.config = self.write(
            "shop.yaml",
            "pipeline: { name: shop, destination: duckdb, dataset: shop_data }\n"
            "source:\n  type: rest_api\n"
            f"  client: {{ base_url: \"{self.api.base_url}\" }}\n"
            "  resource_defaults: { endpoint: { data_selector: data, paginator: { type: page_number, base_page: 1, total_path: pages } } }\n"
            "  resources:\n"
            "    - { name: posts, write_disposition: replace, endpoint: { path: posts } }\n"
            "    - { name: comments, endpoint: { path: \"posts/{resources.posts.id}/comments\", paginator: single_page } }\n",
        )

    def plan(self, *flags, code=0):
        """A plan as a document; nothing on the disk may change."""
        before = self.files()
        planned = json.loads(self.decant("plan", *flags, "--json", code=code).out)
        self.assertEqual(self.files(), before)
        return planned

    def files(self):
        return {path: os.stat(path).st_mtime_ns for path in self.folder.rglob("*") if path.is_file()}

    def test_a_first_run(self):
        planned = self.plan(self.config, "--exit-code", code=10)
        self.assertFalse(self.data.exists())
        self.assertEqual(sorted(self.api.paths), ["/posts/1/comments", "/posts?page=1"])
        self.assertEqual([(r["resource"], r["pages"], r["records"]) for r in planned["resources"]], [("posts", 1, 1), ("comments", 1, 1)])
        self.assertEqual([r["url"] for r in planned["resources"]],
                         [self.api.base_url + "/posts?page=1", self.api.base_url + "/posts/1/comments"])
        tables = {table["table"]: table for table in planned["tables"]}
        self.assertEqual(sorted(tables), ["comments", "posts", "posts__items"])
        self.assertIn("title text", tables["posts"]["new_columns"])
        self.assertTrue(all(table["new"] for table in tables.values()))
        self.assertEqual((planned["destructive"], planned["commit"]), ([], "transaction"))
        self.assertGreater(planned["engine_memory"]["floor"], 0)

    def test_later_runs(self):
        self.run_ok(self.config)
        planned = self.plan(self.config, "--exit-code")
        self.assertFalse(planned["changes_schema"])
        self.assertEqual(planned["destructive"], ["rows are replaced: posts, posts__items"])
        self.pages[1][0]["price"] = 1.5
        text = self.decant("plan", self.config, "--refresh", "drop_resources", "--exit-code", code=10).out
        self.assertIn("tables are dropped: comments, posts, posts__items\n", text)
        self.assertIn("      + price double\n", self.decant("plan", self.config).out)
        self.config.write_text(self.config.read_text().replace("shop_data }", "shop_data, schema_contract: freeze }"))
        planned = self.plan(self.config, "--exit-code", code=3)
        self.assertIn("price", planned["refused"])
        self.assertEqual(self.plan(self.config)["refused"], planned["refused"])

    def test_the_state_that_a_page_leaves_has_its_hashes(self):
        text = self.config.read_text().replace("endpoint: { path: posts } }", "endpoint: { path: posts, incremental: { cursor_path: id } } }")
        self.config.write_text(text.replace("write_disposition: replace, ", ""))
        change = self.plan(self.config)["resources"][0]["state_change"]["incremental"]["id"]
        self.assertEqual((change["last_value"], len(change["unique_hashes"])), (1, 1))

    def test_from_a_package(self):
        self.run_ok(self.config)
        self.api.paths.clear()
        package = next((self.data / "pipelines" / "shop" / "decant" / "packages").iterdir())
        planned = self.plan("--from", package, "--pipeline", "shop", "--exit-code")
        self.assertIn("holds package", planned["notes"][0])
        self.assertTrue(planned["dataset_exists"])
        copy = self.plan("--from", package.name, "--pipeline", "shop", "--destination", f"file://{self.folder}/lake", "--exit-code", code=10)
        self.assertEqual((copy["commit"], copy["engine_memory"]), ("file_by_file", None))
        self.assertEqual({table["table"]: table["rows"] for table in copy["tables"]}, {"posts": 2, "posts__items": 1, "comments": 2})
        self.assertEqual(self.api.paths, [])
        self.assertFalse((self.folder / "lake").exists())


if __name__ == "__main__":
    unittest.main()
