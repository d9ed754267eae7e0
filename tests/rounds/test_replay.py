"""The time a case needed, and what other limits would have meant: beside a count day by day."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rounds.replay import Share, joined, late, met_by, needed
from efficiency.clocks.deadlines import Limit, OfficeHours, PausedSpan, moments
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.common.moments import SHANGHAI
from efficiency.workdays.calendar import official_calendar

CALENDAR = official_calendar()
FIRST = date(2025, 1, 6)
_DAY = timedelta(days=1)


def by_hand(start: date, over: date, pauses: list[PausedSpan], extended: int) -> int:
    """Walk day by day: a limit is met on the first day that counts after all days that were over."""
    counted = 0
    day = start
    while day < over:
        day += _DAY
        paused = any(span.after < day <= (span.until or date.max) for span in pauses)
        counted += CALENDAR.is_working(day) and not paused
    return max(1, counted + 1 - extended)


days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
        lambda pair: PausedSpan(FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=pair[0] + pair[1]))
    ),
    max_size=3,
)


@given(start=days, length=st.integers(-1, 60), pauses=spans, extended=st.integers(0, 10))
def test_time_needed_is_what_a_count_day_by_day_finds(
    start: date, length: int, pauses: list[PausedSpan], extended: int
) -> None:
    over = start + timedelta(days=length)

    assert needed(CALENDAR, "wd", start, over, pauses, extended) == by_hand(start, over, pauses, extended)


@given(
    start=days,
    hour=st.integers(0, 23),
    length=st.integers(0, 60),
    finished=st.integers(0, 24 * 60 - 1),
    pauses=spans,
    extended=st.integers(0, 10),
    limit=st.integers(1, 40),
    unit=st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS]),
    day_end=st.sampled_from(list(DayEnd)),
)
def test_case_is_late_under_a_limit_exactly_where_it_needed_more(
    start: date,
    hour: int,
    length: int,
    finished: int,
    pauses: list[PausedSpan],
    extended: int,
    limit: int,
    unit: LimitUnit,
    day_end: DayEnd,
) -> None:
    """The replay and the clock that the judge reads are one arithmetic."""
    started_at = datetime.combine(start, time(hour), SHANGHAI)
    stopped_at = max(started_at, datetime.combine(start + timedelta(days=length), time(), SHANGHAI)) + timedelta(
        minutes=finished if length else 0
    )
    hours = OfficeHours()
    last = stopped_at.date()
    over = last if day_end == DayEnd.CLOSING and stopped_at.time() >= hours.close else last - _DAY
    promised = moments(
        CALENDAR,
        started_at=started_at,
        limit=Limit(limit, unit),
        extended=extended,
        pauses=pauses,
        day_end=day_end,
        hours=hours,
    )

    used = needed(CALENDAR, unit, start, over, pauses, extended)

    assert promised.due_at is not None
    assert (used > limit) == (stopped_at >= promised.due_at)


@pytest.mark.parametrize(
    ("start", "over", "pauses", "used"),
    [
        ("2026-09-14", "2026-09-13", [], 1),  # finished on the day it was accepted
        ("2026-09-14", "2026-09-14", [], 1),  # the next day is the first that counts
        ("2026-09-14", "2026-09-17", [], 4),  # Monday to Friday
        ("2026-09-11", "2026-09-13", [], 1),  # over a weekend
        ("2026-09-14", "2026-09-24", [("2026-09-15", "2026-09-22")], 4),  # a pause takes its days out
    ],
)
def test_days_needed(start: str, over: str, pauses: list[tuple[str, str]], used: int) -> None:
    read = date.fromisoformat
    spans = [PausedSpan(read(first), read(last)) for first, last in pauses]

    assert needed(CALENDAR, "wd", read(start), read(over), spans) == used


@given(st.dictionaries(st.integers(1, 60), st.integers(1, 50), min_size=1), st.integers(80, 99))
def test_limit_that_so_many_met_is_the_smallest_one(bars: dict[int, int], percent: int) -> None:
    limit = met_by(bars, percent)
    total = sum(bars.values())

    assert limit is not None
    assert (total - late(bars, limit)) * 100 >= percent * total
    assert (total - late(bars, limit - 1)) * 100 < percent * total


def test_without_cases_there_is_no_such_limit() -> None:
    assert met_by({}, 95) is None


def test_histograms_join() -> None:
    assert joined([{1: 2, 3: 4}, {3: 1}]) == {1: 2, 3: 5}


def test_share_of_too_few_cases_is_not_told() -> None:
    assert Share(late=1, cases=3, enough=False).percent is None
    assert Share(late=1, cases=3).percent == Decimal("33.3")
