"""Totals of a round, before and after: only limits in working days can be added up. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from efficiency.clocks.kinds import LimitUnit


def percent_of(part: int, whole: int) -> Decimal:
    """A part among a hundred, rounded once to one decimal."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Cut:
    """One item of a round: the limit promised before, and after it."""

    before: int
    before_unit: str
    after: int
    after_unit: str

    @property
    def summed(self) -> bool:
        """Both limits count working days."""
        return self.before_unit == self.after_unit == LimitUnit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Total:
    """How many items, and their working days before and after. `apart`: items counted in other units,
    which stand beside the total and never in it."""

    items: int = 0
    before: int = 0
    after: int = 0
    apart: int = 0

    @property
    def less(self) -> int:
        """Working days that citizens are promised to wait less."""
        return self.before - self.after

    @property
    def percent(self) -> Decimal | None:
        """The same as a share of the total before, with one decimal; None where nothing is summed."""
        return percent_of(self.less, self.before) if self.before else None

    @property
    def all_items(self) -> int:
        """Items in the round, in whatever unit."""
        return self.items + self.apart


def total_of(cuts: Iterable[Cut]) -> Total:
    """The total of some items."""
    items = before = after = apart = 0
    for cut in cuts:
        if cut.summed:
            items, before, after = items + 1, before + cut.before, after + cut.after
        else:
            apart += 1
    return Total(items, before, after, apart)
