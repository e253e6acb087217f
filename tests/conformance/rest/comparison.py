"""What a run must be, and what it was: each function returns the differences as lines of text, none if they agree."""

import json


def text(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def same(a, b):
    """Equality of JSON values that tells 1 from 1.0 and from true."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def one_by_one(what, wanted, got):
    """Differences of two lists, by position."""
    if same(wanted, got):
        return []
    lines = [f"{what}: {len(wanted)} expected, {len(got)} seen"]
    for at in range(max(len(wanted), len(got))):
        a, b = wanted[at : at + 1], got[at : at + 1]
        if not same(a, b):
            lines += [f"  {at}: expected {text(a[0]) if a else 'none'}", f"  {at}: seen     {text(b[0]) if b else 'none'}"]
    return lines


def requests(wanted, got, in_order):
    """In order, or as multiset in which the requests of one path stay in order."""
    if in_order:
        return one_by_one("requests", wanted, got)
    by_path = lambda entry: (entry["path"], entry["method"])
    return one_by_one("requests", sorted(wanted, key=by_path), sorted(got, key=by_path))


def rows(wanted, got):
    """Rows of each resource, in order: the order is the same on any number of threads."""
    lines = []
    for resource in sorted(wanted.keys() | got.keys()):
        if resource not in got:
            lines.append(f"rows of {resource}: {len(wanted[resource])} expected, the resource emitted no page")
        elif resource not in wanted:
            lines.append(f"rows of {resource}: no page expected, seen {text(got[resource])}")
        else:
            lines += one_by_one(f"rows of {resource}", wanted[resource], got[resource])
    return lines


def comparable_state(state):
    """The state with each list of boundary hashes as a sorted one."""
    if isinstance(state, dict):
        sets = {"unique_hashes"}
        return {key: sorted(value) if key in sets else comparable_state(value) for key, value in state.items()}
    return state


def state(wanted, got):
    wanted, got = comparable_state(wanted), comparable_state(got)
    return [] if same(wanted, got) else [f"state: expected {text(wanted)}", f"state: seen     {text(got)}"]


def delays(wanted, got):
    close = len(wanted) == len(got) and all(abs(a - b) < 0.05 for a, b in zip(wanted, got))
    return [] if close else [f"pauses: expected {wanted}, seen {got}"]


# What loading adds to a table whose hints say nothing of it.
ADDED_TO_COLUMN = {"data_type", "nullable", "x-normalizer", "precision", "timezone"}
ADDED_TO_TABLE = {"x-normalizer", "description"}


def column(where, wanted, got):
    if got is None:
        return [f"{where}: missing"]
    got = {key: value for key, value in got.items() if key in wanted or key not in ADDED_TO_COLUMN}
    return [] if same(wanted, got) else [f"{where}: expected {text(wanted)}, seen {text(got)}"]


def table(resource, wanted, got):
    """The hints of a resource in the stored schema: each as it is, the columns in order; rows may have added to it."""
    if got is None:
        return [f"table {wanted['name']} of {resource}: missing"]
    lines = []
    order = [name for name in got["columns"] if name in wanted["columns"]]
    if order != list(wanted["columns"]):
        lines.append(f"columns of {wanted['name']}: expected in order {list(wanted['columns'])}, seen {order}")
    for name, hints in wanted["columns"].items():
        lines += column(f"column {wanted['name']}.{name}", hints, got["columns"].get(name))
    for key in sorted((wanted.keys() | got.keys()) - {"columns"}):
        if key in wanted and key == "x-normalizer":
            good = wanted[key].items() <= got.get(key, {}).items()
        else:
            good = key in got and key in wanted and same(wanted[key], got[key]) or key not in wanted and key in ADDED_TO_TABLE
        if not good:
            lines.append(f"table {wanted['name']}: {key}: expected {text(wanted.get(key))}, seen {text(got.get(key))}")
    return lines


# dlt's kinds of error, and how decant reports each: exit code, and the kinds that its JSON may say.
ERRORS = {
    "config_validation": (2, {"config"}),
    "config_value": (2, {"config"}),
    "config_missing": (2, {"config"}),
    "dependency_cycle": (2, {"config"}),
    "jsonpath_syntax": (2, {"config"}),
    "http_status": (1, {"source_data", "auth", "rate_limit", "network"}),
    "invalid_json": (1, {"source_data"}),
    "invalid_url": (1, {"source_data"}),
    "extract_value": (1, {"source_data"}),
    "cursor_missing": (1, {"source_data"}),
    "cursor_null": (1, {"source_data"}),
    "cursor_type_mismatch": (1, {"source_data"}),
    "cursor_not_a_date": (1, {"source_data"}),
    "primary_key_missing": (1, {"source_data"}),
    "scheduler_join": (1, {"source_data"}),
    "scheduler_interval_missing": (2, {"config"}),
}

# dlt finds these while it extracts, but they lie in the configuration alone: decant reads all of it before it asks for
# anything, and says so at once, as an error of configuration.
SEEN_EARLIER = {"invalid_header", "not_implemented", "config_value", "extract_value"}


def reported(error):
    """All that the user reads of an error."""
    return "\n".join([error["message"], *error.get("context", []), error.get("hint", ""), error.get("url", "")])


def error(wanted, code, document, asked):
    """`document` is what `--json` printed; `asked` tells whether the case makes requests before the error."""
    got = document.get("error") if isinstance(document, dict) else None
    if got is None:
        return [f"error: expected {wanted['kind']}, the run ended with exit code {code} and no error"]
    wanted_code, kinds = ERRORS.get(wanted["kind"], (1, set()))
    if wanted["stage"] == "extract" and not asked and wanted["kind"] in SEEN_EARLIER:
        wanted_code, kinds = 2, {"config"}
    said = reported(got)
    lines = []
    if code != wanted_code:
        lines.append(f"exit code: expected {wanted_code}, seen {code}: {said}")
    if got["kind"] not in kinds:
        lines.append(f"error kind: {wanted['kind']} should be one of {sorted(kinds)}, seen {got['kind']}: {said}")
    if wanted["kind"] == "http_status" and str(got.get("http_status")) not in wanted["contains"]:
        lines.append(f"error: http_status expected in {wanted['contains']}, seen {got.get('http_status')}: {said}")
    lines += [f"error: lacks `{part}`: {said}" for part in wanted["contains"] if part not in said]
    lines += [f"error: must not say `{part}`: {said}" for part in wanted.get("not_contains", []) if part in said]
    return lines
