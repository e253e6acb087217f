"""All tasks, in the order in which they run."""

from tasks import load, start

MODULES = [start, load]
TASKS = {task.name: task for module in MODULES for task in module.TASKS}


def tasks_of(names):
    """The tasks of these names; `load` names all that begin with `load-`. None: all."""
    if not names:
        return list(TASKS.values())
    found = []
    for name in names:
        of_group = [task for task in TASKS.values() if task.name == name or task.name.startswith(f"{name}-")]
        if not of_group:
            raise KeyError(f"no such task: {name}; there are: {', '.join(TASKS)}")
        found += [task for task in of_group if task not in found]
    return found
