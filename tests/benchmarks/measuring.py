"""Measuring: sides that alternate, medians, peaks of memory, and lines with a bar."""

import gc
import operator
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

_SENSES: dict[str, Callable[[float, float], bool]] = {"≤": operator.le, "≥": operator.ge, "<": operator.lt}
_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Line:
    """One figure of the table; where it has a bar, whether it holds."""

    what: str
    figure: float
    unit: str = "×"
    bar: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Say "pass" or "falls short"; nothing where the figure only informs."""
        if not self.bar:
            return ""
        sense, limit = self.bar.split()
        return "pass" if _SENSES[sense](self.figure, float(limit.replace(",", ""))) else "falls short"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def seconds(act: Callable[[], Any]) -> float:
    """How long one call takes, without a garbage collection in it."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began
    finally:
        gc.enable()


def in_turn(sides: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run the sides in turn, each round in the other order: what disturbs one disturbs the other."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        names = list(sides)
        for name in names if number % 2 == 0 else reversed(names):
            taken[name].append(sides[name]())
    return taken


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def milliseconds(values: Sequence[float]) -> str:
    """A median in milliseconds, as a note."""
    return f"{middle(values) * 1000:,.1f} ms"


def checkpoint() -> None:
    """Start from a quiet disk: what earlier writes left is not paid by the next measurement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def tidy() -> None:
    """Statistics and free space, as the database's own housekeeping leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    checkpoint()


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def memory_growth(act: Callable[[], Any]) -> float:
    """By how many MB the peak of this process's memory rises above its start while `act` runs."""
    _PEAK.write_text("5")  # the kernel forgets the peak so far
    before = _status("VmRSS")
    act()
    return max(0.0, (_status("VmHWM") - before) / 1024)


def _status(name: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)
