"""Whether tables are right: how many rows, what columns add up to, and that nested rows find the rows they belong to."""

SUMS = {
    "orders": ["sum(id)", "sum(customer_id)", "sum(CAST(round(total * 100) AS BIGINT))"],
    "orders__lines": ["sum(quantity)", "sum(CAST(round(price * 100) AS BIGINT))"],
    "orders__lines__discounts": ["sum(CAST(round(amount * 100) AS BIGINT))"],
    "orders__payments": ["sum(CAST(round(amount * 100) AS BIGINT))"],
    "products": ["sum(id)"],
    "products__variants": ["sum(weight_grams)"],
    "products__images": ["sum(position)"],
    "customers": ["sum(orders_count)"],
    "customers__addresses": ["sum(length(street))"],
    "customers__tags": ["sum(length(value))"],
    "stock": ["sum(quantity)", "sum(reserved)"],
}


def parent_of(table):
    return table.rpartition("__")[0]


def statement(tables):
    """One statement whose one row has `TABLE` (its rows), `TABLE 0`, `TABLE 1`, … (its sums) and `TABLE linked` (nested rows with
    a parent). The same in every database."""
    columns = []
    for table in tables:
        columns.append(f'(SELECT count(*) FROM {table}) AS "{table}"')
        for number, expression in enumerate(SUMS.get(table, [])):
            columns.append(f'(SELECT CAST({expression} AS BIGINT) FROM {table}) AS "{table} {number}"')
        if parent_of(table) in tables:
            columns.append(f"(SELECT count(*) FROM {table} AS n JOIN {parent_of(table)} AS p ON n._dlt_parent_id = p._dlt_id) "
                           f'AS "{table} linked"')
    return "SELECT " + ", ".join(columns)


def facts_of(row, tables):
    """The row of `statement` as `tables` and `sums`."""
    counts = {table: int(row[table]) for table in tables}
    sums = {name: int(value or 0) for name, value in row.items() if name not in counts}
    return {"tables": counts, "sums": sums}


def faults(facts, expected, reference_sums, in_part):
    """What is wrong, as texts. `expected`: rows by table; `reference_sums`: the sums that another contender found; `in_part`: tables may be
    missing."""
    found = []
    for table, rows in expected.items():
        if table in facts.get("tables", {}) and facts["tables"][table] != rows:
            found.append(f"{table} has {facts['tables'][table]} rows, wanted {rows}")
    for table in set(expected) - set(facts.get("tables", {})):
        if facts.get("tables") and not in_part:
            found.append(f"{table} is missing")
    for name, value in facts.get("sums", {}).items():
        table = name.rpartition(" ")[0]
        wanted = expected.get(table) if name.endswith(" linked") else reference_sums.get(name, value)
        if value != wanted:
            found.append(f"{name}: {value}, wanted {wanted}")
    return found
