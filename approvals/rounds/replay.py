"""How much time a finished case needed, and what other limits would have meant for it. Pure.

The time needed is the smallest limit that the case would have met, by the arithmetic of every
clock (deadlines.py): pauses are taken out, an extension granted counts for the case. A case is
late under a limit exactly where it needed more, so one histogram of the time needed answers for
every limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from approvals.rounds.sums import percent_of
from efficiency.clocks.deadlines import Limit, PausedSpan, due_day, merged
from efficiency.clocks.kinds import LimitUnit
from efficiency.workdays.calendar import WorkCalendar

_LONGEST = 2_000  # a limit of so many days or months meets every case of the calendar's years
_DAY = timedelta(days=1)


def needed(
    calendar: WorkCalendar, unit: str, start: date, over: date, pauses: Sequence[PausedSpan] = (), extended: int = 0
) -> int:
    """The smallest limit in `unit` that a case met that started on `start`; at least 1.

    `over` is the last day that was over when it was finished: the day before for a limit that ends
    at 24:00; the day itself for one that ends at closing time, where it was finished after that.
    """
    if unit == LimitUnit.WORKING_DAYS:
        whole = calendar.between(start, over)
        for span in merged(pauses, start):
            whole -= calendar.between(span.after, over if span.until is None else min(span.until, over))
        return max(1, whole + 1 - extended)
    return max(1, _smallest(calendar, LimitUnit(unit), start, over, pauses) - extended)


def _smallest(calendar: WorkCalendar, unit: LimitUnit, start: date, over: date, pauses: Sequence[PausedSpan]) -> int:
    """The same for units whose last day is rolled: found between a limit that is missed and one that is met."""
    missed, met = 0, 1
    while not _meets(calendar, Limit(met, unit), start, over, pauses) and met < _LONGEST:
        missed, met = met, met * 2
    while met - missed > 1:
        middle = (missed + met) // 2
        if _meets(calendar, Limit(middle, unit), start, over, pauses):
            met = middle
        else:
            missed = middle
    return met


def _meets(calendar: WorkCalendar, limit: Limit, start: date, over: date, pauses: Sequence[PausedSpan]) -> bool:
    last = due_day(calendar, start, limit, pauses).day
    return last is None or last > over


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many cases were late; `enough` says whether there are enough to speak of a share."""

    late: int
    cases: int
    enough: bool = True

    @property
    def percent(self) -> Decimal | None:
        """Late among a hundred, with one decimal; None where there are too few to say."""
        return percent_of(self.late, self.cases) if self.cases and self.enough else None


Histogram = Mapping[int, int]


def late(bars: Histogram, limit: int) -> int:
    """How many cases needed more than `limit`."""
    return sum(cases for used, cases in bars.items() if used > limit)


def met_by(bars: Histogram, percent: int) -> int | None:
    """The smallest limit that at least `percent` of a hundred cases met; None without cases."""
    total = sum(bars.values())
    met = 0
    for used in sorted(bars):
        met += bars[used]
        if met * 100 >= percent * total:
            return used
    return None


def joined(histograms: Iterable[Histogram]) -> dict[int, int]:
    """Several histograms as one."""
    found: dict[int, int] = {}
    for bars in histograms:
        for used, cases in bars.items():
            found[used] = found.get(used, 0) + cases
    return found
