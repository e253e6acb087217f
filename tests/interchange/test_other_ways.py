"""Records of random shape through decant: cut into other pages, bodies sent in other chunks, with so little memory that batches
spill, and with more threads. The tables are the same, row for row and in the same order."""

import json
import random
import unittest

import compare
from interchange import InterchangeCase
from random_records import Shape

RECORDS = 4000
PADDING = "p" * 2000  # so that 16 MiB of memory do not hold them


class OtherWays(InterchangeCase):
    def serve_pages(self, records, size):
        for name, made in records.items():
            self.pages[name] = [json.dumps(made[start:start + size]) for start in range(0, len(made), size)]

    def test_tables_do_not_depend_on_how_records_came(self):
        rng = random.Random(7)
        records = {}
        for name, count in (("few", 40), ("many", RECORDS), ("more", RECORDS // 4)):
            shape = Shape(rng, steady=True)
            records[name] = [{**shape.record(), "pad": PADDING} for _ in range(count)]
        config = self.rest({name: {} for name in records})
        found = []
        ways = ((RECORDS, None, ()), (RECORDS, 777, ("--memory", "16MiB")), (61, None, ("--memory", "16MiB", "--concurrency", "4")),
                (7, 1009, ("--concurrency", "2")))
        for size, chunk, flags in ways:
            self.serve_pages(records, size)
            self.api.chunk = chunk
            place = self.place(f"pages-of-{size}-{chunk}", "filesystem")
            self.forget_working_folders()
            self.decant_loads(config, place, flags=flags)
            tables, schema = compare.read_files(place[1] / "data")
            found.append((compare.linked(tables, in_order=True), compare.without_descriptions(schema)))
        for tables, schema in found[1:]:
            said = compare.difference(tables, found[0][0])
            self.assertEqual(said, "", f"\n{said}")
            self.assertSameSchema(schema, found[0][1])


if __name__ == "__main__":
    unittest.main()
