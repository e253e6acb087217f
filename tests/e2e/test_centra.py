"""The whole of Centra: every resource, what later runs ask for, a store that changed, and one that fails now and then."""

import datetime
import json
import unittest
import urllib.parse
import urllib.request

from harness import Case, free_port

LISTS = ["products", "stock", "customers", "orders", "shipments", "returns", "supplier_orders", "supplier_deliveries"]
SIZES = {"products": 70, "stock": 70, "customers": 60, "orders": 400}
SMALL = [flag for name, size in SIZES.items() for flag in (f"--{name}", str(size))]
FEW_CUSTOMERS = ["--products", "70", "--stock", "70", "--customers", "24", "--orders", "400"]
WITHOUT_IDS = {"_dlt_id", "_dlt_load_id", "_dlt_parent_id", "_dlt_root_id"}
CHAOS = ",".join(f"{fault}:2%" for fault in ("reset", "truncate", "status-500", "slow", "malformed"))
FORM = "%Y-%m-%d %H:%M:%S"


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


class CentraCase(Case):
    def expected(self, store):
        """What a full load must find: resource -> records, ids, rows of each table."""
        with urllib.request.urlopen(store.base_url.removesuffix("/api/order-api") + "/sandbox/expected") as answer:
            return json.load(answer)["resources"]

    def rows_expected(self, store, resources):
        found = self.expected(store)
        return {table: rows for name in resources for table, rows in found[name]["tables"].items()}

    def content(self, config, *flags):
        """Every table of data as sorted rows, without nulls and what differs from load to load; and their columns with types."""
        columns = [row["c"] for row in self.sql(
            config, "SELECT table_name || '.' || column_name || ' ' || data_type AS c FROM information_schema.columns "
                    "WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%' ESCAPE '\\'", *flags)]
        rows = self.rows_of_tables(config, sorted({column.partition(".")[0] for column in columns}), *flags)
        kept = lambda row: {name: value for name, value in row.items() if name not in WITHOUT_IDS and value is not None}
        return {table: sorted(json.dumps(kept(row), sort_keys=True) for row in found) for table, found in rows.items()}, set(columns)

    def counts(self, config, *flags):
        return {table: len(rows) for table, rows in self.content(config, *flags)[0].items()}

    def asked(self, store, path):
        """The parameters of the requests for a path, in order."""
        found = [request for request in store.requests() if request["path"].endswith("/order-api/" + path)]
        return [dict(urllib.parse.parse_qsl(request["query"])) for request in found]


class Resources(CentraCase):
    def test_key_and_base_url_load_the_eight_lists(self):
        store = self.sandbox(*SMALL)
        result = self.run_ok(self.centra_config(store.base_url))
        self.assertEqual(self.counts("centra.yaml"), self.rows_expected(store, LISTS))
        self.assertIn("`vouchers` and `customer` are left out", result.err)
        for path in ("products", "stock", "customers", "orders", "shipments", "returns"):
            self.assertTrue(all("limit" in asked for asked in self.asked(store, path)), path)

    def test_ids_and_a_parent_load_the_other_two(self):
        store = self.sandbox(*SMALL)
        ids = [*self.expected(store)["vouchers"]["ids"], "5", "999"]  # the fifth is cancelled
        config = self.centra_config(store.base_url, source=f"  vouchers: [{', '.join(ids)}]\n  customer: {{ from: customers }}")
        result = self.run_ok(config)
        self.assertEqual(self.counts(config), self.rows_expected(store, [*LISTS, "vouchers", "customer"]))
        self.assertIn("2 records that were asked for are not there", result.err)
        self.assertIn("vouchers/5 ", result.err)
        self.assertNotIn("want of ids", result.err)

    def test_customers_of_orders_alone(self):
        store = self.sandbox(*SMALL, "--setting", "disabled=customers")
        config = self.centra_config(store.base_url, source="  resources: [supplier_orders]\n  customer: { from: orders }")
        refused = self.run_fails(config, says=["403"])
        self.assertNotIn("API-Authorization: ", refused.err)
        config = self.centra_config(self.sandbox(*SMALL).base_url, source="  resources: [supplier_orders]\n  customer: { from: orders }")
        self.run_ok(config)
        counts = self.counts(config)
        self.assertEqual(set(counts), {"supplier_orders", "customer", "customer__consents"})
        self.assertGreater(counts["customer"], 20)

    def test_pages_that_are_shorter_than_asked_for_and_what_they_hold(self):
        store = self.sandbox(*SMALL, "--page-limit", "7")
        self.run_ok(self.centra_config(store.base_url, source="  timezone: Asia/Tokyo"))
        window = datetime.datetime.strptime(self.asked(store, "orders")[0]["older_than"], FORM) - now()
        self.assertAlmostEqual(window.total_seconds(), 9 * 3600, delta=60)
        tables, types = self.content("centra.yaml")
        self.assertEqual({table: len(rows) for table, rows in tables.items()}, self.rows_expected(store, LISTS))
        for column in ("orders.order_date TIMESTAMP WITH TIME ZONE", "orders__shipments.shipped_date TIMESTAMP WITH TIME ZONE",
                       "supplier_deliveries.eta TIMESTAMP WITH TIME ZONE", "returns.return_cost DECIMAL(38,9)",
                       "products__prices.price DECIMAL(38,9)", "returns.order_id VARCHAR", "shipments__products__warehouses.item_qty BIGINT"):
            self.assertIn(column, types)
        zero = self.sql("centra.yaml", "SELECT count(*) AS n FROM orders__shipments WHERE shipped_date IS NULL")
        self.assertGreater(zero[0]["n"], 0)


class Changes(CentraCase):
    def store(self, clock, *flags):
        return self.sandbox(*SMALL, "--clock", clock.isoformat(timespec="seconds"), *flags)

    def test_a_second_run_brings_what_changed(self):
        clock = now() - datetime.timedelta(minutes=40)
        store = self.store(clock)
        config = self.centra_config(store.base_url)
        self.run_ok(config)
        before = self.counts(config)
        store.stop()

        store = self.store(clock, "--drift", "2")
        config = self.centra_config(store.base_url)
        store.forget_requests()
        started = now()
        result = self.run_ok(config)
        for path, name in (("products", "modified"), ("stock", "stock_modified"), ("customers", "modified")):
            for asked in self.asked(store, path):
                since = started - datetime.datetime.strptime(asked[name], FORM)
                self.assertAlmostEqual(since.total_seconds(), 3600, delta=60, msg=path)
        for path in ("orders", "shipments", "returns"):
            for asked in self.asked(store, path):
                since = started - datetime.datetime.strptime(asked["newer_than"], FORM)
                self.assertAlmostEqual(since.total_seconds(), 30 * 86400, delta=60, msg=path)
                self.assertAlmostEqual((datetime.datetime.strptime(asked["older_than"], FORM) - started).total_seconds(), 0, delta=30, msg=path)
        for path in ("supplier-orders", "supplier-deliveries"):
            self.assertEqual(self.asked(store, path), [{}])

        # It says what it added; dlt's lines are the last ones.
        self.assertRegex(result.out, r"(?m)^column products\.\w+: new, ")
        self.assertRegex(result.out, r"(?m)^table orders__\w+: new, \d+ columns, nested in orders$")
        self.assertRegex(result.out.splitlines()[-1], r"^Load package \S+ is LOADED")
        ours, types = self.content(config)
        self.assertEqual({table: len(rows) for table, rows in ours.items()}, self.rows_expected(store, LISTS))
        for table, rows in before.items():
            self.assertGreaterEqual(len(ours[table]), rows, table)
        fresh = ["--destination", "duckdb:///fresh.duckdb", "--pipelines-dir", "fresh"]
        self.run_ok(config, *fresh)
        whole, types_of_whole = self.content(config, *fresh)
        self.assertEqual(types, types_of_whole)
        for table in whole:
            self.assertEqual(ours[table], whole[table], table)

    def test_a_run_that_goes_on_keeps_the_window_it_began_with(self):
        port = ["--port", str(free_port())]
        store = self.store(now(), *port, "--setting", "disabled=returns")
        config = self.centra_config(store.base_url, source="  resources: [orders, returns]")
        self.run_fails(config, says=["403"])
        window = self.asked(store, "orders")[0]["older_than"]
        store.stop()
        between = now()
        store = self.store(now(), *port)
        store.forget_requests()
        self.run_ok(config)
        self.assertEqual(self.asked(store, "orders"), [])
        self.assertEqual(self.asked(store, "returns")[0]["older_than"], window)
        state = json.loads(self.decant("pipeline", "centra_pipeline", "state", "--json").out)
        for resource in state["sources"]["centra_source"]["resources"].values():
            began = resource["incremental"]["run_start"]["last_value"].lstrip("\uf027")
            self.assertLess(datetime.datetime.fromisoformat(began).replace(tzinfo=None), between)

    def test_what_changed_before_the_lookback_is_not_seen_until_it_is_widened(self):
        clock = now() - datetime.timedelta(minutes=40)
        store = self.store(clock)
        config = self.centra_config(store.base_url, source="  resources: [orders]")
        self.run_ok(config)
        store.stop()
        store = self.store(clock, "--drift", "1")
        narrow = self.centra_config(store.base_url, source="  resources: [orders]\n  lookback: 1d")
        self.run_ok(narrow)
        changed = "SELECT count(*) AS n FROM orders WHERE sales_channel IS NOT NULL"
        few = self.sql(narrow, changed)[0]["n"]
        wide = self.centra_config(store.base_url, source="  resources: [orders]\n  lookback: 30d")
        self.run_ok(wide)
        self.assertGreater(self.sql(wide, changed)[0]["n"], few)


class Faults(CentraCase):
    def assertSameAsCalm(self, seed):
        sizes = [*FEW_CUSTOMERS, "--seed", str(seed), "--page-limit", "20"]
        calm = self.sandbox(*sizes)
        source = "  customer: { from: customers }"
        flags = ["--destination", f"duckdb:///calm_{seed}.duckdb", "--pipelines-dir", f"calm_{seed}"]
        config = self.centra_config(calm.base_url, source=source)
        self.run_ok(config, *flags)
        expected = self.content(config, *flags)
        calm.stop()
        stormy = self.sandbox(*sizes, "--chaos", CHAOS)
        config = self.centra_config(stormy.base_url, source=source)
        flags = ["--destination", f"duckdb:///stormy_{seed}.duckdb", "--pipelines-dir", f"stormy_{seed}"]
        self.run_ok(config, *flags)
        struck = [request for request in stormy.requests() if "fault" in request]
        self.assertGreater(len(struck), 0)
        self.assertEqual(self.content(config, *flags), expected)

    def test_a_store_that_fails_now_and_then(self):
        for seed in (3, 11):
            with self.subTest(seed=seed):
                self.assertSameAsCalm(seed)


if __name__ == "__main__":
    unittest.main()
