"""The list of faults: each module adds its own."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.scene import Outcome, Scene

BOTH = ("postgres", "sqlite")
POSTGRES = ("postgres",)


@dataclass(frozen=True)
class Fault:
    """A fault of THREATS 2.1: its number, its words, where it applies, and one round of it."""

    code: str
    title: str
    engines: tuple[str, ...]
    round: Callable[[Scene], Outcome]
    cases: tuple[str, ...] = ()  # played in turn, each at least once
    cases_on_sqlite: tuple[str, ...] | None = None  # where fewer of them apply
    means: Callable[[], str] = lambda: ""

    def cases_on(self, engine: str) -> tuple[str, ...]:
        """The cases that apply to a database; one without a name where there is no choice."""
        fewer = self.cases_on_sqlite if engine == "sqlite" else None
        return (self.cases if fewer is None else fewer) or ("",)


FAULTS: dict[str, Fault] = {}


def add(fault: Fault) -> None:
    """Enter a fault."""
    FAULTS[fault.code] = fault
