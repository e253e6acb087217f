"""kill -9 at each durable step: the next run finishes what was begun. Nothing is lost, nothing is there twice, and no page that
the log held is asked for again."""

import collections
import json
import signal
import unittest

from harness import HAS_FAULTS, Case

FLAGS = ["--orders", "350", "--customers", "90", "--products", "60", "--stock", "60"]
PAGES = "  page_size: 50"
POINTS = [
    "package.body_written:kill:1",
    "package.body_written:kill:4",
    "package.page_written:kill:1",
    "package.page_written:kill:3",
    "package.page_written:kill:9",
    "pipeline.page_normalized:kill:2",
    "package.before_seal:kill",
    "package.after_seal:kill",
    "package.before_seal:1000,publish.opened:kill",
    "pipeline.before_publish:kill",
    "publish.after_table:kill:2",
    "publish.before_commit:kill",
    "publish.after_commit:kill",
    "pipeline.after_publish:kill",
]


def linked(rows_of):
    """Tables without ids that differ from run to run; a nested row instead names its parent's content."""
    tables, content = {}, {}

    def text(table, row):
        fields = {k: v for k, v in row.items() if k not in ("_dlt_id", "_dlt_load_id", "_dlt_parent_id", "_dlt_root_id")}
        parent = content.get(row["_dlt_parent_id"], "none") if "_dlt_parent_id" in row else None
        return json.dumps([fields, parent], sort_keys=True)

    # A nested table's name is its parent's with a suffix, so parents come first.
    for table in sorted(rows_of):
        tables[table] = collections.Counter()
        for row in rows_of[table]:
            said = text(table, row)
            content[row["_dlt_id"]] = said
            tables[table][said] += 1
    return tables


def full_path(request):
    return f"{request['path']}?{request['query']}"


@unittest.skipUnless(HAS_FAULTS, "built without fault points")
class Killed(Case):
    def data_of(self, config):
        return linked(self.rows_of_tables(config, [name for name in self.tables(config) if not name.startswith("_dlt")]))

    undisturbed = None  # what a run leaves that nothing disturbs; the store is the same in all tests

    def wanted(self, store):
        if Killed.undisturbed is None:
            config = self.centra_config(store.base_url, name="calm.yaml", source=PAGES)
            config.write_text(config.read_text().replace("centra_pipeline", "calm"))
            self.run_ok(config)
            store.forget_requests()
            Killed.undisturbed = self.data_of(config)
        return Killed.undisturbed

    def check(self, point, again=()):
        """A run that dies at `point`, runs that die at `again`, and one that lives."""
        store = self.sandbox(*FLAGS)
        wanted = self.wanted(store)
        config = self.centra_config(store.base_url, source=PAGES)
        held = set()
        for fault in (point, *again):
            asked_before = len(store.requests())
            killed = self.decant("run", config, environment={"DECANT_FAULT": fault}, code=None)
            self.assertEqual(killed.code, -signal.SIGKILL, f"{fault} was never reached: {killed}")
            self.assertNoneAskedAgain(held, store, asked_before)
            held = self.requests_held(store)
        if "before_" in point or "after_table" in point or "written" in point:
            self.assertNothingLoaded(config)
        asked_before = len(store.requests())
        self.run_ok(config)
        self.assertNoneAskedAgain(held, store, asked_before)
        self.assertEqual(self.data_of(config), wanted)
        self.assertEqual(self.count(config, "(SELECT load_id FROM _dlt_loads GROUP BY ALL HAVING count(*) > 1)"), 0)

    def requests_held(self, store):
        """The requests whose pages are in the log of the interrupted extract; none if no extract was interrupted."""
        summary = self.decant("package", "centra_pipeline", "--json", code=None)
        package = json.loads(summary.out) if summary.code == 0 else {}
        if package.get("state") != "extracting":
            return set()  # a sealed package is loaded as it is, and the run after it fetches for a package of its own
        asked = collections.defaultdict(dict)  # a resource's pages are asked for one after the other: page N is request N
        for request in store.requests():
            asked[request["path"].rpartition("/")[2]][full_path(request)] = None
        return {one for held in package["resources"] for one in list(asked[held["resource"]])[: held["pages"]]}

    def assertNoneAskedAgain(self, held, store, asked_before):
        self.assertEqual(held.intersection(map(full_path, store.requests()[asked_before:])), set())

    def test_two_deaths_in_a_row(self):
        self.check("package.page_written:kill:2", again=["package.page_written:kill:3", "publish.before_commit:kill"])


def add_test(point):
    name = "test_" + point.replace(".", "_").replace(":", "_")
    setattr(Killed, name, lambda self: self.check(point))


for fault_point in POINTS:
    add_test(fault_point)


@unittest.skipUnless(HAS_FAULTS, "built without fault points")
class Failed(Case):
    def test_a_step_that_fails_leaves_nothing_half_done(self):
        store = self.sandbox(*FLAGS)
        config = self.centra_config(store.base_url, source=PAGES)
        for point in ("package.page_written:fail:2", "package.before_seal:fail", "publish.after_table:fail:2", "publish.before_commit:fail"):
            self.decant("run", config, environment={"DECANT_FAULT": point}, code=1)
            self.assertNothingLoaded(config)
        self.run_ok(config)
        self.assertEqual(self.count(config, "orders"), 350)


if __name__ == "__main__":
    unittest.main()
