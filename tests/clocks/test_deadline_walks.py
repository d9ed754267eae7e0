"""Deadline arithmetic against a plain walk over the days, as a clerk with a wall calendar would do it."""

from datetime import date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from efficiency.clocks.deadlines import Limit, PausedSpan, day_before, due_day, due_moment_hours, ledger, moments
from efficiency.clocks.kinds import LimitUnit
from efficiency.workdays.calendar import official_calendar
from tests.cast import at

CALENDAR = official_calendar()
DAY = timedelta(days=1)

closed_spans = st.builds(
    lambda after, length: PausedSpan(after, after + timedelta(days=length)),
    st.dates(date(2023, 11, 1), date(2027, 3, 1)),
    st.integers(0, 90),
)
spans = closed_spans | st.builds(PausedSpan, st.dates(date(2023, 11, 1), date(2027, 3, 1)), st.none())
starts = st.dates(date(2023, 12, 1), date(2027, 2, 1))


def working_days(n: int) -> Limit:
    return Limit(n, LimitUnit.WORKING_DAYS)


def naive_due(start: date, limit: Limit, pauses: list[PausedSpan], roll: bool) -> date | None:
    """One day after the other, as a clerk with a wall calendar would."""

    def paused(day: date) -> bool:
        return any(p.after < day and (p.until is None or day <= p.until) for p in pauses)

    by_working_day = limit.unit == LimitUnit.WORKING_DAYS
    day, left = start, limit.amount
    while left:
        day += DAY
        if day > start + timedelta(days=4000):
            return None
        left -= not paused(day) and (not by_working_day or CALENDAR.is_working(day))
    while roll and not by_working_day and (not CALENDAR.is_working(day) or (paused(day) and day > start)):
        day += DAY
        if day > start + timedelta(days=4000):
            return None
    return day


@settings(max_examples=3000, deadline=None)
@given(
    starts,
    st.builds(Limit, st.integers(1, 120), st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS])),
    st.lists(closed_spans, max_size=5),
    st.booleans(),
)
@example(
    date(2025, 9, 15), Limit(20, LimitUnit.WORKING_DAYS), [PausedSpan(date(2025, 9, 22), date(2025, 10, 20))], True
)
def test_due_days_agree_with_a_walk_over_the_days(
    start: date, limit: Limit, pauses: list[PausedSpan], roll: bool
) -> None:
    """T-03, T-06, T-20, T-21"""
    assert due_day(CALENDAR, start, limit, pauses, roll).day == naive_due(start, limit, pauses, roll)


@settings(max_examples=300, deadline=None)
@given(starts, st.integers(1, 60), st.lists(spans, max_size=3))
def test_a_pause_without_an_end_agrees_with_the_walk(start: date, n: int, pauses: list[PausedSpan]) -> None:
    assert due_day(CALENDAR, start, working_days(n), pauses).day == naive_due(start, working_days(n), pauses, True)


@settings(max_examples=500, deadline=None)
@given(starts, st.integers(1, 60), st.lists(closed_spans, max_size=4))
def test_counting_back_from_the_due_day_meets_the_days_that_counted(
    start: date, n: int, pauses: list[PausedSpan]
) -> None:
    due = due_day(CALENDAR, start, working_days(n), pauses).day
    assert due is not None
    counted = [one.day for one in ledger(CALENDAR, start, working_days(n), pauses) if one.counted]

    assert counted[-1] == due
    assert len(counted) == n
    for back in range(1, n):
        assert day_before(CALENDAR, due, working_days(back), [p for p in pauses if p.after < due]) == counted[-1 - back]


@settings(max_examples=500, deadline=None)
@given(
    st.dates(date(2025, 1, 1), date(2026, 12, 1)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.integers(1, 60),
    st.lists(closed_spans, max_size=3),
)
def test_working_hours_agree_with_a_walk_over_the_minutes(
    day: date, clock: time, hours: int, pauses: list[PausedSpan]
) -> None:
    """D60, D62"""
    started = at(f"{day} {clock}")
    minute, left = started, hours * 60
    while left:
        day = minute.date()
        if not CALENDAR.is_working(day) or any(p.after < day <= (p.until or day) for p in pauses):
            minute = datetime.combine(day + DAY, time(), minute.tzinfo)
            continue
        left -= 9 <= minute.hour < 17
        minute += timedelta(minutes=1)

    assert due_moment_hours(CALENDAR, started, hours, pauses) == minute


@given(starts, st.integers(1, 40), st.integers(1, 40))
def test_limits_add_up(start: date, a: int, b: int) -> None:
    """T-03"""
    first = due_day(CALENDAR, start, working_days(a)).day
    assert first is not None

    assert due_day(CALENDAR, start, working_days(a + b)).day == due_day(CALENDAR, first, working_days(b)).day


@given(starts, st.integers(1, 60), st.integers(1, 30), st.lists(closed_spans, max_size=3))
def test_an_extension_adds_to_the_limit(start: date, n: int, more: int, pauses: list[PausedSpan]) -> None:
    """T-18"""
    begun = at(f"{start} 10:00")

    extended = moments(CALENDAR, started_at=begun, limit=working_days(n), extended=more, pauses=pauses)

    assert extended == moments(CALENDAR, started_at=begun, limit=working_days(n + more), pauses=pauses)
