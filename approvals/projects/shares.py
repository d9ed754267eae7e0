"""Who used the time of a chain, working day by working day. No database.

A working day belongs to whoever had the project in hand when it ended; units that worked side by
side share it equally; a paused day is the pause's; a day on which nobody had anything in hand is
the applicant's. So the parts are always exactly the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from efficiency.clocks.deadlines import PausedSpan, merged
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import WorkCalendar

APPLICANT, PAUSE = 0, -1  # beside the keys of units
_DAY = timedelta(days=1)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Held:
    """A unit (its key) had something in hand from a moment until another; None: still."""

    unit: int
    began: datetime
    ended: datetime | None


def used(
    calendar: WorkCalendar,
    *,
    started: datetime,
    until: datetime,
    held: Iterable[Held],
    pauses: Iterable[PausedSpan] = (),
) -> dict[int, Fraction]:
    """The working days after the day of the start up to the day of the end, by holder."""
    first, last = local_date(started), local_date(until)
    hands = list(held)
    paused = merged(pauses, first)
    found: dict[int, Fraction] = {}
    for ordinal in range(first.toordinal() + 1, last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if not calendar.is_working(day):
            continue
        for holder, part in _of_day(day, min(_end_of(day), until), hands, paused).items():
            found[holder] = found.get(holder, Fraction(0)) + part
    return found


def total(calendar: WorkCalendar, started: datetime, until: datetime) -> int:
    """All working days of the same span."""
    return calendar.between(local_date(started), local_date(until))


def rounded(parts: Mapping[int, Fraction]) -> dict[int, Decimal]:
    """The parts to one decimal, whose sum is still exactly the whole: what is lost goes to the largest rests."""
    tenths = {holder: int(part * 10) for holder, part in parts.items()}
    lost = int(sum(parts.values(), Fraction(0)) * 10) - sum(tenths.values())
    by_rest = sorted(parts, key=lambda holder: (tenths[holder] - parts[holder] * 10, holder))
    for holder in by_rest[:lost]:
        tenths[holder] += 1
    return {holder: number * _TENTH for holder, number in tenths.items()}


def _of_day(day: date, at: datetime, hands: Sequence[Held], paused: Sequence[PausedSpan]) -> dict[int, Fraction]:
    if any(span.after < day and (span.until is None or day <= span.until) for span in paused):
        return {PAUSE: Fraction(1)}
    units = sorted({one.unit for one in hands if one.began < at and (one.ended is None or at <= one.ended)})
    if not units:
        return {APPLICANT: Fraction(1)}
    return dict.fromkeys(units, Fraction(1, len(units)))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), SHANGHAI)
