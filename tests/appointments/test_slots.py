"""When a hall is open."""

from dataclasses import dataclass
from datetime import date

import pytest

from approvals.appointments.slots import BadSpans, as_text, slots_of, spans_of
from efficiency.workdays.calendar import official_calendar


@dataclass
class Hours:
    """A hall's hours without a database."""

    regular: str = "09:00-12:00、13:00-17:00"
    extended: str = "12:00-13:00"
    saturday: str = "09:00-11:00"
    sunday: str = ""
    capacity: int = 2
    extended_capacity: int = 1


def labels(day: date, hours: Hours | None = None, minutes: int = 60) -> list[str]:
    face = official_calendar().kind_of(day)
    return [slot.label for slot in slots_of(day, face, hours or Hours(), minutes)]


def test_a_working_day_has_regular_hours_and_lunch_service_in_the_order_of_time() -> None:
    assert labels(date(2026, 9, 15)) == [
        "09:00–10:00", "10:00–11:00", "11:00–12:00", "12:00–13:00",
        "13:00–14:00", "14:00–15:00", "15:00–16:00", "16:00–17:00",
    ]  # fmt: skip


def test_a_saturday_has_hours_of_its_own() -> None:
    assert labels(date(2026, 9, 12)) == ["09:00–10:00", "10:00–11:00"]


def test_a_make_up_saturday_is_a_working_day() -> None:
    """2026-10-10 makes up for the National Day holiday."""
    assert len(labels(date(2026, 10, 10))) == 8


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 10, 3), date(2026, 10, 4)])
def test_a_holiday_is_closed_even_on_a_saturday(day: date) -> None:
    assert labels(day, Hours(sunday="09:00-11:00")) == []


def test_what_is_left_of_a_span_is_no_slot() -> None:
    assert labels(date(2026, 9, 15), Hours(regular="09:00-10:20", extended=""), 30) == ["09:00–09:30", "09:30–10:00"]


def test_no_places_are_no_slots() -> None:
    assert labels(date(2026, 9, 15), Hours(capacity=0, extended="")) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("9:00-12:00", "09:00-12:00"),
        ("13：00—17：00，9:00至12:00", "09:00-12:00、13:00-17:00"),
        ("09:00-10:00 10:00-11:00", "09:00-10:00、10:00-11:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, kept: str) -> None:
    assert as_text(spans_of(text)) == kept


@pytest.mark.parametrize(
    "text", ["上午", "9-12", "12:00-09:00", "09:00-09:00", "25:00-26:00", "09:00-11:00、10:00-12:00", "1:00-2:00 " * 5]
)
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(BadSpans):
        spans_of(text)
