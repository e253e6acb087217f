"""Two datasets are the same if their tables, columns and rows are, whatever their ids: what differs from run to run is replaced
by what it stands for. A load id becomes the load's number, a row id goes, a link to a parent becomes what the parent is."""

import base64
import gzip
import hashlib
import json

OWN_IDS = {"_dlt_id", "_dlt_parent_id", "_dlt_root_id"}
LINKS = ("_dlt_parent_id", "_dlt_root_id")
SYSTEM = ("_dlt_loads", "_dlt_version", "_dlt_pipeline_state")


def row_id(text):
    """dlt's formula of nested row ids."""
    return base64.b64encode(hashlib.shake_128(text.encode()).digest(10)).decode().rstrip("=")


def read_files(dataset):
    """The tables of a folder of JSONL files, in the form of dlt_worker's dump; columns are those of the schema."""
    tables = {}
    documents = sorted(dataset.glob("_dlt_version/*.jsonl"), key=lambda path: path.stem.rsplit("__", 2)[1])
    schema = json.loads(json.loads(documents[-1].read_text())["schema"])
    for name, table in schema["tables"].items():
        columns = [[c["name"], c["data_type"], c.get("nullable", True)] for c in table["columns"].values() if "data_type" in c]
        rows = []
        for file in sorted(dataset.glob(f"{name}/*.jsonl*")):
            bytes_ = file.read_bytes()
            text = gzip.decompress(bytes_) if bytes_[:2] == b"\x1f\x8b" else bytes_
            rows += [json.loads(line) for line in text.splitlines()]
        if rows:
            tables[name] = {"columns": columns, "rows": rows}
    return tables, schema


def linked(tables, in_order=False, by_position=False):
    """The tables of data with their rows as texts, sorted, or in the order in which they lie there. A link to a parent becomes the
    parent's content, or its position in its table where that is the same too: then one row that differs is not many."""
    loads = sorted({row["load_id"] for row in tables.get("_dlt_loads", {"rows": []})["rows"]})
    content, result = {}, {}
    # A nested table's name is its parent's with a suffix, so parents come first.
    for name in sorted(tables):
        if name in SYSTEM:
            continue
        rows = []
        for row in tables[name]["rows"]:
            said = {key: value for key, value in row.items() if key not in OWN_IDS and value is not None}
            if "_dlt_load_id" in said:
                said["_dlt_load_id"] = loads.index(said["_dlt_load_id"]) if said["_dlt_load_id"] in loads else "unknown"
            for link in LINKS:
                if link in row:
                    said[link] = content.get(row[link], "no such row")
            text = json.dumps(said, sort_keys=True, ensure_ascii=False)
            if "_dlt_id" in row:
                content[row["_dlt_id"]] = f"{name} {len(rows)}" if by_position else hashlib.sha256(text.encode()).hexdigest()
            rows.append(text)
        result[name] = {"columns": tables[name]["columns"], "rows": rows if in_order else sorted(rows)}
    return result


def wrong_nested_ids(tables):
    """Rows whose id is not that of dlt's formula."""
    wrong = []
    for name, table in tables.items():
        for row in table["rows"]:
            if "_dlt_list_idx" not in row or "_dlt_parent_id" not in row:
                continue
            wanted = row_id(f"{row['_dlt_parent_id']}_{name}_{row['_dlt_list_idx']}")
            if row.get("_dlt_id") != wanted:
                wrong.append((name, row, wanted))
    return wrong


def without_descriptions(schema):
    """A schema document as dlt 1.26 writes it: what 1.31 adds is left out, and with it the hashes."""
    schema = json.loads(json.dumps(schema))
    for key in ("version", "version_hash", "previous_hashes"):
        schema.pop(key, None)
    for table in schema["tables"].values():
        for column in table["columns"].values():
            column.pop("description", None)
    return schema


def document_difference(ours, theirs, path=""):
    """Where two JSON documents are not the same, a line each; the order of keys counts."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        said = []
        for key in {**ours, **theirs}:
            if key not in ours or key not in theirs:
                said.append(f"{path}.{key}: only in {'decant' if key in ours else 'dlt'}: {json.dumps(ours.get(key, theirs.get(key)))[:300]}")
            else:
                said += document_difference(ours[key], theirs[key], f"{path}.{key}")
        if not said and list(ours) != list(theirs) and path.endswith(".columns"):
            said.append(f"{path}: in another order: {list(ours)} in decant, {list(theirs)} in dlt")
        return said
    return [] if ours == theirs else [f"{path}: {json.dumps(ours)[:300]} in decant, {json.dumps(theirs)[:300]} in dlt"]


def difference(ours, theirs, limit=2):
    """What is not the same in two results of linked(), in words; empty if all is."""
    said = []
    for name in sorted(set(ours) | set(theirs)):
        if name not in ours or name not in theirs:
            said.append(f"table {name} is in {'decant' if name in ours else 'dlt'} only")
            continue
        for part in ("columns", "rows"):
            a, b = ours[name][part], theirs[name][part]
            if a == b:
                continue
            only_a = [item for item in a if item not in b] if part == "columns" else minus(a, b)
            only_b = [item for item in b if item not in a] if part == "columns" else minus(b, a)
            said.append(f"{part} of {name}: {len(a)} in decant, {len(b)} in dlt" + ("" if only_a or only_b else ", in another order"))
            for who, items in (("decant", only_a), ("dlt   ", only_b)):
                said += [f"  {who}: {str(item)[:400]}" for item in items[:limit]]
    return "\n".join(said)


def minus(a, b):
    left, rest = list(b), []
    counts = {}
    for item in left:
        counts[item] = counts.get(item, 0) + 1
    for item in a:
        if counts.get(item, 0) > 0:
            counts[item] -= 1
        else:
            rest.append(item)
    return rest
