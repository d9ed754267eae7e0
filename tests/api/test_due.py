"""The deadline calculator: what it answers, and how it refuses."""

import pytest
from django.test import Client

from tests.api.builders import program

pytestmark = pytest.mark.django_db

DUE = "/api/v1/due/?start=2026-02-12&limit=5&unit=working-days"


@pytest.fixture
def anybody() -> Client:
    return program()


def test_anybody_may_ask_for_a_due_day(anybody: Client) -> None:
    answer = anybody.get(DUE).json()

    assert {key: answer[key] for key in ("due", "raw", "provisional", "calendar")} == {
        "due": "2026-02-26",
        "raw": "2026-02-26",
        "provisional": False,
        "calendar": 1,
    }
    assert len(answer["days"]) == 15
    assert answer["days"][2] == {
        "day": "2026-02-14",
        "counted": True,
        "number": 2,
        "working": True,
        "name": "春节",
        "make_up": True,
        "paused": False,
    }


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("start=2025-08-04&limit=60&unit=calendar-days", "2025-10-09"),
        ("start=2025-08-04&limit=60&unit=calendar-days&roll=false", "2025-10-03"),
        ("start=2026-02-13T16:00&limit=4&unit=working-hours", "2026-02-14T12:00"),
        ("start=2026-02-13T16:30:00Z&limit=5&unit=working-days", "2026-02-28"),
        (
            "start=2025-09-15&limit=20&unit=working-days&pause=2025-09-22:2025-10-13&pause=2025-10-09:2025-10-20",
            "2025-11-10",
        ),
        ("start=2024-01-31&limit=1&unit=months", "2024-02-29"),
    ],
)
def test_limits_of_every_kind_are_answered(anybody: Client, query: str, due: str) -> None:
    """T-06, T-07, T-10, T-21"""
    assert anybody.get(f"/api/v1/due/?{query}").json()["due"] == due


def test_a_provisional_day_is_marked(anybody: Client) -> None:
    """T-12"""
    assert anybody.get("/api/v1/due/?start=2026-12-30&limit=4&unit=working-days").json()["provisional"] is True


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=5&unit=working-days", "start"),
        ("start=soon&limit=5&unit=working-days", "start"),
        ("start=2026-02-12&limit=many&unit=working-days", "limit"),
        ("start=2026-02-12&limit=-1&unit=working-days", "limit"),
        ("start=2026-02-12&limit=1001&unit=working-days", "limit"),
        ("start=2026-02-12&limit=1000&unit=months", "limit"),
        ("start=2026-02-12&limit=1000&unit=months&roll=false", "limit"),
        ("start=2026-02-12&limit=1000&unit=working-days", "limit"),
        ("start=1990-02-12&limit=5&unit=calendar-days&roll=false", "limit"),
        ("start=2026-02-12&limit=5&unit=weeks", "unit"),
        ("start=2026-02-12&limit=5&unit=working-days&pause=2026-02-13", "pause"),
        ("start=2026-02-12&limit=5&unit=working-days&pause=2026-02-13:", "limit"),
        ("start=2026-02-12&limit=5&unit=working-days" + "&pause=2026-02-13:2026-02-14" * 51, "pause"),
        ("start=2026-02-12&limit=5&unit=working-days&roll=perhaps", "roll"),
        ("start=2026-02-12&limit=5&unit=working-days&rol=false", "rol"),
        ("start=2026-02-12&start=2026-02-13&limit=5&unit=working-days", "start"),
        ("start=0001-01-01&limit=5&unit=working-days", "limit"),
        ("start=9999-12-31&limit=5&unit=working-days", "limit"),
        ("start=2026-02-12&limit=5&unit=working-days&format=xml", "format"),
    ],
)
def test_an_unclear_question_is_a_problem_that_names_the_field(anybody: Client, query: str, field: str) -> None:
    response = anybody.get(f"/api/v1/due/?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert list(response.json()["errors"]) == [field]
