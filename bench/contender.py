"""Who takes part in a task: decant, a floor (how fast it could be), or a peer."""

from dataclasses import dataclass, field
from typing import Callable

DECANT, FLOOR, PEER = "decant", "floor", "peer"


@dataclass
class Outcome:
    """What one run gave. `facts`: requests, bytes, `tables` (rows by name) and `sums` as far as the contender has them."""

    measured: object
    facts: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)


@dataclass
class Contender:
    """`run(folder)` measures one run in a folder of its own and gives an Outcome. `depends` are versions and settings.
    `leaves_out` says what it does not do of the task. `runs`: how many at most, if fewer than of the others."""

    name: str
    kind: str
    run: Callable
    depends: dict = field(default_factory=dict)
    leaves_out: str = ""
    runs: int | None = None


@dataclass
class Bound:
    """decant's median is to be at most so many times that of `against`, or at most `seconds` more."""

    against: str
    at_most: float = 1.0
    aim: float | None = None
    seconds: float | None = None


@dataclass
class Task:
    """`contenders(context)` are made when the task runs. `expected(context)` gives the rows by table that have to be there."""

    name: str
    title: str
    contenders: Callable
    bounds: list = field(default_factory=list)
    expected: Callable | None = None
