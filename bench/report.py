"""The figures as Markdown, for docs/performance.md."""

from contender import DECANT
from machine import describe
from results import median
from show import short
from table import HEAD, rows_of

COLUMNS = ("contender", "wall, s", "spread", "CPU, s", "server's CPU, s", "peak, MB", "tables")


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def figure(entry, name, form):
    values = [run[name] for run in entry["runs"] if name in run]
    return form.format(median(values)) if values else ""


def row_of(name, entry):
    if not entry["runs"]:
        return name, "did not run", "", "", "", "", short(entry["failure"] or "not asked for")
    walls = [run["wall"] for run in entry["runs"]]
    spread = f"{min(walls):.2f} – {max(walls):.2f} ({len(walls)})"
    peak = f"{median([run['peak'] for run in entry['runs']]) / 1e6:.0f}"
    return (name, figure(entry, "wall", "{:.3f}"), spread, figure(entry, "cpu", "{:.2f}"), figure(entry, "server_cpu", "{:.2f}"), peak,
            (entry["parity"] or "").replace("no tables", ""))


def entries_of(task, results):
    """decant first, then as they came."""
    found = {key.partition("/")[2]: entry for key, entry in results.entries.items() if key.partition("/")[0] == task.name}
    return sorted(found.items(), key=lambda item: item[0] != DECANT)


def versions(tasks, results):
    """What was measured, by contender: programs, packages, settings."""
    kept = {}
    for task in tasks:
        for name, entry in entries_of(task, results):
            said = {key: value for key, value in entry["depends"].items() if key in ("decant", "duckdb", "postgres", "packages", "settings") and value}
            if said:
                kept.setdefault(name, said)
    return "\n".join(f"- {name}: " + "; ".join(f"{key} {text_of(value)}" for key, value in said.items()) for name, said in kept.items())


def text_of(value):
    if isinstance(value, dict):
        return ", ".join(f"`{name}={setting}`" for name, setting in value.items())
    return ", ".join(value) if isinstance(value, list) else f"{value}"


def report(tasks, results):
    parts = [f"Measured on {describe().partition(', load')[0]}.", markdown(HEAD[:-1] + ("",), [row for task in tasks for row in rows_of(task, results)])]
    for task in tasks:
        if entries := entries_of(task, results):
            parts += [f"### {task.name}: {task.title}", markdown(COLUMNS, [row_of(name, entry) for name, entry in entries])]
    return "\n\n".join([*parts, "### Versions and settings", versions(tasks, results)])
