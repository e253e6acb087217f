"""What DuckDB itself takes to make the shop's tables from the same pages as local files: duckdb_sql.py DATABASE PAGES halves|lists.

`from_json` with the shape given, over `read_text`, on two connections: first all records as nested values in a temporary table, then
the tables out of it. `halves`: each connection has half of every list's pages, and DuckDB its own threads beside. `lists`: one has the
orders, the other all else, and each is one thread; the fastest form found, for the two never write into one table. Root rows get a random id, nested
ones the hash of their parent's id and their place, as in a loader's tables; there is no detection of types, no log and no state."""

import json
import sys
import threading
from pathlib import Path

import duckdb

TEXT, INT, NUMBER, FLAG, TIME = "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMPTZ"
ADDRESS = {"name": TEXT, "street": TEXT, "zip": TEXT, "city": TEXT, "country": TEXT}
SHAPES = {
    "orders": {
        "id": INT, "number": TEXT, "status": TEXT, "created_at": TIME, "updated_at": TIME, "customer_id": INT, "email": TEXT,
        "currency": TEXT, "channel": TEXT, "locale": TEXT, "terms_accepted": FLAG, "ip_address": TEXT, "user_agent": TEXT, "gift": FLAG,
        "note": TEXT, "billing": ADDRESS, "shipping": {"carrier": TEXT, "weight_kg": NUMBER, "address": ADDRESS},
        "lines": [{"line_no": INT, "sku": TEXT, "title": TEXT, "quantity": INT, "price": NUMBER, "total": NUMBER,
                   "discounts": [{"code": TEXT, "amount": NUMBER}]}],
        "payments": [{"reference": TEXT, "method": TEXT, "amount": NUMBER, "paid_at": TIME}], "total": NUMBER, "tax": NUMBER},
    "products": {
        "id": INT, "title": TEXT, "description": TEXT, "vendor": TEXT, "created_at": TIME, "published": FLAG,
        "seo": {"title": TEXT, "keywords": TEXT},
        "variants": [{"sku": TEXT, "size": TEXT, "ean": TEXT, "weight_grams": INT, "price": NUMBER, "active": FLAG}],
        "images": [{"url": TEXT, "position": INT}], "price": NUMBER},
    "customers": {
        "id": INT, "email": TEXT, "given_name": TEXT, "family_name": TEXT, "phone": TEXT, "created_at": TIME, "updated_at": TIME,
        "language": TEXT, "newsletter": FLAG, "spent": NUMBER, "orders_count": INT,
        "addresses": [{"kind": TEXT, "street": TEXT, "zip": TEXT, "city": TEXT, "country": TEXT}], "tags": [TEXT]},
    "stock": {"sku": TEXT, "warehouse": TEXT, "quantity": INT, "reserved": INT, "bin": TEXT, "lot": TEXT, "counted_at": TIME},
}
CONNECTIONS = 2


def columns_of(shape, value, prefix=""):
    """The columns of an object, those of objects in it included; lists become tables instead."""
    columns = []
    for key, kind in shape.items():
        if isinstance(kind, dict):
            columns += columns_of(kind, f"{value}.{key}", f"{prefix}{key}__")
        elif not isinstance(kind, list):
            columns.append(f'{value}."{key}" AS "{prefix}{key}"')
    return columns


def lists_of(shape):
    return {key: kind[0] for key, kind in shape.items() if isinstance(kind, list)}


ELEMENTS = "SELECT id AS parent, unnest(v.{key}) AS v, generate_subscripts(v.{key}, 1) - 1 AS place FROM ({source})"
NESTED = "SELECT substr(md5(concat(parent, '{key}', place)), 1, 14) AS id, parent, place, v FROM ({elements})"


def tables_of(name, shape, source):
    """Pairs of a table and the statement that selects its rows; `source` gives `id` and the nested value `v`."""
    yield name, f"SELECT {', '.join(columns_of(shape, 'v'))}, '1' AS _dlt_load_id, id AS _dlt_id FROM ({source})"
    yield from nested_tables(name, shape, source)


def nested_tables(name, shape, source):
    for key, element in lists_of(shape).items():
        rows = NESTED.format(key=key, elements=ELEMENTS.format(key=key, source=source))
        columns = columns_of(element, "v") if isinstance(element, dict) else ["v AS value"]
        yield f"{name}__{key}", f"SELECT {', '.join(columns)}, parent AS _dlt_parent_id, place AS _dlt_list_idx, id AS _dlt_id FROM ({rows})"
        if isinstance(element, dict):
            yield from nested_tables(f"{name}__{key}", element, rows)


def files_of(pages, name, form, number):
    """The part of a list's pages that is a connection's, by number."""
    files = sorted(str(file) for file in pages.glob(f"{name}-*.json"))
    if form == "halves":
        return files[number::CONNECTIONS]
    return files if (name == "orders") == (number == 0) else []


def read_part(connection, name, files, number):
    structure = json.dumps({"data": [SHAPES[name]]})
    connection.execute(
        f"CREATE TEMP TABLE raw_{name}_{number} AS SELECT substr(md5(uuid()::VARCHAR), 1, 14) AS id, v FROM "
        f"(SELECT unnest(from_json(content, '{structure}').data) AS v FROM read_text({files}))")


def load_part(connection, pages, form, number):
    connection.execute("USE floor")
    for name, shape in SHAPES.items():
        if files := files_of(pages, name, form, number):
            read_part(connection, name, files, number)
            for table, select in tables_of(name, shape, f"SELECT id, v FROM raw_{name}_{number}"):
                connection.execute(f"INSERT INTO {table} {select}")
            connection.execute(f"DROP TABLE raw_{name}_{number}")


def create_tables(connection):
    for name, shape in SHAPES.items():
        structure = json.dumps([shape])
        source = f"SELECT '' AS id, unnest(from_json('[]', '{structure}')) AS v"
        for table, select in tables_of(name, shape, source):
            connection.execute(f"CREATE TABLE {table} AS {select}")


def main():
    database, pages, form = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{database}' AS floor (STORAGE_VERSION 'v1.3.0')")  # as decant makes files: faster
    connection.execute("USE floor")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    if form == "lists":
        connection.execute("SET threads = 1")  # beside the connection's own
    create_tables(connection)
    parts = [threading.Thread(target=load_part, args=(connection.cursor(), pages, form, number)) for number in range(CONNECTIONS)]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    connection.close()


main()
