"""A clock's stored moments, computed from its events and the calendar."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from efficiency.changes.settings import value_of
from efficiency.clocks.deadlines import Limit, OfficeHours, PausedSpan, moments
from efficiency.clocks.hours import OFFICE_HOURS, read_hours
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.clocks.models import Clock, Pause
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import WorkCalendar

# A clock paused without a planned end has no due moment; the column holds this until it resumes.
NEVER = datetime(9999, 1, 1, tzinfo=SHANGHAI)


def office_hours(at: datetime | None = None) -> OfficeHours:
    """Working time of counters, by setting: what was in force at a moment (default: now).

    A clock keeps the hours of the day on which it started, as it keeps its limit.
    """
    return read_hours(value_of(OFFICE_HOURS, at))


def spans(pauses: Iterable[Pause]) -> list[PausedSpan]:
    """The days that pauses take out: after the first day up to and including the end.

    The end is the earlier of resuming and the announced end (T-22): nobody has to act for the
    clock to run again.
    """
    found = []
    for pause in pauses:
        ends = [local_date(pause.resumed_at)] if pause.resumed_at else []
        ends += [pause.planned_until] if pause.planned_until else []
        found.append(PausedSpan(after=local_date(pause.paused_from), until=min(ends) if ends else None))
    return found


def recompute(clock: Clock, *, calendar: WorkCalendar, pauses: Iterable[Pause] | None = None) -> None:
    """Set the clock's moments and where the judge looks next; does not save.

    `pauses` spares the query where the caller knows them.
    """
    known = list(clock.pauses.all()) if pauses is None else list(pauses)
    result = moments(
        calendar,
        started_at=clock.started_at,
        limit=Limit(clock.limit, LimitUnit(clock.limit_unit)),
        extended=clock.extended,
        pauses=spans(known),
        day_end=DayEnd(clock.day_end),
        hours=office_hours(clock.started_at),
        warn_before=clock.policy.reminds_before,
        grave_after=clock.policy.grave_after,
    )
    clock.warn_at = result.warn_at
    clock.due_at = result.due_at or NEVER
    # A second level on a day whose year is not arranged yet would be a card on a guess (T-12).
    clock.grave_at = None if result.grave_provisional else result.grave_at
    clock.provisional = result.provisional
    clock.calendar = calendar.version
    clock.look_at = next_look(clock, quiet_until=_end_of_planned_pause(known))


def _end_of_planned_pause(pauses: list[Pause]) -> datetime | None:
    ends = [pause.planned_until for pause in pauses if pause.planned_until and not pause.resumed_at]
    if not ends:
        return None
    return datetime.combine(max(ends), time.min, SHANGHAI) + timedelta(days=1)


def next_look(clock: Clock, *, quiet_until: datetime | None = None) -> datetime | None:
    """The next moment at which the judge must look; moves `stage` past what cannot come.

    NULL where there is nothing to look for: cancelled, stopped in time, all said, paused without
    a planned end, or provisional (no card on a provisional date, T-12). No reminder while a
    pause with a planned end runs (T-34).
    """
    if clock.stage == 0 and clock.warn_at is None:
        clock.stage = 1
    if clock.cancelled_at is not None or clock.provisional or clock.due_at >= NEVER or clock.stage >= 3:
        return None
    if clock.stopped_at is not None and clock.stopped_at < clock.due_at:
        return None
    if clock.stage == 0:
        assert clock.warn_at is not None  # moved to stage 1 above otherwise
        # A pause that began on the last day moves nothing: the breach is not waited for till its end.
        return min(max(clock.warn_at, quiet_until), clock.due_at) if quiet_until else clock.warn_at
    return clock.due_at if clock.stage == 1 else clock.grave_at
