"""The rungs of the ladder of escalation, and which due moments each one reaches now. No database."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, cast

from efficiency.clocks.deadlines import Limit, OfficeHours, due_moment_hours
from efficiency.clocks.kinds import LimitUnit
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import WorkCalendar

To = Literal["handler", "head", "leader"]
# What lies further back is no news: a ladder that was just set tells nobody of last year.
LOOKS_BACK = 10
_DAY = timedelta(days=1)
_RUNG = re.compile(r"(?P<side>[-+])(?P<amount>\d{1,3})(?P<unit>[dh]):(?P<to>handler|head|leader)")


@dataclass(frozen=True)
class Rung:
    """So many working days ("d") or working hours ("h") before or after the due moment, and whom it reaches."""

    before: bool
    amount: int
    unit: str
    to: To

    @classmethod
    def parsed(cls, text: str) -> "Rung":
        """Read "-4h:handler" or "+1d:head". Raises ValueError."""
        match = _RUNG.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        return cls(match["side"] == "-", int(match["amount"]), match["unit"], cast("To", match["to"]))

    @property
    def code(self) -> str:
        """How it is written."""
        return f"{'-' if self.before else '+'}{self.amount}{self.unit}:{self.to}"


@dataclass(frozen=True)
class Span:
    """Due moments after `after`, up to and including `until`."""

    after: datetime
    until: datetime


def read_ladder(texts: list[str]) -> list[Rung]:
    """All rungs. Raises ValueError."""
    return [Rung.parsed(text) for text in texts]


def span(calendar: WorkCalendar, rung: Rung, now: datetime, hours: OfficeHours) -> Span:
    """The due moments that the rung reaches at a moment."""
    if rung.before:
        return Span(now, _ahead(calendar, rung, now, hours))
    until = _back(calendar, rung, now, hours)
    return Span(_midnight(calendar.subtract(local_date(until), LOOKS_BACK)), until)


def _ahead(calendar: WorkCalendar, rung: Rung, now: datetime, hours: OfficeHours) -> datetime:
    if rung.unit == "d":
        # At most so many working days lie after today up to and including the due day.
        return _midnight(calendar.add(local_date(now), rung.amount + 1))
    moment = due_moment_hours(calendar, now, rung.amount, (), hours)
    assert moment is not None  # no pauses here
    return moment


def _back(calendar: WorkCalendar, rung: Rung, now: datetime, hours: OfficeHours) -> datetime:
    if rung.amount == 0:
        return now
    if rung.unit == "d":
        # At least so many working days have begun since the due day.
        return min(now, _midnight(calendar.subtract(local_date(now) + _DAY, rung.amount)))
    return hours_before(calendar, now, Limit(rung.amount, LimitUnit.WORKING_HOURS), hours)


def hours_before(calendar: WorkCalendar, moment: datetime, limit: Limit, hours: OfficeHours) -> datetime:
    """The moment since which so many working hours have passed."""
    local = moment.astimezone(SHANGHAI)
    day, end, left = local.date(), local, timedelta(hours=limit.amount)
    while True:
        if calendar.is_working(day):
            opens, closes = _at(day, hours.open), _at(day, hours.close)
            passed = max(min(end, closes) - opens, timedelta())
            if left <= passed:
                return min(end, closes) - left
            left -= passed
        day = calendar.subtract(day, 1)
        end = _at(day, hours.close)


def _midnight(day: date) -> datetime:
    return _at(day, time())


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
