"""How often a caller may call, and what he is told."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from efficiency.integrators import windows
from efficiency.integrators.models import CallWindow
from tests.api.builders import program, program_of
from tests.cards.builders import visitor
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE, settings.API_CALLS_A_MINUTE_ADDRESS = 3, 2


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """All calls of a test fall into one minute."""
    clock = SimpleNamespace(now=lambda: at("2026-10-12 09:00:20"))
    monkeypatch.setattr("efficiency.portal.api.operation.timezone", clock)


def test_answers_say_what_is_left_of_the_minute() -> None:
    response = program().get("/api/v1/units/")

    assert response["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert response["RateLimit"] == '"minute";r=1;t=40'


def test_who_calls_too_often_is_told_when_to_come_back() -> None:
    client = program_of(make_user("office"))
    assert [client.get("/api/v1/cards/").status_code for _ in range(3)] == [200, 200, 200]

    response = client.get("/api/v1/cards/")

    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert (response["Retry-After"], response["RateLimit"]) == ("40", '"minute";r=0;t=40')


def test_each_caller_has_a_minute_of_his_own() -> None:
    first, second, session = (
        program_of(make_user("office")),
        program_of(make_user("office")),
        visitor(make_user("office")),
    )
    for _ in range(4):
        first.get("/api/v1/cards/")

    assert first.get("/api/v1/cards/").status_code == 429
    assert second.get("/api/v1/cards/").status_code == 200
    assert session.get("/api/v1/cards/").status_code == 200


def test_strangers_share_the_minute_of_their_address() -> None:
    for _ in range(2):
        program().get("/api/v1/units/")

    assert program().get("/api/v1/units/").status_code == 429
    assert program().get("/api/v1/units/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_guessing_tokens_is_counted_for_the_address() -> None:
    statuses = [program("xntk_guess").get("/api/v1/cards/").status_code for _ in range(3)]

    assert statuses == [401, 401, 429]


def test_refused_calls_are_counted_too() -> None:
    client = program_of(make_user("appraiser"))

    assert [client.get("/api/v1/cards/").status_code for _ in range(4)] == [403, 403, 403, 429]


def test_the_next_minute_begins_anew_and_old_ones_are_forgotten() -> None:
    now = timezone.now()
    windows.spend(caller="token 1", limit=1, now=now)
    assert windows.spend(caller="token 1", limit=1, now=now).over

    assert not windows.spend(caller="token 1", limit=1, now=now + timedelta(minutes=1)).over
    assert windows.forget(now=now + timedelta(hours=1, minutes=1)) == 1
    assert CallWindow.objects.count() == 1
