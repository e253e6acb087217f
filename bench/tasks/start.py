"""What starting the program takes."""

from contender import FLOOR, Contender, Outcome, Task
from decant import decant
from measured import measure
from places import BIN


def true():
    """The program that does nothing."""
    return Contender("true", FLOOR, lambda folder: Outcome(measure(["true"], folder)))


def contenders(context):
    return [decant(lambda folder: Outcome(measure([BIN / "decant", "--version"], folder)), {}, context.decant_version), true()]


TASKS = [Task("start", "decant --version", contenders)]
