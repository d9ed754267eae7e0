"""Reading the notice of a year."""

from datetime import date

import pytest
from django.utils import translation

from efficiency.workdays.calendar import Difference, official_calendar
from efficiency.workdays.notice import FaultyNotice, read_notice, statutory_days_missed


def faults(text: str) -> list[str]:
    with translation.override("en"), pytest.raises(FaultyNotice) as faulty:
        read_notice(text, 2027)
    return [str(fault) for fault in faulty.value.faults]


def test_lines_are_read_in_the_order_of_the_days() -> None:
    text = "2027-10-09 work 国庆节\n\n  2027-10-01   rest  国庆节 \n2027-01-01 休 元旦\n2026-12-27 班 元旦"

    assert read_notice(text, 2027) == [
        Difference(date(2026, 12, 27), True, "元旦"),
        Difference(date(2027, 1, 1), False, "元旦"),
        Difference(date(2027, 10, 1), False, "国庆节"),
        Difference(date(2027, 10, 9), True, "国庆节"),
    ]


def test_every_fault_is_told_with_its_line() -> None:
    text = "\n".join(
        [
            "2027-10-01 rest 国庆节",
            "2027-10-01 rest 国庆节",
            "2027-02-30 rest 春节",
            "2028-01-01 rest 元旦",
            "2026-11-30 rest 元旦",
            "2027-10-02 holiday 国庆节",
            "2027-10-03 rest",
            "next week",
            f"2027-10-04 rest {'长' * 61}",
        ]
    )

    assert faults(text) == [
        "Line 2: 2027-10-01 stands in the list twice.",
        "Line 3: 2027-02-30 is not a day of the calendar.",
        "Line 4: 2028-01-01 is not in 2027.",
        "Line 5: 2026-11-30 is not in 2027.",
        "Line 6: “holiday” is neither “rest” nor “work”.",
        "Line 7: write a day, “rest” or “work”, and a name, e.g. 2027-10-01 rest 国庆节.",
        "Line 8: write a day, “rest” or “work”, and a name, e.g. 2027-10-01 rest 国庆节.",
        "Line 9: the name is longer than 60 characters.",
    ]


@pytest.mark.parametrize("text", ["", "2027-10-09 work 国庆节"])
def test_a_notice_without_a_rest_day_is_no_notice(text: str) -> None:
    assert faults(text) == ["Line 1: The notice names no rest day."]


def test_statutory_days_that_would_be_worked_are_found() -> None:
    full = [
        Difference(day, False, name) for day, name in official_calendar().rest_days(2027) if day != date(2027, 10, 1)
    ]
    worked = Difference(date(2027, 2, 6), True, "春节")

    assert statutory_days_missed(official_calendar(), 2027, [*full, worked]) == [(date(2027, 10, 1), "国庆节")]
    assert statutory_days_missed(official_calendar(), 2027, [one for one in full if one.day.month != 2] + [worked]) == [
        (date(2027, 2, 5), "农历除夕"),
        (date(2027, 2, 6), "春节"),
        (date(2027, 2, 8), "春节"),
        (date(2027, 10, 1), "国庆节"),
    ]
