"""What `exclude` names is stored nowhere: not after a load, not after a death at any step, not in what a run says."""

import json
import signal
import unittest
import urllib.request

from harness import HAS_FAULTS, KEY, Case
from written import found_in

FLAGS = ["--customers", "40", "--products", "10", "--stock", "10", "--orders", "20"]
EXCLUDE = "exclude: [email, phoneNumber, 'consents[*].text']"


class Excluded(Case):
    def config(self, store, name="shop", exclude=EXCLUDE):
        return self.write(
            f"{name}.yaml",
            f"pipeline: {{ name: {name}, destination: duckdb, dataset: shop_data, keep_packages: 5 }}\n"
            "source:\n"
            "  type: rest_api\n"
            f"  client: {{ base_url: '{store.base_url}', auth: {{ type: api_key, name: API-Authorization, api_key: {KEY} }} }}\n"
            "  resources:\n"
            "    - name: customers\n"
            f"      {exclude}\n"
            "      endpoint: { path: customers, data_selector: customers, paginator: { type: offset, limit: 15, total_path: null } }\n"
            "    - name: customer\n"
            f"      {exclude}\n"
            "      include_from_parent: [country]\n"
            "      endpoint: { path: 'customers/{resources.customers.customerId}', data_selector: customer }\n",
        )

    def personal(self, store):
        """The values that must not be found, and names of theirs."""
        request = urllib.request.Request(f"{store.base_url}/customers?limit=100", headers={"API-Authorization": KEY})
        with urllib.request.urlopen(request) as answer:
            customers = json.load(answer)["customers"]
        self.assertEqual(len(customers), 40)
        return {customer["customerId"]: customer["email"] for customer in customers}

    def everything_said(self, config):
        """What commands print about a run."""
        name = config.stem
        asked = [("package", name, "--records"), ("package", name), ("pipeline", name, "trace", "--json"), ("pipeline", name, "state"),
                 ("pipeline", name, "schema", "-v")]
        said = []
        for command in asked:
            result = self.decant(*command, code=None)
            said += [result.out, result.err]
        return said

    def assertNotWritten(self, personal, config, *said):
        written = [text for result in said for text in (result.out, result.err)]
        self.assertEqual(found_in(personal, self.folder, *written, *self.everything_said(config)), {})

    def test_nowhere_after_a_load_and_everywhere_without_it(self):
        store = self.sandbox(*FLAGS)
        personal = self.personal(store)
        config = self.config(store)
        done = self.decant("run", config, "--progress", "log", "--json", environment={"RUNTIME__LOG_LEVEL": "DEBUG"})
        self.assertNotWritten(personal, config, done)
        self.assertEqual(self.count(config, "customers"), 40)
        self.assertEqual(self.count(config, "customer WHERE _customers_country IS NOT NULL"), 40)
        columns = {row["c"] for row in self.sql(config, "SELECT column_name AS c FROM information_schema.columns")}
        self.assertTrue({"first_name", "consented"} <= columns, columns)
        self.assertFalse(columns & {"email", "phone_number", "text"}, columns)
        open_config = self.config(store, name="open", exclude="selected: true")
        self.run_ok(open_config)
        written = found_in(personal, self.data, *self.everything_said(open_config))
        self.assertEqual(set(written), set(personal))
        self.assertIn("pages.log", str(written))

    @unittest.skipUnless(HAS_FAULTS, "built without fault points")
    def test_deaths_leave_nothing_of_it_and_nothing_is_asked_or_loaded_twice(self):
        store = self.sandbox(*FLAGS)
        personal = self.personal(store)
        calm = self.config(store, name="calm")
        self.run_ok(calm)
        wanted = self.data_of(calm)
        config = self.config(store)
        store.forget_requests()
        for fault in ("package.body_written:kill:1", "package.page_written:kill:5", "package.body_written:kill:1",
                      "package.page_written:kill:11", "package.before_seal:kill"):
            killed = self.decant("run", config, environment={"DECANT_FAULT": fault}, code=None)
            self.assertEqual(killed.code, -signal.SIGKILL, f"{fault} was never reached: {killed}")
            self.assertNotWritten(personal, config, killed)
        self.run_ok(config)
        self.assertEqual(self.data_of(config), wanted)
        first_pages = [request for request in store.requests() if "offset=0&" in request["query"] + "&"]
        self.assertEqual(len(first_pages), 1, first_pages)  # its draft was there, though its page was not
        self.assertNotWritten(personal, config)

    def data_of(self, config):
        """The rows without their ids, the customers of one page counting as a set."""
        tables = [table for table in self.tables(config) if not table.startswith("_dlt")]
        return {table: self.rows(config, table, without=("_dlt_id", "_dlt_load_id", "_dlt_parent_id", "_dlt_root_id")) for table in tables}

    def test_files(self):
        self.write("in/people.jsonl", "".join(json.dumps({"id": i, "email": f"someone.{i}@example.test"}) + "\n" for i in range(5)))
        self.write("in/more.csv", "id,email\n9,someone.9@example.test\n")
        config = self.write(
            "files.yaml",
            "pipeline: { name: files, destination: duckdb, dataset: d }\n"
            "source: { type: filesystem, bucket_url: in, name: people, exclude: [email] }\n",
        )
        self.run_ok(config)
        self.assertEqual(self.count(config, "people"), 6)
        personal = {i: f"someone.{i}@example.test" for i in (0, 4, 9)}
        self.assertEqual(found_in(personal, self.data, *self.everything_said(config)), {})
        self.assertEqual(found_in(personal, self.folder / "files.duckdb"), {})

    def test_answers_that_are_damaged_are_not_quoted(self):
        api = self.serve('{"items": [{"id": 1, "email": "someone@example.test"}')
        config = self.rest_config(api.base_url, "{ name: items, exclude: [email], endpoint: { path: items, data_selector: items } }")
        failed = self.run_fails(config, says=["damaged JSON"])
        self.assertNotWritten({"email": "someone@example.test"}, config, failed)


if __name__ == "__main__":
    unittest.main()
