"""The clock face, the deadline chip, and days as people say them."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from efficiency.clocks.actions import stop_clock
from efficiency.clocks.explanation import explain
from efficiency.clocks.templatetags.clocks import deadline_chip, face
from efficiency.common.moments import local_date
from efficiency.workdays.glance import begin_page
from efficiency.workdays.templatetags.people import day, moment, say_day
from tests.cast import at, make_user
from tests.clocks.builders import make_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_strip_of_a_late_clock_shows_every_kind_of_day() -> None:
    now = at("2026-10-13 10:00")

    drawn = face(explain(make_clock(), now), local_date(now))

    # From Monday 28 September over National Day and the make-up Saturday (due) to Tuesday.
    shapes = [day["shape"] for day in drawn["days"]]
    assert shapes == ["start", *["counted"] * 2, *["rest"] * 7, *["counted"] * 2, "due", "rest", "late", "late"]


def test_the_strip_names_the_month_where_it_begins() -> None:
    now = at("2026-10-02 10:00")

    drawn = face(explain(make_clock(), now), local_date(now))

    assert [(day["day"].day, day["month"]) for day in drawn["days"] if day["month"]] == [(28, "Sep"), (1, "Oct")]


def test_the_legend_names_only_what_occurs_and_the_holiday() -> None:
    now = at("2026-09-28 12:00")

    drawn = face(explain(make_clock(), now), local_date(now))

    assert [kind for kind, _ in drawn["legend"]] == ["start", "left", "rest", "due"]
    assert "国庆节" in drawn["legend"][2][1]


def test_every_day_is_told_in_words() -> None:
    text = Template("{% load clocks %}{% clock_face clock now %}").render(
        Context({"clock": make_clock(), "now": at("2026-10-13 10:00")})
    )

    assert f"{say_day(date(2026, 10, 10))}: last day" in text
    assert f"{say_day(date(2026, 9, 29))}: working day 1" in text


@pytest.mark.parametrize(
    ("now", "label", "tone"),
    [
        ("2026-09-28 12:00", "5 working days left", "neutral"),
        ("2026-10-07 12:00", "3 working days left", "neutral"),
        ("2026-10-08 12:00", "2 working days left", "warn"),
        ("2026-10-09 12:00", "1 working day left", "warn"),
        ("2026-10-10 23:59", "due today", "warn"),
        ("2026-10-11 00:00", "past the limit, no working day late yet", "late"),
        ("2026-10-12 09:00", "1 working day late", "late"),
        ("2026-10-13 09:00", "2 working days late", "late"),
    ],
)
def test_the_chip_counts_working_days(now: str, label: str, tone: str) -> None:
    assert deadline_chip(make_clock(), at(now)) == {
        "label": label,
        "tone": tone,
        "due": say_day(date(2026, 10, 10)),
    }


@pytest.mark.parametrize("now", ["2026-10-07 12:00", "2026-10-10 23:59", "2026-10-11 00:00", "2026-10-13 09:00"])
def test_the_chip_and_the_face_say_the_same(now: str) -> None:
    clock = make_clock()

    drawn = face(explain(clock, at(now)), local_date(at(now)))

    assert deadline_chip(clock, at(now))["label"] == drawn["label"]


@pytest.mark.parametrize(
    ("done", "label"), [("2026-10-10 23:59", "done in time"), ("2026-10-12 09:00", "1 working day late")]
)
def test_the_chip_of_finished_work_says_whether_it_was_in_time(done: str, label: str) -> None:
    clock = stop_clock(clock=make_clock(), actor=make_user("handler"), now=at(done))

    assert deadline_chip(clock, at("2026-12-01 10:00"))["label"] == label


def test_chips_of_a_page_read_the_calendar_once() -> None:
    clock, now = make_clock(), at("2026-10-07 12:00")
    begin_page()

    with CaptureQueriesContext(connection) as seen:
        for _ in range(20):
            deadline_chip(clock, now)

    assert len(seen) <= 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 10, 10), "10 Oct (Sat, make-up working day)"),
        (date(2026, 10, 1), "1 Oct (Thu, 国庆节)"),
        (date(2026, 9, 28), "28 Sep (Mon)"),
        (date(2026, 9, 19), "19 Sep (Sat)"),
        (date(2025, 9, 19), "19 Sep 2025 (Fri)"),
    ],
)
def test_days_are_said_as_people_say_them(value: date, said: str) -> None:
    assert say_day(value, this_year=2026) == said


@pytest.mark.parametrize(
    ("value", "meant"),
    [(None, ""), (at("2025-09-19 00:00"), "19 Sep 2025 (Fri)"), (date(2025, 9, 19), "19 Sep 2025 (Fri)")],
)
def test_a_moment_is_said_as_its_day_in_shanghai(value: date | datetime | None, meant: str) -> None:
    assert day(value) == meant


def test_a_moment_is_said_in_the_time_of_shanghai() -> None:
    assert moment(at("2025-03-03 09:05")) == "3 Mar 2025 (Mon) 09:05"
