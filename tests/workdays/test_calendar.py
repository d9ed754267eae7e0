"""The working calendar: official data, differences of the city, and answers without loops."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficiency.workdays.calendar import DayFace, Difference, OutOfRange, city_calendar, official_calendar

DAY = timedelta(days=1)
days = st.dates(date(2004, 1, 2), date(2030, 12, 31))


def naive_working(day: date) -> bool:
    """The package's own answer."""
    from chinese_calendar.constants import holidays, workdays

    return day in workdays or (day.weekday() < 5 and day not in holidays)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-04", "2024-02-18", "2025-01-26", "2025-02-08", "2026-01-04", "2026-02-14", "2026-02-28",
        "2026-10-10", "2024-02-09",
    ],
)  # fmt: skip
def test_make_up_days_and_the_eve_of_2024_are_worked(text: str) -> None:
    """T-01"""
    assert official_calendar().is_working(date.fromisoformat(text)) is True


@pytest.mark.parametrize("text", ["2025-01-28", "2026-01-02", "2026-02-23", "2026-10-07"])
def test_holidays_are_not_worked(text: str) -> None:
    """T-01"""
    assert official_calendar().is_working(date.fromisoformat(text)) is False


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_number_of_working_days(year: int, count: int) -> None:
    """T-02"""
    assert official_calendar().between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_every_published_day_agrees_with_the_package() -> None:
    calendar = official_calendar()
    day = date(2004, 1, 1)

    while day <= date(2026, 12, 31):
        assert calendar.is_working(day) == naive_working(day), day
        day += DAY


@given(days, st.integers(1, 400))
def test_add_is_the_nth_working_day_after(day: date, n: int) -> None:
    """T-03"""
    calendar = official_calendar()
    walked, left = day, n
    while left:
        walked += DAY
        left -= calendar.is_working(walked)

    assert calendar.add(day, n) == walked
    assert calendar.subtract(calendar.add(day, n) + DAY, 1) == walked
    assert calendar.between(day, walked) == n


@given(days)
def test_roll_is_the_next_working_day_or_the_day_itself(day: date) -> None:
    """T-05, T-06"""
    calendar = official_calendar()
    walked = day
    while not calendar.is_working(walked):
        walked += DAY

    assert calendar.roll(day) == walked


@given(days, st.integers(1, 40))
def test_subtract_is_the_nth_working_day_before(day: date, n: int) -> None:
    """D48"""
    calendar = official_calendar()
    day += timedelta(days=100)
    walked, left = day, n
    while left:
        walked -= DAY
        left -= calendar.is_working(walked)

    assert calendar.subtract(day, n) == walked


def test_adding_nothing_keeps_the_day() -> None:
    assert official_calendar().add(date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert official_calendar().subtract(date(2026, 2, 15), 0) == date(2026, 2, 15)


def test_counting_cannot_go_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        official_calendar().add(date(2026, 2, 15), -1)
    assert official_calendar().between(date(2026, 2, 13), date(2026, 2, 2)) == 0


@pytest.mark.parametrize("day", [date(2003, 12, 30), date(2057, 1, 1)])
def test_a_day_beyond_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(OutOfRange):
        official_calendar().is_working(day)


def test_a_limit_that_leads_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(OutOfRange):
        official_calendar().add(date(2026, 1, 5), 10_000)


def test_days_have_the_names_people_use() -> None:
    calendar = official_calendar()

    assert calendar.kind_of(date(2026, 2, 17)) == DayFace(date(2026, 2, 17), False, "春节", False, False)
    assert calendar.kind_of(date(2026, 10, 10)) == DayFace(date(2026, 10, 10), True, "国庆节", True, False)
    assert calendar.kind_of(date(2026, 3, 2)) == DayFace(date(2026, 3, 2), True, "", False, False)


def test_a_year_without_a_notice_is_monday_to_friday_less_statutory_days() -> None:
    """T-12"""
    calendar = official_calendar()

    assert calendar.published_until == date(2026, 12, 31)
    assert calendar.kind_of(date(2027, 2, 8)) == DayFace(date(2027, 2, 8), False, "春节", False, True)
    assert calendar.kind_of(date(2027, 2, 11)) == DayFace(date(2027, 2, 11), True, "", False, True)
    assert calendar.kind_of(date(2027, 2, 13)) == DayFace(date(2027, 2, 13), False, "", False, True)


def test_the_official_calendar_is_version_one() -> None:
    assert official_calendar().version == 1


def test_a_local_closure_is_a_rest_day() -> None:
    """T-13"""
    closed = Difference(date(2026, 3, 2), working=False, name="台风停工")

    calendar = city_calendar(version=2, published=[], differences=[closed])

    assert calendar.version == 2
    assert calendar.kind_of(date(2026, 3, 2)) == DayFace(date(2026, 3, 2), False, "台风停工", False, False)
    assert calendar.add(date(2026, 2, 24), 5) == date(2026, 3, 3)


def test_a_holiday_can_be_made_a_working_day() -> None:
    worked = Difference(date(2026, 10, 7), working=True, name="抗洪")

    calendar = city_calendar(version=2, published=[], differences=[worked])

    assert calendar.kind_of(date(2026, 10, 7)) == DayFace(date(2026, 10, 7), True, "抗洪", True, False)


def test_a_year_that_the_city_published_is_what_the_city_entered() -> None:
    """T-12"""
    rest = Difference(date(2027, 2, 8), working=False, name="春节")
    work = Difference(date(2027, 2, 14), working=True, name="春节")

    calendar = city_calendar(version=2, published=[2027], differences=[rest, work])

    assert calendar.published_until == date(2027, 12, 31)
    assert calendar.kind_of(date(2027, 2, 8)) == DayFace(date(2027, 2, 8), False, "春节", False, False)
    assert calendar.kind_of(date(2027, 2, 9)) == DayFace(date(2027, 2, 9), True, "", False, False)
    assert calendar.kind_of(date(2027, 2, 14)) == DayFace(date(2027, 2, 14), True, "春节", True, False)


def test_a_published_year_after_a_gap_stays_provisional() -> None:
    """T-12"""
    calendar = city_calendar(version=2, published=[2028], differences=[])

    assert calendar.published_until == date(2026, 12, 31)
    assert calendar.is_provisional(date(2028, 5, 8)) is True
