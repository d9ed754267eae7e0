"""Deadline arithmetic against the worked examples, the rules and a plain walk over the days."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from efficiency.clocks.deadlines import (
    DueDay,
    LedgerDay,
    Limit,
    Moments,
    OfficeHours,
    PausedSpan,
    day_before,
    due_day,
    due_moment_hours,
    handled_day,
    ledger,
    merged,
    moments,
    overdue_workdays,
)
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.workdays.calendar import Difference, OutOfRange, city_calendar, official_calendar
from tests.cast import at

EXAMPLES = json.loads((Path(__file__).parent / "deadline_examples.json").read_text())
CALENDAR = official_calendar()
DAY = timedelta(days=1)


def working_days(n: int) -> Limit:
    return Limit(n, LimitUnit.WORKING_DAYS)


def calendar_days(n: int) -> Limit:
    return Limit(n, LimitUnit.CALENDAR_DAYS)


def months(n: int) -> Limit:
    return Limit(n, LimitUnit.MONTHS)


def spans_of(row: dict[str, Any]) -> list[PausedSpan]:
    return [PausedSpan(date.fromisoformat(a), date.fromisoformat(b)) for a, b in row.get("suspensions", [])]


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_a_worked_example_comes_out(row: dict[str, Any]) -> None:
    """T-03, T-04, T-05, T-06, T-07, T-08: RULES.md 12.9"""
    n = row.get("n", 0)
    start = datetime.fromisoformat(row.get("start", "2026-01-01"))
    answers: dict[str, Any] = {
        "workdays": lambda: due_day(CALENDAR, start.date(), working_days(n)).day,
        "workdays_suspended": lambda: due_day(CALENDAR, start.date(), working_days(n), spans_of(row)).day,
        "workdays_before": lambda: day_before(CALENDAR, date.fromisoformat(row["end"]), working_days(n)),
        "calendar_days_roll": lambda: due_day(CALENDAR, start.date(), calendar_days(n)).day,
        "months": lambda: due_day(CALENDAR, start.date(), months(n), roll=False).day,
        "overdue_workdays": lambda: overdue_workdays(
            CALENDAR, date.fromisoformat(row["due"]), date.fromisoformat(row["done"])
        ),
        "working_hours": lambda: due_moment_hours(CALENDAR, at(row["start"]), n),
    }

    got = answers[row["kind"]]()

    if isinstance(got, datetime):
        assert got == at(row["expected"])
    else:
        assert (got.isoformat() if isinstance(got, date) else got) == row["expected"]


@pytest.mark.parametrize("row", [row for row in EXAMPLES if "raw" in row], ids=lambda row: row["id"])
def test_the_raw_last_day_is_told(row: dict[str, Any]) -> None:
    """T-06"""
    limit = months(row["n"]) if row["kind"] == "months" else calendar_days(row["n"])

    assert due_day(CALENDAR, date.fromisoformat(row["start"]), limit).raw == date.fromisoformat(row["raw"])


def test_all_days_of_a_holiday_give_the_same_due_day() -> None:
    """T-04"""
    holiday = [date(2025, 1, 28) + n * DAY for n in range(8)]

    assert {due_day(CALENDAR, day, working_days(5)).day for day in holiday} == {date(2025, 2, 10)}


def test_a_due_day_on_a_make_up_saturday_is_kept() -> None:
    """T-05"""
    assert due_day(CALENDAR, date(2026, 9, 28), working_days(5)).day == date(2026, 10, 10)


def test_a_calendar_day_limit_that_ends_on_a_make_up_saturday_is_kept() -> None:
    """T-05, T-06"""
    assert due_day(CALENDAR, date(2026, 10, 5), calendar_days(5)) == DueDay(
        date(2026, 10, 10), date(2026, 10, 10), provisional=False
    )


def test_months_end_with_a_shorter_month() -> None:
    """T-07"""
    assert due_day(CALENDAR, date(2024, 1, 31), months(1)).day == date(2024, 2, 29)


def test_months_are_rolled_unless_they_are_a_status_period() -> None:
    """T-07"""
    assert due_day(CALENDAR, date(2025, 2, 28), months(12)).day == date(2026, 2, 28)  # a make-up Saturday
    assert due_day(CALENDAR, date(2026, 1, 3), months(1), roll=False).day == date(2026, 2, 3)
    assert due_day(CALENDAR, date(2025, 10, 17), months(4), roll=False).day == date(2026, 2, 17)
    assert due_day(CALENDAR, date(2025, 10, 17), months(4)).day == date(2026, 2, 24)


def test_a_pause_pushes_a_month_limit_by_its_calendar_days() -> None:
    pause = PausedSpan(date(2026, 3, 10), date(2026, 3, 20))

    assert due_day(CALENDAR, date(2026, 3, 4), months(1), [pause]).raw == date(2026, 4, 14)


def test_a_limit_does_not_end_inside_a_pause() -> None:
    pause = PausedSpan(date(2026, 3, 7), date(2026, 3, 11))  # the raw last day is Saturday 2026-03-07

    assert due_day(CALENDAR, date(2026, 3, 2), calendar_days(5), [pause]).day == date(2026, 3, 12)


def test_the_day_on_which_a_pause_begins_is_still_counted() -> None:
    pause = PausedSpan(date(2026, 3, 3), None)

    assert due_day(CALENDAR, date(2026, 3, 2), working_days(1), [pause]).day == date(2026, 3, 3)
    assert due_day(CALENDAR, date(2026, 3, 2), working_days(2), [pause]) == DueDay(None, None, provisional=False)


def test_overlapping_pauses_are_counted_once() -> None:
    """T-21"""
    pauses = [
        PausedSpan(date(2026, 3, 9), date(2026, 3, 12)),
        PausedSpan(date(2026, 3, 2), date(2026, 3, 6)),
        PausedSpan(date(2026, 3, 4), date(2026, 3, 10)),
        PausedSpan(date(2026, 2, 1), date(2026, 2, 2)),
    ]

    assert merged(pauses, date(2026, 2, 25)) == [PausedSpan(date(2026, 3, 2), date(2026, 3, 12))]


def test_overdue_is_counted_in_working_days() -> None:
    """T-08"""
    assert overdue_workdays(CALENDAR, date(2026, 9, 30), date(2026, 9, 30)) == 0
    assert overdue_workdays(CALENDAR, date(2026, 9, 30), date(2026, 10, 7)) == 0
    assert overdue_workdays(CALENDAR, date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert overdue_workdays(CALENDAR, date(2026, 9, 30), date(2026, 9, 1)) == 0


def test_late_in_the_evening_is_in_time_online_and_late_at_the_counter() -> None:
    """T-09"""
    due, done = date(2026, 9, 28), at("2026-09-28 23:30")

    online = handled_day(CALENDAR, done, DayEnd.MIDNIGHT)
    counter = handled_day(CALENDAR, done, DayEnd.CLOSING)

    assert (online, overdue_workdays(CALENDAR, due, online)) == (date(2026, 9, 28), 0)
    assert (counter, overdue_workdays(CALENDAR, due, counter)) == (date(2026, 9, 29), 1)


def test_the_day_in_shanghai_decides() -> None:
    """T-10"""
    started_at = datetime.fromisoformat("2026-02-13T16:30:00+00:00")

    assert moments(CALENDAR, started_at=started_at, limit=working_days(5)).due_day == date(2026, 2, 28)


def test_a_due_day_in_a_year_without_a_notice_is_provisional() -> None:
    """T-12"""
    assert due_day(CALENDAR, date(2026, 12, 30), working_days(2)).provisional is True
    assert due_day(CALENDAR, date(2026, 12, 30), working_days(1)).provisional is False


def test_a_status_period_needs_no_notice() -> None:
    """T-07, T-12"""
    assert due_day(CALENDAR, date(2026, 7, 1), months(12), roll=False) == DueDay(
        date(2027, 7, 1), date(2027, 7, 1), provisional=False
    )


def test_a_local_closure_moves_the_due_day() -> None:
    """T-13"""
    closed = city_calendar(version=2, published=[], differences=[Difference(date(2026, 3, 2), False, "台风")])

    assert due_day(CALENDAR, date(2026, 2, 24), working_days(5)).day == date(2026, 3, 2)
    assert due_day(closed, date(2026, 2, 24), working_days(5)).day == date(2026, 3, 3)


def test_the_moments_of_an_online_clock() -> None:
    assert moments(
        CALENDAR, started_at=at("2026-09-16 10:00"), limit=working_days(7), warn_before=1, grave_after=5
    ) == Moments(
        warn_at=at("2026-09-23 09:00"),
        due_at=at("2026-09-25 00:00"),
        grave_at=at("2026-10-10 00:00"),
        due_day=date(2026, 9, 24),
        provisional=False,
    )


def test_the_moments_of_a_counter_clock() -> None:
    """T-09"""
    office = OfficeHours(time(8, 30), time(17, 30))

    result = moments(
        CALENDAR,
        started_at=at("2026-09-28 10:00"),
        limit=working_days(5),
        day_end=DayEnd.CLOSING,
        hours=office,
        warn_before=1,
        grave_after=1,
    )

    assert (result.warn_at, result.due_at, result.grave_at) == (
        at("2026-10-09 08:30"),
        at("2026-10-10 17:30"),
        at("2026-10-12 17:30"),
    )


def test_a_limit_too_short_for_a_reminder_has_none() -> None:
    assert moments(CALENDAR, started_at=at("2026-09-28 10:00"), limit=working_days(1), warn_before=1).warn_at is None


def test_a_reminder_skips_a_pause() -> None:
    pause = PausedSpan(date(2026, 9, 29), date(2026, 10, 9))

    result = moments(CALENDAR, started_at=at("2026-09-28 10:00"), limit=working_days(2), pauses=[pause], warn_before=1)

    assert (result.warn_at, result.due_day) == (at("2026-09-29 09:00"), date(2026, 10, 10))


def test_a_clock_in_hours_has_no_reminder_and_ends_at_its_moment() -> None:
    result = moments(
        CALENDAR,
        started_at=at("2026-02-13 16:00"),
        limit=Limit(4, LimitUnit.WORKING_HOURS),
        warn_before=1,
        grave_after=1,
    )

    assert result == Moments(None, at("2026-02-14 12:00"), at("2026-02-25 00:00"), date(2026, 2, 14), provisional=False)


@pytest.mark.parametrize("unit", [LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_HOURS])
def test_an_open_pause_leaves_no_moment(unit: LimitUnit) -> None:
    result = moments(
        CALENDAR,
        started_at=at("2026-03-02 10:00"),
        limit=Limit(30, unit),
        pauses=[PausedSpan(date(2026, 3, 3), None)],
        warn_before=1,
        grave_after=1,
    )

    assert result == Moments(None, None, None, None, provisional=False)


def test_an_extension_is_counted_from_the_former_due_day() -> None:
    """T-18"""
    extended = moments(CALENDAR, started_at=at("2025-01-20 10:00"), limit=working_days(20), extended=10)

    assert extended.due_day == CALENDAR.add(date(2025, 2, 21), 10) == date(2025, 3, 7)


def test_a_grave_day_in_a_year_without_a_notice_is_told_apart() -> None:
    """T-12"""
    result = moments(CALENDAR, started_at=at("2026-12-24 10:00"), limit=working_days(5), grave_after=5)

    assert (result.due_day, result.provisional, result.grave_provisional) == (date(2026, 12, 31), False, True)


def test_the_ledger_names_every_day() -> None:
    days = ledger(CALENDAR, date(2026, 2, 12), working_days(3), [PausedSpan(date(2026, 2, 24), date(2026, 2, 25))])

    assert days[0] == LedgerDay(date(2026, 2, 12), False, None, True, "", False, False)
    assert days[1] == LedgerDay(date(2026, 2, 13), True, 1, True, "", False, False)
    assert days[2] == LedgerDay(date(2026, 2, 14), True, 2, True, "春节", True, False)
    assert days[3] == LedgerDay(date(2026, 2, 15), False, None, False, "春节", False, False)
    assert days[12] == LedgerDay(date(2026, 2, 24), True, 3, True, "", False, False)
    assert len(days) == 13


def test_the_ledger_runs_on_past_the_due_day() -> None:
    days = ledger(CALENDAR, date(2026, 3, 2), working_days(1), until=date(2026, 3, 5))

    assert [day.number for day in days] == [None, 1, 2, 3]


def test_the_ledger_of_an_open_pause_ends_where_it_began() -> None:
    days = ledger(CALENDAR, date(2026, 3, 2), working_days(5), [PausedSpan(date(2026, 3, 4), None)])

    assert [day.number for day in days] == [None, 1, 2]


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Limit(-1, LimitUnit.WORKING_DAYS)


def test_an_office_must_close_after_it_opens() -> None:
    with pytest.raises(ValueError, match="close"):
        OfficeHours(time(17), time(9))


def test_hours_do_not_end_on_a_day() -> None:
    hours = Limit(4, LimitUnit.WORKING_HOURS)

    with pytest.raises(ValueError, match="moment"):
        due_day(CALENDAR, date(2026, 3, 2), hours)
    with pytest.raises(ValueError, match="back"):
        day_before(CALENDAR, date(2026, 3, 2), hours)


@pytest.mark.parametrize("limit", [months(10_000_000), calendar_days(10_000_000), working_days(10_000_000)])
def test_a_limit_beyond_the_calendar_is_refused(limit: Limit) -> None:
    with pytest.raises(OutOfRange):
        due_day(CALENDAR, date(2026, 3, 2), limit)
