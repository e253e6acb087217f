"""All tasks, in the order in which they run."""

from tasks import load, memory, merge, shapes, small, start

MODULES = [start, small, load, merge, shapes]
# Tasks that measure and print by themselves: name -> function(context), which returns whether their bounds were kept.
OWN = {**memory.OWN}
TASKS = {task.name: task for module in MODULES for task in module.TASKS}


def tasks_of(names):
    """The tasks of these names; `load` names all that begin with `load-`. None: all. Of `OWN` the name alone."""
    if not names:
        return list(TASKS.values()) + list(OWN)
    found = []
    for name in names:
        of_group = [name] if name in OWN else [task for task in TASKS.values() if task.name == name or task.name.startswith(f"{name}-")]
        if not of_group:
            raise KeyError(f"no such task: {name}; there are: {', '.join([*TASKS, *OWN])}")
        found += [task for task in of_group if task not in found]
    return found
