"""A clock explains itself, day by day: to the citizen, the clerk and the office."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from efficiency.clocks.deadlines import LedgerDay, Limit, handled_day, ledger, overdue_workdays
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER, office_hours, spans
from efficiency.common.moments import local_date
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

DayState = Literal["start", "counted", "rest", "makeup", "paused", "left", "due", "late"]
ClockState = Literal["in_time", "running", "late", "paused", "stopped_late", "cancelled"]
# A strip longer than this is cut: nobody reads a year day by day.
LONGEST = 120


@dataclass(frozen=True)
class ExplainedDay:
    """One day of the strip. `number` counts the counted days from 1; `name` is the holiday's."""

    day: date
    state: DayState
    number: int | None
    name: str
    make_up: bool


@dataclass(frozen=True)
class Explanation:
    """Why a clock is due when it is. `days_left` and `days_late` are working days.

    `due_at` and `due_day` are None while a pause without a planned end keeps it open.
    """

    clock: Clock
    started_at: datetime
    due_at: datetime | None
    due_day: date | None
    provisional: bool
    state: ClockState
    days_left: int | None
    days_late: int | None
    days: list[ExplainedDay]


def explain(clock: Clock, now: datetime, *, calendar: WorkCalendar | None = None) -> Explanation:
    """Explain a clock as it stands at `now` (one query for its pauses)."""
    calendar = calendar or current_calendar()
    end = clock.stopped_at or clock.cancelled_at or now
    due_day = None if clock.due_at >= NEVER else _last_day(clock)
    late = clock.is_late(now) and due_day is not None
    return Explanation(
        clock=clock,
        started_at=clock.started_at,
        due_at=clock.due_at if due_day else None,
        due_day=due_day,
        provisional=clock.provisional,
        state=_state(clock, now, late),
        days_left=None if late or due_day is None else _days_left(calendar, clock, due_day, now),
        days_late=_days_late(calendar, clock, due_day, end) if late and due_day else None,
        days=_days(calendar, clock, due_day, local_date(end)),
    )


def _last_day(clock: Clock) -> date:
    """The due day: the day before an exclusive midnight, else the day of the due moment."""
    return local_date(clock.due_at - timedelta(microseconds=1))


def _state(clock: Clock, now: datetime, late: bool) -> ClockState:
    if clock.cancelled_at is not None:
        return "cancelled"
    if clock.stopped_at is not None:
        return "stopped_late" if late else "in_time"
    if late:
        return "late"
    today = local_date(now)
    open_pause = any(
        not pause.resumed_at and (pause.planned_until is None or today <= pause.planned_until)
        for pause in clock.pauses.all()
    )
    return "paused" if open_pause else "running"


def _days_left(calendar: WorkCalendar, clock: Clock, due_day: date, now: datetime) -> int:
    """Working days after today up to the due day that no pause takes out."""
    today = local_date(now)
    left = calendar.between(today, due_day)
    for span in spans(clock.pauses.all()):
        if span.until is not None and span.until > today:
            left -= calendar.between(max(span.after, today), min(span.until, due_day))
    return max(left, 0)


def _days_late(calendar: WorkCalendar, clock: Clock, due_day: date, end: datetime) -> int:
    """Working days late, at least 1 where the work was done after closing on the due day (T-09)."""
    done = handled_day(calendar, end, DayEnd(clock.day_end), office_hours(clock.started_at))
    return overdue_workdays(calendar, due_day, done)


def _days(calendar: WorkCalendar, clock: Clock, due_day: date | None, end: date) -> list[ExplainedDay]:
    start = local_date(clock.started_at)
    until = min(max(due_day or end, end), start + timedelta(days=LONGEST))
    rows = ledger(
        calendar,
        start,
        Limit(clock.limit + clock.extended, LimitUnit(clock.limit_unit)),
        spans(clock.pauses.all()),
        until=until,
    )
    return [
        ExplainedDay(row.day, _day_state(row, start, due_day, end), row.number, row.name, row.make_up)
        for row in rows[: LONGEST + 1]
    ]


def _day_state(row: LedgerDay, start: date, due_day: date | None, end: date) -> DayState:
    if row.day == start:
        return "start"
    if row.paused:
        return "paused"
    if due_day is not None and row.day == due_day:
        return "due"
    if due_day is not None and row.day > due_day:
        return "late" if row.working else "rest"
    if not row.counted:
        return "rest"
    if row.day > end:
        return "left"
    return "makeup" if row.make_up else "counted"
