"""The bounds that the figures are held to, as a table."""

from contender import DECANT
from results import wall_of


def factor(ratio):
    """A ratio below 0.3 reads better as a fraction: 1/12."""
    return f"{ratio:.2f} ×" if ratio >= 0.3 else f"1/{1 / ratio:.1f}"


def verdict(value, at_most, aim):
    if aim is not None and value <= aim:
        return "aim met"
    return "met" if value <= at_most else "MISSED"


def milliseconds(seconds):
    return f"{seconds * 1000:.0f} ms"


def row_of(task, bound, own, other):
    """(task, against, measured, at most, aim, verdict)."""
    if bound.seconds is not None:
        measured, at_most, aim, show = own and other and own - other, bound.seconds, None, milliseconds
        against = f"{bound.against}, over it"
    else:
        measured, at_most, aim, show = own and other and own / other, bound.at_most, bound.aim, factor
        against = bound.against
    limits = (show(at_most), show(aim) if aim is not None else "")
    if measured is None:
        return task.name, against, "not measured", *limits, ""
    return task.name, against, show(measured), *limits, verdict(measured, at_most, aim)


def rows_of(task, results):
    own = wall_of(results.known(task.name, DECANT))
    for bound in task.bounds:
        yield row_of(task, bound, own, wall_of(results.known(task.name, bound.against)))


HEAD = ("task", "against", "measured", "at most", "aim", "")


def lines_of(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def show_table(tasks, results):
    rows = [row for task in tasks for row in rows_of(task, results)]
    if rows:
        print("\n" + "\n".join(lines_of([HEAD, *rows])))
