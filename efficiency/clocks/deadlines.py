"""Deadline arithmetic: a pure function of start, limit, pauses and calendar. No database.

Convention (RULES.md 1.2 and 12): the day of the event does not count; a pause from S to R takes
out the days after S up to and including R; all days are local days of Asia/Shanghai.
Every answer costs a step for each pause, none for a day.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import OutOfRange, WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So much time, in this unit."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"A limit cannot be negative: {self.amount}.")

    def extended(self, by: int) -> "Limit":
        """The limit with an extension in the same unit (T-18)."""
        return Limit(self.amount + by, self.unit)


@dataclass(frozen=True, slots=True)
class PausedSpan:
    """The days after `after` up to and including `until` are not counted; None: not ended yet."""

    after: date
    until: date | None


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open on a working day, without a break."""

    open: time = time(9)
    close: time = time(17)

    def __post_init__(self) -> None:
        if self.close <= self.open:
            raise ValueError(f"The office must close after it opens: {self.open} to {self.close}.")

    @property
    def length(self) -> timedelta:
        """Working time in a day."""
        return _since_midnight(self.close) - _since_midnight(self.open)


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a limit. `raw` is the day before rolling; both are None while a pause
    without an end keeps the limit from being reached."""

    day: date | None
    raw: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a clock, as exclusive instants. `grave_provisional`: the due day is certain,
    the day of the grave breach is not."""

    warn_at: datetime | None
    due_at: datetime | None
    grave_at: datetime | None
    due_day: date | None
    provisional: bool
    grave_provisional: bool = False


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day of an explanation. `number` counts the counted days from 1 and runs on past the limit."""

    day: date
    counted: bool
    number: int | None
    working: bool
    name: str
    make_up: bool
    paused: bool


def merged(pauses: Iterable[PausedSpan], start: date) -> list[PausedSpan]:
    """The pauses that take out days after `start`, in order, none touching another (T-21)."""
    spans: list[PausedSpan] = []
    for pause in sorted(pauses, key=lambda one: one.after):
        after, until = max(pause.after, start), pause.until
        if until is not None and until <= after:
            continue
        if spans and (spans[-1].until is None or after <= spans[-1].until):
            last = spans.pop()
            after = last.after
            until = None if last.until is None or until is None else max(last.until, until)
        spans.append(PausedSpan(after, until))
    return spans


def due_day(
    calendar: WorkCalendar, start: date, limit: Limit, pauses: Iterable[PausedSpan] = (), roll: bool = True
) -> DueDay:
    """The last day of a limit in days or months that starts on `start` (T-03 to T-07, T-12).

    Working days end on a working day, a make-up Saturday or Sunday among them (T-05). Calendar
    days and months are rolled to the next working day that is not paused; `roll` is False for
    status periods such as a demerit (D56), which ask no calendar and so are never provisional.
    """
    spans = merged(pauses, start)
    if limit.unit == LimitUnit.WORKING_DAYS:
        day = raw = _advance(calendar, start, limit.amount, spans)
    else:
        raw = _advance(None, start, _days_of(start, limit), spans)
        day = raw if raw is None or not roll else _rolled(calendar, raw, spans)
    asked = roll or limit.unit == LimitUnit.WORKING_DAYS
    return DueDay(day, raw, provisional=asked and day is not None and calendar.is_provisional(day))


def day_before(calendar: WorkCalendar, end: date, limit: Limit, pauses: Iterable[PausedSpan] = ()) -> date:
    """The day that lies `limit` before `end`, e.g. of a reminder (D48): never rolled."""
    spans = merged(pauses, date.min)
    if limit.unit == LimitUnit.WORKING_DAYS:
        return _retreat(calendar, end, limit.amount, spans)
    if limit.unit == LimitUnit.MONTHS:
        return _retreat(None, end, (end - _months_after(end, -limit.amount)).days, spans)
    if limit.unit == LimitUnit.CALENDAR_DAYS:
        return _retreat(None, end, limit.amount, spans)
    raise ValueError("Working hours cannot be counted back.")


def due_moment_hours(
    calendar: WorkCalendar,
    started_at: datetime,
    hours: int,
    pauses: Iterable[PausedSpan] = (),
    office_hours: OfficeHours = OfficeHours(),  # noqa: B008  (frozen)
) -> datetime | None:
    """The moment at which so many working hours have passed (D60, D62); they run from the moment itself."""
    local = started_at.astimezone(SHANGHAI)
    start = local.date()
    left = timedelta(hours=hours)
    if not left:
        return local
    spans = merged(pauses, start - _DAY)
    if calendar.is_working(start) and not _within(spans, start):
        begin = max(local, _at(start, office_hours.open))
        today = max(timedelta(), _at(start, office_hours.close) - begin)
        if left <= today:
            return begin + left
        left -= today
    full = -(-left // office_hours.length) - 1  # whole days before the last one
    last = _advance(calendar, start, full + 1, merged(spans, start))
    return None if last is None else _at(last, office_hours.open) + left - full * office_hours.length


def moments(
    calendar: WorkCalendar,
    *,
    started_at: datetime,
    limit: Limit,
    extended: int = 0,
    pauses: Iterable[PausedSpan] = (),
    day_end: DayEnd = DayEnd.MIDNIGHT,
    hours: OfficeHours = OfficeHours(),  # noqa: B008  (frozen)
    warn_before: int | None = None,
    grave_after: int | None = None,
) -> Moments:
    """All moments of a clock (T-09, T-10, T-18): the local day of `started_at` is the start day."""
    start = local_date(started_at)
    spans = merged(pauses, start - _DAY)
    whole = limit.extended(extended)
    end = _end(calendar, started_at, whole, spans, day_end, hours)
    if end is None:
        return Moments(None, None, None, None, provisional=False)
    last, due_at = end
    remind = None if whole.unit == LimitUnit.WORKING_HOURS else warn_before
    grave = None if grave_after is None else _advance(calendar, last, grave_after, merged(spans, last))
    provisional = calendar.is_provisional(last)
    return Moments(
        warn_at=_warning(calendar, last, started_at, spans, hours, remind),
        due_at=due_at,
        grave_at=None if grave is None else _end_of(grave, day_end, hours),
        due_day=last,
        provisional=provisional,
        grave_provisional=not provisional and grave is not None and calendar.is_provisional(grave),
    )


def overdue_workdays(calendar: WorkCalendar, due: date, done: date) -> int:
    """Working days after the due day up to and including the day it was done (T-08, D57, D59)."""
    return calendar.between(due, done)


def handled_day(
    calendar: WorkCalendar,
    done_at: datetime,
    day_end: DayEnd,
    hours: OfficeHours = OfficeHours(),  # noqa: B008  (frozen)
) -> date:
    """The day on which something done at this moment counts as done: after closing, the next working day (T-09)."""
    day = local_date(done_at)
    return day if done_at < _end_of(day, day_end, hours) else calendar.add(day, 1)


def ledger(
    calendar: WorkCalendar,
    start: date,
    limit: Limit,
    pauses: Iterable[PausedSpan] = (),
    until: date | None = None,
) -> list[LedgerDay]:
    """Every day from the start day to the due day (or `until`, where that is later), and whether it counted.

    Working hours count on the start day too, and end at `until`: their due moment needs a time of day.
    """
    in_hours = limit.unit == LimitUnit.WORKING_HOURS
    spans = merged(pauses, start - _DAY if in_hours else start)
    due = None if in_hours else due_day(calendar, start, limit, spans).day
    end = max(day for day in (start, due, until, *(span.after for span in spans[-1:] if due is None)) if day)
    by_day = limit.unit in (LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS)
    days: list[LedgerDay] = []
    number = 0
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        face = calendar.kind_of(day)
        paused = _within(spans, day)
        counted = (day > start or in_hours) and not paused and (by_day or face.working)
        number += counted
        days.append(LedgerDay(day, counted, number if counted else None, face.working, face.name, face.make_up, paused))
    return days


def _advance(calendar: WorkCalendar | None, start: date, n: int, spans: Sequence[PausedSpan]) -> date | None:
    """The n-th counted day after `start`: of working days, or without a calendar of all days."""
    position, left = start, n
    for span in spans:
        free = _between(calendar, position, span.after)
        if left <= free:
            break
        if span.until is None:
            return None
        position, left = span.until, left - free
    return _plus(position, left) if calendar is None else calendar.add(position, left)


def _retreat(calendar: WorkCalendar | None, end: date, n: int, spans: Sequence[PausedSpan]) -> date:
    """The n-th counted day before `end`."""
    position, left = end, n
    for span in reversed(spans):
        if span.after >= end - _DAY:
            continue
        free = 0 if span.until is None else _between(calendar, span.until, position - _DAY)
        if left <= free:
            break
        position, left = span.after + _DAY, left - free
    return _plus(position, -left) if calendar is None else calendar.subtract(position, left)


def _between(calendar: WorkCalendar | None, after: date, until: date) -> int:
    return max(0, (until - after).days) if calendar is None else calendar.between(after, until)


def _plus(day: date, n: int) -> date:
    try:
        return day + timedelta(days=n)
    except OverflowError as error:
        raise OutOfRange(f"{n} days from {day} is outside the calendar.") from error


def _rolled(calendar: WorkCalendar, raw: date, spans: Sequence[PausedSpan]) -> date | None:
    """The next working day that is not paused: a limit never ends inside a pause."""
    return _advance(calendar, raw - _DAY, 1, merged(spans, raw - _DAY))


def _days_of(start: date, limit: Limit) -> int:
    if limit.unit == LimitUnit.CALENDAR_DAYS:
        return limit.amount
    if limit.unit == LimitUnit.MONTHS:
        return (_months_after(start, limit.amount) - start).days
    raise ValueError("Working hours end at a moment, not on a day.")


def _months_after(day: date, months: int) -> date:
    """The corresponding day, or the last of a shorter month (T-07)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfRange(f"{months} months from {day} is outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _within(spans: Sequence[PausedSpan], day: date) -> bool:
    return any(span.after < day and (span.until is None or day <= span.until) for span in spans)


def _end(
    calendar: WorkCalendar,
    started_at: datetime,
    limit: Limit,
    spans: Sequence[PausedSpan],
    day_end: DayEnd,
    hours: OfficeHours,
) -> tuple[date, datetime] | None:
    """The last day and its end; None while a pause without an end keeps it away."""
    if limit.unit == LimitUnit.WORKING_HOURS:
        due_at = due_moment_hours(calendar, started_at, limit.amount, spans, hours)
        return None if due_at is None else (local_date(due_at), due_at)
    last = due_day(calendar, local_date(started_at), limit, spans).day
    return None if last is None else (last, _end_of(last, day_end, hours))


def _warning(
    calendar: WorkCalendar,
    last: date,
    started_at: datetime,
    spans: Sequence[PausedSpan],
    hours: OfficeHours,
    warn_before: int | None,
) -> datetime | None:
    """When to remind: never on a limit so short that the moment is not after its start."""
    if warn_before is None:
        return None
    warn_at = _at(_retreat(calendar, last, warn_before, spans), hours.open)
    return warn_at if warn_at > started_at else None


def _end_of(day: date, day_end: DayEnd, hours: OfficeHours) -> datetime:
    return _at(day + _DAY, time()) if day_end == DayEnd.MIDNIGHT else _at(day, hours.close)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
