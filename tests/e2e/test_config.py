"""`decant init`, `decant doctor`, and `decant config get` where its answer depends on the process: the real environment, exit codes, streams.

What the lookup finds is a table of cases: tests/config/lookup-cases.json."""

import json
import os
import stat
import unittest

from harness import KEY, Case


class Init(Case):
    def fill(self, folder, **values):
        for name, text in values.items():
            path = self.folder / folder / {"config": ".dlt/config.toml", "secrets": ".dlt/secrets.toml"}[name]
            path.write_text(path.read_text().replace("<configure me>", text))

    def test_a_centra_project_runs_once_filled_in(self):
        sandbox = self.sandbox()
        made = self.decant("init", "centra", "duckdb", "shop")
        self.assertIn("\n  cd shop\n  decant doctor\n  decant run centra.yaml\n", made.out)
        self.fill("shop", config=sandbox.base_url, secrets=KEY)
        self.run_ok("centra.yaml", folder="shop")
        asked = self.decant("sql", "centra_pipeline", "SELECT count(*) AS n FROM orders", "--format", "csv", folder="shop")
        self.assertEqual(asked.out, "n\n1000\n", asked)
        self.assertTrue((self.folder / "shop/centra_pipeline.duckdb").exists())

    def test_what_is_left_open_is_named_before_any_request(self):
        sandbox = self.sandbox()
        self.decant("init", "centra", "duckdb", "shop")
        self.fill("shop", config=sandbox.base_url)
        ran = self.decant("run", "centra.yaml", folder="shop", code=2)
        self.assertIn("`sources.centra_source.api_key` is still to be filled in", ran.err)
        self.assertIn("shop/.dlt/secrets.toml:6", ran.err)
        self.assertEqual(sandbox.requests(), [])

    def test_files_that_are_there_stay_as_they_are(self):
        self.write(".gitignore", "mine\n")
        self.write(".dlt/secrets.toml", "[mine]\nkey = 1\n")
        made = self.decant("init", "centra", "duckdb")
        self.assertEqual((self.folder / ".gitignore").read_text(), "mine\n")
        self.assertEqual((self.folder / ".dlt/secrets.toml").read_text(), "[mine]\nkey = 1\n")
        self.assertIn('kept .dlt/secrets.toml, which was there already\nit needs:\n', made.out)
        self.assertIn('api_key = "<configure me>"', made.out)
        config = (self.folder / "centra.yaml").read_text()
        again = self.decant("init", "centra", "filesystem", code=2)
        self.assertIn("centra.yaml is there already; nothing was written", again.err)
        self.assertEqual((self.folder / "centra.yaml").read_text(), config)

    def test_secrets_are_for_their_owner_alone(self):
        self.decant("init", "rest_api", "duckdb")
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / ".dlt/secrets.toml").st_mode), 0o600)

    def test_as_json(self):
        made = self.decant("init", "filesystem", "filesystem", "x", "--json")
        answer = json.loads(made.out)
        self.assertEqual(answer["written"], ["x/filesystem.yaml", "x/.dlt/config.toml", "x/.dlt/secrets.toml", "x/.gitignore"])
        self.assertEqual(answer["fill_in"], [{"file": "x/filesystem.yaml", "line": 9, "key": "source.bucket_url"}])
        self.assertEqual(answer["next"], ["cd x", "decant doctor", "decant run filesystem.yaml"])
        self.decant("init", "filesystem", "mysql", "y", code=2)
        self.assertFalse((self.folder / "y").exists())


class ConfigGet(Case):
    def setUp(self):
        super().setUp()
        self.write(".dlt/secrets.toml", "[sources.centra]\napi_key = 'planted-secret-of-config-get'\n")
        self.key = "sources.centra.centra_source.api_key"

    def test_shows_a_secret_only_when_asked(self):
        for flags in [], ["--explain"], ["--json"], ["--explain", "--json"]:
            got = self.decant("config", "get", self.key, *flags)
            self.assertNotIn("planted", got.out + got.err)
            self.assertIn("********", got.out)
        self.assertEqual(self.decant("config", "get", self.key, "--reveal").out, "planted-secret-of-config-get\n")

    def test_explains_with_files_and_lines(self):
        self.environment["API_KEY"] = "planted-secret-in-a-variable"
        got = self.decant("config", "get", self.key, "--explain")
        self.assertIn("found in Environment Variables as API_KEY\n", got.out)
        self.assertRegex(got.out, r"\n    sources\.centra\.api_key +shadowed: \S+/\.dlt/secrets\.toml:2\n")
        self.assertNotIn("planted", got.out)

    def test_a_missing_value_is_exit_code_2(self):
        got = self.decant("config", "get", "sources.shop.token", code=2)
        self.assertEqual(got.out, "", got)
        self.assertIn("no secret for `sources.shop.token`; looked for, in this order:\n  Environment Variables\n    SOURCES__SHOP__TOKEN\n", got.err)
        got = self.decant("config", "get", "sources.shop.token", "--json", code=2)
        self.assertEqual(json.loads(got.out)["error"]["kind"], "config")
        self.decant("config", "get", "a..b", code=2)

    def test_mounted_secrets_are_moved_by_a_variable(self):
        self.write("mounted/sources--centra--centra-source--api-key", "a-mounted-one\n")
        self.environment["DECANT_SECRETS_DIR"] = str(self.folder / "mounted")
        self.assertEqual(self.decant("config", "get", self.key, "--reveal").out, "a-mounted-one\n")


class PipelineOptions(Case):
    """dlt's options of a pipeline, where dlt looks for them."""

    def setUp(self):
        super().setUp()
        self.config = self.rest_config(self.serve('{"items": [{"id": 1}]}').base_url)

    def test_what_would_load_elsewhere_is_refused(self):
        for name in "PIPELINES__SHOP__STAGING_NAME", "SHOP__STAGING_TYPE":
            failed = self.run_fails(self.config, environment={name: "true"}, code=2, says=[f"`{name}` is not supported yet"])
            self.assertFalse((self.folder / "shop.duckdb").exists(), failed)
        self.run_ok(self.config, environment={"DEV_MODE": "false"})

    def test_progress_and_schema_folders(self):
        self.write(".dlt/config.toml", "[pipelines.shop]\nprogress = 'json'\nexport_schema_path = 'schemas'\n")
        ran = self.decant("run", self.config)
        self.assertTrue(all(line.startswith("{") for line in ran.err.splitlines()), ran)
        self.assertTrue(list((self.folder / "schemas").glob("*.schema.yaml")), ran)
        self.run_fails(self.config, environment={"PIPELINES__SHOP__PROGRESS": "x"}, code=2, says=["must be auto, bar, log"])


class Doctor(Case):
    def checks(self, *arguments, code=0, **options):
        answer = json.loads(self.decant("doctor", *arguments, "--json", code=code, **options).out)
        self.assertEqual(answer["ok"], code == 0)
        return {check["name"]: check for check in answer["checks"]}

    def test_asks_each_endpoint_for_one_record_and_stores_nothing(self):
        sandbox = self.sandbox()
        self.centra_config(sandbox.base_url, source="  timezone: Europe/Stockholm")
        before = sorted(path for path in self.folder.rglob("*") if path != sandbox.log)
        checks = self.checks()
        self.assertEqual({check["state"] for check in checks.values()}, {"ok"}, checks)
        self.assertEqual(checks["duckdb"]["summary"], f"duckdb:///{self.folder}/centra_pipeline.duckdb, new dataset centra_data")
        self.assertIn("orderId", checks["orders"]["fields"])
        self.assertEqual(checks["orders"]["records"], 1)
        asked = sandbox.requests()
        self.assertEqual(len(asked), len(checks) - 3)
        whole = ("/supplier-orders", "/supplier-deliveries")  # they know no pages
        self.assertEqual({request["rows"] for request in asked if not request["path"].endswith(whole)}, {1})
        self.assertEqual(sorted(path for path in self.folder.rglob("*") if path != sandbox.log), before)

    def test_says_what_the_plugin_does_not_give(self):
        sandbox = self.sandbox("--setting", "disabled=stock", "--orders", "0")
        self.centra_config(sandbox.base_url)
        checks = self.checks(code=1)
        self.assertEqual(checks["products"]["state"], "ok")
        self.assertEqual(checks["stock"]["state"], "failed")
        self.assertEqual(checks["stock"]["error"]["http_status"], 403)
        self.assertIn("endpoint", checks["stock"]["error"]["hint"])
        self.assertEqual(checks["orders"]["state"], "empty")
        self.assertIn("Get orders with status", checks["orders"]["advice"])
        shown = self.decant("doctor", code=1)
        self.assertRegex(shown.out, r"\nproducts +ok +\d+ fields: stockItemId, ")
        self.assertRegex(shown.out, r"\nstock +failed +.*403")
        self.assertRegex(shown.out, r"\norders +empty +no records\n +the plugin's settings ")
        self.assertEqual(shown.out.count("times of the Order API carry no zone"), 1)
        self.assertRegex(shown.out, r"\n\d+ checks, 1 failed\n$")

    def test_goes_on_where_it_can(self):
        self.decant("init", "centra", "duckdb")
        checks = self.checks(code=1)
        self.assertEqual([check["state"] for check in checks.values()], ["ok", "failed"])
        self.assertIn("still to be filled in", checks["centra.yaml"]["error"]["message"])
        server = self.serve('{"items": [{"id": 1, "name": "x"}]}')
        self.rest_config(server.base_url)
        self.write("centra.yaml", "no: pipeline\n")
        self.write("shop.duckdb", "this is no database")
        checks = self.checks(code=1)
        self.assertEqual(checks["duckdb"]["state"], "failed", checks)
        self.assertEqual(checks["items"]["fields"], ["id", "name"])

    def test_children_are_asked_for_with_their_parents(self):
        server = self.server(lambda path: (200, {}, b'[{"id": 7}]' if path == "/posts" else b'[{"text": "x"}]'))
        self.write(
            "blog.yaml",
            "pipeline: { name: blog, destination: duckdb }\n"
            "source:\n  type: rest_api\n"
            f"  client: {{ base_url: '{server.base_url}', paginator: single_page }}\n"
            "  resources:\n"
            "    - posts\n"
            "    - { name: comments, endpoint: { path: 'posts/{resources.posts.id}/comments' } }\n",
        )
        checks = self.checks("blog.yaml")
        self.assertEqual(checks["posts"]["fields"], ["id"])
        self.assertEqual(checks["comments"]["fields"][:1], ["text"])
        self.assertEqual(server.paths, ["/posts", "/posts", "/posts/7/comments"])

    def test_the_pipeline_file_must_be_the_only_one(self):
        self.assertIn("there is no pipeline file in this folder", self.decant("doctor", code=2).err)
        self.write("a.yaml", "source: {}\n")
        self.write("b.json", '{"client": {}}')
        self.write("package.json", "{}")
        self.assertIn("several pipeline files in this folder: a.yaml, b.json", self.decant("doctor", code=2).err)


if __name__ == "__main__":
    unittest.main()
