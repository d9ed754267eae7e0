"""Robots and webhooks over real servers that misbehave: THREATS.md F19."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from efficiency.notifications.models import Endpoint, Notice
from efficiency.notifications.robots import call_robots
from tests.cast import at, make_unit, make_user
from tests.conftest import CommittedDatabase
from tests.notifications import servers
from tests.notifications.builders import NOON, make_endpoint, reachable, tell
from tests.notifications.servers import GOOD, Request, Stub, stub


@pytest.fixture
def server(settings: Settings) -> Iterator[Stub]:
    """A robot's server; nobody waits for it longer than half a second."""
    settings.ALERT_TIMEOUT_SECONDS = 0.5
    with stub() as listening:
        settings.ALERT_HOSTS = [listening.label]
        yield listening


def waiting(endpoint: Endpoint) -> Notice:
    return Notice.objects.get(endpoint=endpoint)


@pytest.mark.django_db
def test_a_robot_is_told_once_what_somebody_is_told(server: Stub) -> None:
    endpoint = make_endpoint(server)
    tell(make_user("handler"))

    first, second = call_robots(NOON), call_robots(NOON)

    assert (first.sent, second.sent) == (1, 0)
    assert server.heard[0].json["text"]["content"].startswith("Matter TS-1\nMatter TS-1 is due on")
    assert waiting(endpoint).sent_at == NOON
    endpoint.refresh_from_db()
    assert (endpoint.reached_at, endpoint.failures) == (NOON, 0)


@pytest.mark.django_db
def test_a_units_robot_hears_of_its_own_people_alone(server: Stub) -> None:
    mine, other = make_unit(), make_unit()
    own, city = make_endpoint(server, unit=mine), make_endpoint(server)

    tell(make_user("handler", unit=mine), key="a")
    tell(make_user("handler", unit=other), key="b")

    assert list(Notice.objects.filter(endpoint=own).values_list("key", flat=True)) == ["a"]
    assert sorted(Notice.objects.filter(endpoint=city).values_list("key", flat=True)) == ["a", "b"]


@pytest.mark.django_db
def test_a_robot_hears_nothing_it_did_not_ask_for(server: Stub) -> None:
    endpoint = make_endpoint(server, events=("card.issued",))

    tell(make_user("handler"))

    assert not Notice.objects.filter(endpoint=endpoint).exists()


@pytest.mark.django_db
def test_one_event_told_to_many_is_told_to_a_robot_once(server: Stub) -> None:
    endpoint = make_endpoint(server)

    for _ in range(3):
        tell(make_user("handler"))

    assert Notice.objects.filter(endpoint=endpoint).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("behave", "error"),
    [
        (lambda request: request.answer(500), "UnableToReach: HTTP 500"),
        (lambda request: request.answer(302, {}, Location="/"), "UnableToReach: HTTP 302"),
        (lambda request: request.answer(200, {"errcode": 45009}), "UnableToReach: errcode 45009"),
        (servers.hang, "UnableToReach: "),
        (servers.late, "UnableToReach: "),
        (servers.cut, "UnableToReach: ProtocolError: IncompleteRead"),
        (servers.dribble, "UnableToReach: no whole answer in time"),
    ],
)
def test_a_robot_that_fails_is_tried_again_and_told_in_the_end(
    server: Stub, behave: servers.Behave, error: str
) -> None:
    endpoint = make_endpoint(server)
    tell(make_user("handler"))
    server.behave = behave

    assert call_robots(NOON).failed == 1

    notice = waiting(endpoint)
    assert (notice.sent_at, notice.send_at) == (None, at("2026-09-28 12:01"))
    assert notice.error.startswith(error)
    assert list(Notice.objects.failed()) == [notice]
    server.behave = lambda request: request.answer()
    assert call_robots(at("2026-09-28 12:01")).sent == 1
    assert waiting(endpoint).error == ""


@pytest.mark.django_db
def test_a_repeat_to_a_webhook_bears_the_same_key(server: Stub) -> None:
    """The server took it and answered too late: the receiver discards the second by its key."""
    make_endpoint(server, kind="webhook")
    tell(make_user("handler"))
    server.behave = servers.late
    call_robots(NOON)
    server.behave = lambda request: request.answer()
    call_robots(at("2026-09-28 12:01"))

    assert [each.headers["Idempotency-Key"] for each in server.heard] == ["card-17-issued"] * 2


@pytest.mark.django_db
def test_an_endpoint_that_failed_rests_longer_and_longer(server: Stub) -> None:
    endpoint = make_endpoint(server)
    server.behave = lambda request: request.answer(500)
    tell(make_user("handler"), key="a")
    call_robots(NOON)
    tell(make_user("handler"), key="b")

    call_robots(at("2026-09-28 12:00"))
    assert len(server.heard) == 1
    call_robots(at("2026-09-28 12:01"))

    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.rests_until) == (2, at("2026-09-28 12:03"))
    assert endpoint.error == "UnableToReach: HTTP 500"


@pytest.mark.django_db
def test_a_slow_robot_holds_up_no_other(settings: Settings) -> None:
    with stub(servers.hang) as slow, stub() as quick:
        settings.ALERT_HOSTS = [slow.label, quick.label]
        lame, well = make_endpoint(slow), make_endpoint(quick)
        tell(make_user("handler"))
        when: list[float] = []
        quick.behave = lambda request: (when.append(time.monotonic()), request.answer())  # type: ignore[assignment, func-returns-value]
        began = time.monotonic()

        done = call_robots(NOON)

        assert (done.sent, done.failed) == (1, 1)
        assert when[0] - began < 2
        assert time.monotonic() - began < 8
    assert waiting(well).sent_at == NOON
    assert waiting(lame).sent_at is None


@pytest.mark.django_db
def test_many_notices_become_one_message_with_a_number(server: Stub) -> None:
    make_endpoint(server)
    user = make_user("handler")
    for number in range(30):
        tell(user, key=f"card-{number}")

    assert call_robots(NOON).sent == 30

    (heard,) = server.heard
    text = heard.json["text"]["content"]
    assert text.count("Matter TS-1\n") == 7
    assert "23 more notices stand in the portal" in text
    assert len(text.encode()) <= 2048


@pytest.mark.django_db
def test_a_webhook_gets_each_event_by_itself_and_stops_at_the_first_failure(server: Stub) -> None:
    endpoint = make_endpoint(server, kind="webhook")
    user = make_user("handler")
    for number in range(5):
        tell(user, key=f"card-{number}")
    numbers = count(1)
    server.behave = lambda request: request.answer(500 if next(numbers) == 3 else 200)

    done = call_robots(NOON)

    assert (done.sent, done.failed) == (2, 1)
    untried = Notice.objects.filter(endpoint=endpoint, key__in=["card-3", "card-4"])
    assert list(untried.values_list("tries", "send_at", "error")) == [(0, NOON, "")] * 2
    endpoint.refresh_from_db()
    assert endpoint.failures == 1


@pytest.mark.django_db
def test_an_address_that_is_listed_no_more_is_not_called(server: Stub, settings: Settings) -> None:
    endpoint = make_endpoint(server)
    tell(make_user("handler"))
    settings.ALERT_HOSTS = []

    call_robots(NOON)

    assert server.heard == []
    assert waiting(endpoint).error.startswith("AddressRefused: ")


@pytest.mark.django_db
def test_an_endpoint_sealed_with_another_key_fails_by_itself(server: Stub, settings: Settings) -> None:
    with stub() as other:
        settings.ALERT_HOSTS = [server.label, other.label]
        lost = make_endpoint(server)
        settings.VAULT_KEY = "another key"
        well = make_endpoint(other)
        tell(make_user("handler"))

        done = call_robots(NOON)

    assert (done.sent, done.failed) == (1, 1)
    assert waiting(lost).error.startswith("UnableToUnseal")
    assert waiting(well).sent_at == NOON


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_said_after_ten_minutes(server: Stub) -> None:
    make_endpoint(server)
    tell(make_user("handler"))
    Notice.objects.filter(channel="robot").update(tries=1, send_at=at("2026-09-28 12:10"))

    assert call_robots(at("2026-09-28 12:09")).sent == 0
    assert call_robots(at("2026-09-28 12:10")).sent == 1


@pytest.mark.django_db
def test_a_robot_that_writes_a_file_needs_no_server(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_endpoint(kind="file")
    tell(make_user("handler"))

    assert call_robots(NOON).sent == 1
    assert "card-17-issued" in (tmp_path / "robots" / "said.jsonl").read_text()


def test_two_runs_at_once_tell_nothing_twice(committed_db: CommittedDatabase, settings: Settings) -> None:
    seen: list[str] = []

    def listen(request: Request) -> None:
        seen.append(request.headers["Idempotency-Key"])
        request.answer(200, GOOD)

    with stub(listen) as server:
        settings.ALERT_HOSTS = [server.label]
        make_endpoint(server, kind="webhook")
        user = reachable()
        for number in range(30):
            tell(user, key=f"card-{number}")

        def one_run() -> int:
            try:
                return sum(call_robots(NOON).sent for _ in range(3))
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            sent = [future.result() for future in [pool.submit(one_run) for _ in range(3)]]

    assert sum(sent) == 30
    assert sorted(seen) == sorted(f"card-{number}" for number in range(30))
