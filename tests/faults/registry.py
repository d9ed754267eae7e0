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
    fixed_rounds: Callable[[], int] | None = None  # where each round is another case
    means: Callable[[], str] = lambda: ""


FAULTS: dict[str, Fault] = {}


def add(fault: Fault) -> None:
    """Enter a fault."""
    FAULTS[fault.code] = fault
