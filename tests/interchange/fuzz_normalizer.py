#!/usr/bin/env python3
"""Random records through the real dlt and through decant, batch by batch, into folders of JSONL files: whatever is not the same and
not decided (decided.json) fails, with the seed of its batch and the smallest records that show it.

  DECANT_BIN=build/dev/bin/decant tests/interchange/fuzz_normalizer.py --records 20000
"""

import argparse
import json
import sys
import time
import unittest

import compare
from decided import Decided
from interchange import InterchangeCase
from random_records import Batch
from real_dlt import VERSIONS, Dlt

RECORDS_PER_BATCH = 200
OPTIONS = argparse.Namespace(records=2000, seed=1, dlt=VERSIONS[0], shrink=40)


class Refused(Exception):
    """dlt cannot load these records, which is listed as decided."""


class Fuzz(InterchangeCase):
    def test_records_of_random_shape(self):
        decided, failed, refused, number, compared = Decided(), [], 0, 0, 0
        while compared < OPTIONS.records:
            number += 1
            seed = OPTIONS.seed * 1_000_000 + number
            batch = Batch(seed, RECORDS_PER_BATCH)
            try:
                said = self.difference(batch, decided)
                compared += RECORDS_PER_BATCH
            except Refused:
                refused += 1
                self.assertLess(refused, 10 + number, "dlt refuses nearly everything")
                continue
            if said:
                failed.append(f"--- batch {seed}, {self.described(batch)}\n{said}\n{self.smallest(batch, decided) if OPTIONS.shrink else ''}")
        if failed:
            self.fail(f"{len(failed)} batches differ\n" + "\n".join(failed))

    def described(self, batch):
        return f"hints {json.dumps(batch.hints, ensure_ascii=False)}, max_table_nesting {batch.max_table_nesting}"

    def difference(self, batch, decided):
        """In words; empty if there is none."""
        root = self.folder / f"batch-{time.monotonic_ns()}"
        ours, theirs = ("filesystem", root / "decant"), ("filesystem", root / "dlt")
        self.shared = f"work-{root.name}"
        try:
            for part, pages in enumerate(batch.loads):
                if not pages:
                    continue
                self.dlt_load(batch, theirs, root, part, pages)
                self.decant_load(batch, ours, pages)
        except AssertionError as error:
            if decided.stops_dlt(str(error)):
                raise Refused from error
            return str(error)[-2000:]
        return self.compared(ours, theirs, decided)

    def compared(self, ours, theirs, decided):
        mine, my_schema = compare.read_files(ours[1] / "data")
        their, their_schema = compare.read_files(theirs[1] / "data")
        said = compare.difference(*(decided.spelled(compare.linked(tables, in_order=True, by_position=True)) for tables in (mine, their)))
        wrong = compare.wrong_nested_ids(mine)
        if wrong:
            said += f"\nnested ids: {wrong[:2]}"
        if not said:
            said = "\n".join(compare.document_difference(*(compare.without_descriptions(schema) for schema in (my_schema, their_schema))))
        return said

    def dlt_load(self, batch, theirs, root, part, pages):
        file = root.with_suffix(f".{part}.jsonl")
        file.write_text("".join(json.dumps(page) + "\n" for page in pages))
        hints = dict(batch.hints)
        if batch.max_table_nesting is not None:
            hints["max_table_nesting"] = batch.max_table_nesting
        Dlt.of(OPTIONS.dlt).ask("records", folder=str(self.folder), pipeline="fuzz", pipelines_dir=str(self.work("") / "dlt"), dataset="data",
                                destination="filesystem", path=str(theirs[1]), resources={"t": {"file": str(file), "hints": hints}})

    def decant_load(self, batch, ours, pages):
        self.pages["t"] = pages
        resource = dict(batch.hints)
        if batch.max_table_nesting is not None:
            resource["max_table_nesting"] = batch.max_table_nesting
        self.decant_loads(self.rest({"t": resource}), ours, pipeline="fuzz")

    def smallest(self, batch, decided):
        """Fewer records that still differ, found by leaving some out."""
        records = [(load, record) for load, pages in enumerate(batch.loads) for page in pages for record in page]
        tries, size = OPTIONS.shrink, max(1, len(records) // 2)
        while tries > 0 and size >= 1:
            for start in range(0, len(records), size):
                kept = records[:start] + records[start + size:]
                tries -= 1
                if kept and self.differs(self.of(batch, kept), decided):
                    records = kept
                    break
                if tries <= 0:
                    break
            else:
                size //= 2
        said = self.difference(self.of(batch, records), decided)
        return "smallest: " + "\n  ".join(json.dumps(r, ensure_ascii=False) for r in records[:5]) + f"\n{said}"

    def differs(self, batch, decided):
        try:
            return self.difference(batch, decided)
        except Refused:
            return ""

    @staticmethod
    def of(batch, records):
        part = Batch.__new__(Batch)
        part.hints, part.max_table_nesting = batch.hints, batch.max_table_nesting
        part.loads = [[[record for load, record in records if load == number]] for number in range(len(batch.loads))]
        part.loads = [[page for page in pages if page] for pages in part.loads]
        return part


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=OPTIONS.records)
    parser.add_argument("--seed", type=int, default=OPTIONS.seed)
    parser.add_argument("--dlt", choices=VERSIONS, default=OPTIONS.dlt)
    parser.add_argument("--shrink", type=int, default=OPTIONS.shrink, help="tries to find fewer records; 0: none")
    OPTIONS = parser.parse_args()
    unittest.main(argv=sys.argv[:1])
