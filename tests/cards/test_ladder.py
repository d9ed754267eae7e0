"""The rungs of escalation: which due moments each reaches (1 to 7 October 2026 off, Saturday 10th worked)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficiency.cards.ladder import Rung, hours_before, read_ladder, span
from efficiency.clocks.deadlines import Limit, OfficeHours, due_moment_hours
from efficiency.clocks.kinds import LimitUnit
from efficiency.workdays.calendar import official_calendar
from tests.cast import at

HOURS = OfficeHours()
CALENDAR = official_calendar()


def reaches(rung: str, due: str, now: str) -> bool:
    reached = span(CALENDAR, Rung.parsed(rung), at(now), HOURS)
    return reached.after < at(due) <= reached.until


@pytest.mark.parametrize(
    ("rung", "due", "first"),
    [
        # due on Friday 9 October, until 24:00
        ("-1d:handler", "2026-10-10 00:00", "2026-10-08 00:00"),
        ("-2d:handler", "2026-10-10 00:00", "2026-09-30 00:00"),
        ("-0d:handler", "2026-10-10 00:00", "2026-10-09 00:00"),
        # due on Saturday 10 October, a make-up working day
        ("+1d:head", "2026-10-11 00:00", "2026-10-12 00:00"),
        ("+3d:leader", "2026-10-11 00:00", "2026-10-14 00:00"),
        ("+0d:head", "2026-10-11 00:00", "2026-10-11 00:00"),
        # due on Wednesday 30 September at closing time
        ("+1d:head", "2026-09-30 17:00", "2026-10-08 00:00"),
        # hours, of which a day has eight
        ("-4h:handler", "2026-10-09 15:00", "2026-10-09 11:00"),
        ("-4h:handler", "2026-10-09 10:00", "2026-10-08 14:00"),
        ("+2h:head", "2026-09-30 16:00", "2026-10-08 10:00"),
        ("+4h:head", "2026-10-10 00:00", "2026-10-10 13:00"),
    ],
)
def test_a_rung_reaches_a_due_moment_from_its_time_on(rung: str, due: str, first: str) -> None:
    moment = at(first)

    assert not reaches(rung, due, (moment - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S"))
    assert reaches(rung, due, first)


def test_before_the_limit_nothing_that_has_passed_is_near() -> None:
    assert not reaches("-1d:handler", "2026-10-09 09:00", "2026-10-09 09:00")


def test_what_lies_far_back_is_no_news() -> None:
    assert reaches("+1d:head", "2026-09-25 00:00", "2026-10-08 12:00")
    assert not reaches("+1d:head", "2026-08-03 00:00", "2026-10-08 12:00")


@given(
    st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2026-11-30")),
    st.integers(min_value=1, max_value=60),
)
def test_counting_hours_back_and_forth_meets_again(moment: datetime, hours: int) -> None:
    back = hours_before(CALENDAR, at(moment.isoformat()), Limit(hours, LimitUnit.WORKING_HOURS), HOURS)
    forth = due_moment_hours(CALENDAR, back, hours, (), HOURS)
    again = due_moment_hours(CALENDAR, back + timedelta(minutes=1), hours, (), HOURS)

    assert forth is not None and forth <= at(moment.isoformat())
    assert again is not None and again > at(moment.isoformat()) - timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "1d:head", "+d:head", "+1w:head", "+1d:mayor", "+1d", "+1000d:head"])
def test_a_rung_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_ladder([text])
