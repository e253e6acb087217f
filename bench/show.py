"""What is printed while tasks run."""

from results import median


MOST_NAMED = 11  # tables, as many as the shop has


def show_title(task, scale, expected):
    """What is done, the rows of each table where they are few enough to be read, and the columns of what follows."""
    print(f"\n{task.name}: {task.title}" + ("" if scale == 1 else f", at scale {scale:g}"))
    if 0 < len(expected) <= MOST_NAMED:
        print("  " + ", ".join(f"{table} {rows:,}" for table, rows in expected.items()))
    print(f"  {'':<34} {'wall':>8} {'spread':>15} {'CPU':>8} {'peak':>9} {'MB/s':>6}  tables", flush=True)


def spread_of(walls):
    return f"{min(walls):.2f} – {max(walls):.2f}"


def show_entry(contender, entry):
    if not entry["runs"]:
        return
    walls = [run["wall"] for run in entry["runs"]]
    wall, cpu, peak = (median([run[name] for run in entry["runs"]]) for name in ("wall", "cpu", "peak"))
    size = entry["facts"].get("bytes")
    speed = f"{size / wall / 1e6:6.0f}" if size else f"{'':>6}"
    print(f"  {contender.name:<34} {wall:6.3f} s {spread_of(walls):>15} {cpu:6.2f} s {peak / 1e6:6.0f} MB {speed}  {facts_text(entry)}")
    if contender.leaves_out:
        print(f"  {'':<34} leaves out: {contender.leaves_out}")


def facts_text(entry):
    facts, tables = entry["facts"], entry["facts"].get("tables", {})
    text = f"{sum(tables.values()):,} rows in {len(tables)} tables {entry['parity']}" if tables else ""
    if facts.get("requests") is not None:
        text += f", {facts['requests']} requests"
    for step in ("extract", "load"):
        if seconds := [run[step] for run in entry["runs"] if step in run]:
            text += f", {step} {median(seconds):.2f} s"
    if (server := [run["server_cpu"] for run in entry["runs"] if "server_cpu" in run]):
        text += f", server {median(server):.2f} s CPU"
    return text.removeprefix(", ")


def short(failure):
    """How it ended and what was said last."""
    lines = failure.splitlines()
    return lines[0] if len(lines) == 1 else f"{lines[0].partition(':')[0]}: … {lines[-1].strip()}"


def show_failure(name, failure):
    print(f"  {name:<34} did not run: {short(failure)}", flush=True)
