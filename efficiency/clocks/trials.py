"""What keeps a breach from being carded: a condition that the room of cards knows and registers here.

Whoever foresees cards asks it; where no part of the city is on trial, that is one small question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from efficiency.clocks.models import Clock


@dataclass(frozen=True)
class Trial:
    """The condition in two spellings: for one clock, and for a statement over rows `v`.

    `sql` reads `v.subsystem`, `v.path` (of the clock's unit) and `v.breached_at`.
    """

    anywhere: Callable[[], bool]
    holds: Callable[[Clock, datetime], bool]
    sql: str


_registered: list[Trial] = []


def register(trial: Trial) -> None:
    """Enter a condition, once for each process."""
    if trial not in _registered:
        _registered.append(trial)


def in_force() -> list[Trial]:
    """The conditions that concern anything now."""
    return [trial for trial in _registered if trial.anywhere()]


def about(trial: Trial, due_at: str) -> str:
    """The condition over the clock `c` of an outer statement, with its breach at this column."""
    return (
        f"EXISTS (SELECT 1 FROM (SELECT m.subsystem, t.path, {due_at} AS breached_at"  # noqa: S608  (columns of our own)
        " FROM clocks_matter m JOIN organization_unit t ON t.id = c.unit_id WHERE m.id = c.matter_id) v"
        f" WHERE {trial.sql})"
    )
