"""What a torture run loads: an API whose data changes from one generation to the next, and the pipeline file for it. One resource
for each way in which a load could lose or double rows."""

import json

PAGE = 20


def merge(strategy=None, **more):
    return {"write_disposition": {"disposition": "merge", "strategy": strategy, **more} if strategy else "merge"}


def behind(cursor, **more):
    return {"endpoint": {"incremental": {"cursor_path": cursor, "initial_value": 0, **more}}}


DELETED = {"columns": {"gone": {"data_type": "bool", "hard_delete": True}}}
RESOURCES = {
    # append, guarded by a cursor: a row that is loaded twice, or left out, shows
    "events": {"primary_key": "id", **behind("at", row_order="asc")},
    # append without any guard: every load that counts has brought all of it, once
    "notes": {},
    # replace, with a nested table
    "prices": {"write_disposition": "replace"},
    # merge by delete-insert, with two levels of nested lists that grow and shrink, keys that come several times, and deleted ones
    "orders": {"primary_key": "id", **merge(), "columns": {**DELETED["columns"], "version": {"data_type": "bigint", "dedup_sort": "desc"}}},
    # merge behind a cursor
    "people": {"primary_key": "id", **merge(), **behind("changed")},
}
NESTED = ["prices__tiers", "orders__lines", "orders__lines__taxes"]
# What only a destination that merges can hold.
MERGED = {
    # upsert behind a cursor: what tells that an unknown key is deleted is kept, so that it shows if a load comes twice
    "accounts": {"primary_key": "id", **merge("upsert"), **behind("changed"), **DELETED},
    # insert-only: the first that came of a key stays, lists of known keys grow
    "firsts": {"primary_key": "id", **merge("insert-only")},
    # history of all, with a primary key beside it, and two levels of nested lists
    "contracts": {"primary_key": "id", **merge("scd2")},
    # history of the days that a load brings, behind a cursor
    "shifts": {"merge_key": "day", **merge("scd2", active_record_timestamp="9999-12-31"), **behind("changed")},
}
MERGED_NESTED = ["accounts__cards", "firsts__tags", "contracts__parts", "contracts__parts__dates"]
VALIDITY = ("_dlt_valid_from", "_dlt_valid_to")
DLTS = ["_dlt_loads", "_dlt_version", "_dlt_pipeline_state"]


def resources(merges):
    """Name -> hints of what is loaded; all of it where the destination can merge."""
    return {**RESOURCES, **MERGED} if merges else RESOURCES


def tables(merges):
    """Names of all tables with data."""
    return [*resources(merges), *NESTED, *(MERGED_NESTED if merges else [])]


def order(number, generation, version=0):
    lines = [{"sku": f"s{number}-{i}", "amount": i + generation, "taxes": [{"rate": 25 - j} for j in range((number + i + generation) % 3)]}
             for i in range((number * 7 + generation * 2 + version) % 4)]
    return {"id": number, "version": version, "total": number * 10 + generation, "gone": generation == 1 and number % 5 == 0, "lines": lines}


def orders(number):
    if number == 0:
        return [order(i, 0) for i in range(40)]
    return [order(i, number, version) for i in range(25, 55) for version in ((1, 2, 0) if i % 10 in (1, 5) else (0,))]


def account(key, changed, generation):
    cards = [{"n": n, "kind": f"c{(key + generation) % 3}"} for n in range((key + 2 * generation) % 3)]
    return {"id": key, "changed": changed, "owner": f"a{key} at {changed}", "gone": generation == 1 and key % 4 == 0, "cards": cards,
            **({"level": key % 5} if generation else {})}  # a column that is new then


def accounts(number):
    first = [account(i, i % 5, 0) for i in range(16)]
    if number == 0:
        return first
    return first[10:] + [account(i, 10 + twice, number) for i in range(0, 24, 2) for twice in range(2 if i % 6 == 0 else 1)]


def contract(key, generation):
    """A third stays as it is, a third changes itself, of a third only what is nested in it."""
    of, within = generation if key % 3 == 1 else 0, generation if key % 3 == 2 else 0
    return {"id": key, "holder": f"h{key} of {of}", "parts": [{"part": p, "dates": [{"on": p + d + within} for d in range((key + p) % 3)]} for p in range(1 + (key + within) % 3)]}


def generation(number):
    """Resource -> all records that the API has then."""
    events = 45 + 38 * number
    return {
        # several events share a time, also the one where the generation before ended
        "events": [{"id": i, "at": i // 4 if i < 45 else (i + 2) // 4, "kind": "k" * (i % 3)} for i in range(events)],
        "notes": [{"text": f"note {i} of {number}"} for i in range(7 + number)],
        "prices": [{"sku": f"s{i}", "price": i + number, "tiers": [{"from": t, "price": i - t} for t in range(i % 3)], **({"unit": "kg"} if number else {})}
                   for i in range(50 - 8 * number)],
        "orders": orders(number),
        "people": [{"id": i, "changed": i % 9 + (10 * number if i % 3 == 0 else 0), "name": f"p{i} in {number if i % 3 == 0 else 0}"} for i in range(30 + 6 * number)],
        "accounts": accounts(number),
        "firsts": [{"id": i, "by": number, "tags": [{"tag": f"t{t} of {n}"} for t in range((i + number + n) % 4)]}
                   for i in range(10 * number, 14 + 8 * number) for n in range(2 if i % 7 == 3 else 1)],
        "contracts": [contract(i, number) for i in range(6 * number, 18 + 4 * number)],
        "shifts": [{"day": day, "who": f"w{who}", "changed": 0} for day in range(8) for who in range(1 + day % 2)]
                  + [{"day": day, "who": f"w{who + day % 3}", "changed": 10} for day in range(5, 10) for who in range(2) if number],
    }


class World:
    """The pages of the present generation, and those that are `always` there: (path, page) -> body. `answer` is what a server gives."""

    def __init__(self):
        self.always = {}
        self.move_to(0)

    def move_to(self, number):
        self.number, self.pages = number, {}
        for resource, records in generation(number).items():
            for first in range(0, len(records) + PAGE, PAGE):
                self.pages[f"/{resource}", first // PAGE] = json.dumps(records[first : first + PAGE]).encode()

    def answer(self, path):
        place, _, query = path.partition("?")
        page = next((int(part[5:]) for part in query.split("&") if part.startswith("page=")), 0)
        return 200, {}, self.pages.get((place, page)) or self.always.get((place, page), b"[]")


def config(base_url, merges=True, file_format=None):
    """A pipeline file; the destination is given as a flag. Where it cannot merge, orders are replaced and people
    appended."""
    paging = {"type": "page_number", "base_page": 0, "total_path": None}
    listed = []
    for name, hints in resources(merges).items():
        endpoint = {"path": name, "data_selector": "$", **hints.get("endpoint", {})}
        disposition = hints.get("write_disposition", "append")
        if disposition == "merge" and not merges:
            disposition = "append" if "endpoint" in hints else "replace"
        listed.append({"name": name, **hints, "write_disposition": disposition, "endpoint": endpoint})
    return json.dumps({
        "pipeline": {"name": "torture", "dataset": "data", **({"file_format": file_format} if file_format else {})},
        "source": {"type": "rest_api", "client": {"base_url": base_url, "paginator": paging}, "resources": listed},
    })
