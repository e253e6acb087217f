"""Answers of servers that are not what was agreed: the right exit code, one clear line with a hint, and nothing half done."""

import json
import signal
import time
import unittest

from harness import Case, free_port


def items(*records):
    return json.dumps({"items": list(records)})


class BadAnswers(Case):
    """Each answer is met twice: by a first run, which must leave no table, and by a run after a good one, which must change
    nothing."""

    def fails(self, body, *says, status=200, headers=None, more="", code=1):
        api = self.serve(body, status, headers)
        config = self.rest_config(api.base_url, more=more)
        result = self.run_fails(config, code=code, says=says)
        self.assertNothingLoaded(config)
        return result

    def test_a_host_that_does_not_resolve(self):
        config = self.rest_config("http://no-such-host.invalid")
        self.run_fails(config, says=["no-such-host.invalid"])
        self.assertNothingLoaded(config)

    def test_nobody_listens(self):
        port = free_port()
        config = self.rest_config(f"http://127.0.0.1:{port}")
        self.run_fails(config, says=[f"127.0.0.1:{port}"])
        self.assertNothingLoaded(config)

    def test_html_where_json_is_due(self):
        self.fails("<!doctype html><title>Maintenance</title>", "items", headers={"Content-Type": "text/html"})

    def test_a_body_cut_short(self):
        body = items(*({"id": i} for i in range(50)))
        self.fails(body[: len(body) // 2], headers={"Content-Length": str(len(body))})

    def test_json_cut_short(self):
        self.fails(items({"id": 1})[:-4])

    def test_invalid_utf8(self):
        self.fails(b'{"items": [{"id": 1, "name": "\xff\xfe"}]}')

    def test_an_error_status(self):
        self.fails('{"message": "gone"}', "410", status=410)

    def test_a_selector_that_is_not_in_the_body(self):
        self.fails(json.dumps({"rows": [{"id": 1}], "total": 1}), "items", "rows", more="  strict: true\n")

    def test_a_selector_that_is_not_in_the_body_is_suspicious_in_the_way_of_dlt(self):
        api = self.serve(json.dumps({"rows": [{"id": 1}], "total": 1}))
        done = self.decant("run", self.rest_config(api.base_url), "--json", code=4)
        report = json.loads(done.out)
        self.assertTrue(report["suspicious"])
        self.assertEqual([note["doubtful"] for note in report["notes"]], [True])
        self.assertIn("warning: items: ", done.err)

    def test_a_bad_answer_after_a_good_run_changes_nothing(self):
        answers = [items({"id": 1, "tags": ["a", "b"]})]
        api = self.server(lambda _: (200, {}, answers[-1].encode()))
        config = self.rest_config(api.base_url)
        self.run_ok(config)
        for bad in ("<html>", items({"id": 2})[:-1], '{"items": [{"id": 1}, '):
            answers.append(bad)
            with self.unchanged(config):
                self.run_fails(config)

    def test_a_second_page_that_fails_loads_nothing_of_the_first(self):
        def answer(path):
            return (200, {}, items({"id": 1}).encode()) if "page=1" in path else (500, {}, b"{}")

        api = self.server(answer)
        config = self.write(
            "shop.yaml",
            "pipeline: { name: shop, destination: duckdb, dataset: shop_data }\nsource:\n  type: rest_api\n"
            f"  client: {{ base_url: \"{api.base_url}\", paginator: {{ type: page_number, base_page: 1, total_path: null, maximum_page: 5 }} }}\n"
            "  resources:\n    - { name: items, endpoint: { path: items, data_selector: items } }\n",
        )
        self.run_fails(config, says=["500"])
        self.assertNothingLoaded(config)


class OddAnswers(Case):
    """Answers that are odd but right: nothing is lost and nothing crashes."""

    def load(self, *records):
        api = self.serve(items(*records))
        config = self.rest_config(api.base_url)
        self.run_ok(config)
        return config

    def refused(self, record, *says):
        """A record beyond a stated bound: refused with advice, and nothing of its page is loaded."""
        api = self.serve(items({"id": 1}, record))
        config = self.rest_config(api.base_url)
        self.run_fails(config, says=says)
        self.assertNothingLoaded(config)
        return api

    def test_fifty_levels_of_nesting(self):
        value = 7
        for _ in range(50):
            value = {"a": value}
        api = self.refused({"id": 2, "deep": value}, "40 levels", "max_table_nesting")
        config = self.rest_config(api.base_url, "{ name: items, max_table_nesting: 2, endpoint: { path: items, data_selector: items } }")
        self.run_ok(config)
        self.assertEqual(self.count(config, "items"), 2)

    def test_fifty_levels_of_lists(self):
        value = 7
        for _ in range(50):
            value = [value]
        self.refused({"id": 2, "deep": value}, "max_table_nesting")

    def test_nesting_without_end_is_refused(self):
        api = self.serve('{"items": [' + '{"a":' * 5000 + "1" + "}" * 5000 + "]}")
        config = self.rest_config(api.base_url)
        self.run_fails(config)
        self.assertNothingLoaded(config)

    def test_a_key_of_ten_thousand_characters(self):
        self.refused({"id": 2, "k" * 10_000: 5}, "10000 bytes")

    def test_a_key_of_a_thousand_characters(self):
        config = self.load({"id": 1, "k" * 1000: 5})
        row = self.sql(config, "SELECT * FROM items")[0]
        self.assertEqual([value for name, value in row.items() if name.startswith("kkk")], [5])

    def test_keys_and_texts_of_every_kind(self):
        config = self.load({"id": 1, "": "blank", "ключ": "да", "a b": "\u0000x", "SELECT": "\"';--", "emoji": "🙂"})
        self.assertEqual(self.count(config, "items"), 1)

    def test_types_that_change(self):
        config = self.load({"id": 1, "v": 1}, {"id": 2, "v": "x"}, {"id": 3, "v": 2.5}, {"id": 4, "v": {"a": 1}}, {"id": 5, "v": [1]},
                           {"id": 6, "v": None}, {"id": 7, "v": 2**70})
        self.assertEqual(self.count(config, "items"), 7)

    def test_no_records_at_all(self):
        api = self.serve(items())
        config = self.rest_config(api.base_url)
        self.run_ok(config)

    def test_the_same_answer_for_ever_is_no_endless_run(self):
        api = self.serve(items({"id": 1}))
        config = self.write(
            "shop.yaml",
            "pipeline: { name: shop, destination: duckdb, dataset: shop_data }\nsource:\n  type: rest_api\n"
            f"  client: {{ base_url: \"{api.base_url}\", paginator: {{ type: page_number, base_page: 1, total_path: null }} }}\n"
            "  resources:\n    - { name: items, endpoint: { path: items, data_selector: items } }\n",
        )
        self.run_fails(config)
        self.assertNothingLoaded(config)


class Retries(Case):
    def test_a_server_that_recovers(self):
        answers = [(500, b"{}"), (503, b"{}"), (200, items({"id": 1}).encode())]
        api = self.server(lambda _: (lambda a: (a[0], {}, a[1]))(answers.pop(0) if len(answers) > 1 else answers[0]))
        config = self.rest_config(api.base_url)
        result = self.decant("run", config, "--progress", "log")
        self.assertIn("2 retries", result.err)
        self.assertEqual(self.count(config, "items"), 1)


class Interrupted(Case):
    def test_ctrl_c_during_a_stalled_answer(self):
        for signum in (signal.SIGINT, signal.SIGTERM):
            api = self.server(lambda _: None)
            config = self.rest_config(api.base_url)
            process = self.start("run", config)
            while not api.paths:
                self.assertIsNone(process.poll(), "the run ended")
                time.sleep(0.01)
            time.sleep(0.1)
            began = time.monotonic()
            process.send_signal(signum)
            out, err = process.communicate(timeout=20)
            self.assertLess(time.monotonic() - began, 1.0)
            self.assertEqual(process.returncode, 130, err)
            self.assertNotIn("Load package", out)
            self.assertNothingLoaded(config)

    def test_an_interrupted_run_goes_on(self):
        store = self.sandbox("--orders", "400", "--latency", "100ms")
        config = self.centra_config(store.base_url, source="  page_size: 50")
        process = self.start("run", config, "--resources", "orders")
        while len(store.requests()) < 3:
            self.assertIsNone(process.poll(), "the run ended")
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130)
        self.run_ok(config, "--resources", "orders")
        self.assertEqual(self.count(config, "orders"), 400)


if __name__ == "__main__":
    unittest.main()
