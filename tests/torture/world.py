"""What a torture run loads: an API whose data changes from one generation to the next, and the pipeline file for it. One resource
for each way in which a load could lose or double rows."""

import json

PAGE = 20
RESOURCES = {
    # append, guarded by a cursor: a row that is loaded twice, or left out, shows
    "events": {"primary_key": "id", "endpoint": {"incremental": {"cursor_path": "at", "initial_value": 0, "row_order": "asc"}}},
    # append without any guard: every load that counts has brought all of it, once
    "notes": {},
    # replace, with a nested table
    "prices": {"write_disposition": "replace"},
    # merge, with two levels of nested lists that grow and shrink
    "orders": {"write_disposition": "merge", "primary_key": "id"},
    # merge behind a cursor
    "people": {"write_disposition": "merge", "primary_key": "id", "endpoint": {"incremental": {"cursor_path": "changed", "initial_value": 0}}},
}
NESTED = ["prices__tiers", "orders__lines", "orders__lines__taxes"]
TABLES = [*RESOURCES, *NESTED]
DLTS = ["_dlt_loads", "_dlt_version", "_dlt_pipeline_state"]


def order(number, generation):
    lines = [{"sku": f"s{number}-{i}", "amount": i + generation, "taxes": [{"rate": 25 - j} for j in range((number + i + generation) % 3)]}
             for i in range((number * 7 + generation * 2) % 4)]
    return {"id": number, "total": number * 10 + generation, "lines": lines}


def generation(number):
    """Resource -> all records that the API has then."""
    events = 45 + 38 * number
    return {
        # several events share a time, also the one where the generation before ended
        "events": [{"id": i, "at": i // 4 if i < 45 else (i + 2) // 4, "kind": "k" * (i % 3)} for i in range(events)],
        "notes": [{"text": f"note {i} of {number}"} for i in range(7 + number)],
        "prices": [{"sku": f"s{i}", "price": i + number, "tiers": [{"from": t, "price": i - t} for t in range(i % 3)]} for i in range(50 - 8 * number)],
        "orders": [order(i, 0) for i in range(40)] if number == 0 else [order(i, number) for i in range(25, 55)],
        "people": [{"id": i, "changed": i % 9 + (10 * number if i % 3 == 0 else 0), "name": f"p{i} in {number if i % 3 == 0 else 0}"} for i in range(30 + 6 * number)],
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
    resources = []
    for name, hints in RESOURCES.items():
        endpoint = {"path": name, "data_selector": "$", **hints.get("endpoint", {})}
        disposition = hints.get("write_disposition", "append")
        if disposition == "merge" and not merges:
            disposition = "append" if "endpoint" in hints else "replace"
        resources.append({"name": name, **hints, "write_disposition": disposition, "endpoint": endpoint})
    return json.dumps({
        "pipeline": {"name": "torture", "dataset": "data", **({"file_format": file_format} if file_format else {})},
        "source": {"type": "rest_api", "client": {"base_url": base_url, "paginator": paging}, "resources": resources},
    })
