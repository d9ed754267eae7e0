"""The health endpoints: alive, ready, and the page for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from socket import socket

import pytest
from celery import Celery
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from efficiency.cards.models import Reconciliation, SweepRun
from efficiency.celery import app as portal
from efficiency.portal import health
from efficiency.portal.processes import start_queue, stop_process
from tests.cast import at, make_user
from tests.clocks.builders import make_clock


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_a_portal_without_any_sweep_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["checks"]["database"] == "good"
    assert answer.json()["checks"]["sweep"] == "no sweep has finished yet"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "reason"),
    [(59, ""), (60, ""), (61, "the last good sweep finished 61 s ago")],
)
def test_a_sweep_is_missing_when_two_periods_have_passed(settings: Settings, age: int, reason: str) -> None:
    settings.SWEEP_EVERY = timedelta(seconds=30)
    now = at("2026-09-28 10:00")
    finished = now - timedelta(seconds=age)
    SweepRun.objects.create(started_at=finished, finished_at=finished)

    assert health.sweep(now).reason == reason


@pytest.mark.django_db
def test_a_refused_or_unfinished_sweep_is_no_good_sweep() -> None:
    now = at("2026-09-28 10:00")
    SweepRun.objects.create(started_at=now, finished_at=now, refusal="The clocks differ.")
    SweepRun.objects.create(started_at=now)

    assert health.sweep(now).reason == "no sweep has finished yet"


@contextmanager
def queue_at(url: str) -> Iterator[None]:
    """Let the portal look for its queue there and nowhere else, whatever listens on this machine."""
    try:
        with Celery("elsewhere", broker=url):
            yield
    finally:
        portal.set_current()


def test_a_queue_that_is_away_is_named() -> None:
    with socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and nobody listens
        with queue_at(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"):
            assert health.broker().reason.startswith("cannot be reached: ")


def test_a_queue_that_answers_is_good(tmp_path: Path) -> None:
    queue, url = start_queue(tmp_path)
    assert queue is not None
    try:
        with queue_at(url):
            assert health.broker().good
    finally:
        stop_process(queue)


@pytest.mark.django_db
def test_the_health_page_lists_the_runs_of_the_judge(client: Client) -> None:
    now = timezone.now()
    SweepRun.objects.create(started_at=now, finished_at=now, looked=17)
    client.force_login(make_user("office"))

    page = client.get("/health/")

    assert [run.looked for run in page.context["page"].rows] == [17]
    assert page.context["findings"][1].good


@pytest.mark.django_db
def test_a_broken_cursor_gives_the_first_page_of_runs(client: Client) -> None:
    client.force_login(make_user("sysadmin"))

    assert client.get("/health/", {"after": "nonsense"}).status_code == 200


@pytest.mark.django_db
def test_a_missing_card_is_reported_and_keeps_no_visitor_away(client: Client) -> None:
    now = timezone.now()
    SweepRun.objects.create(started_at=now, finished_at=now)
    Reconciliation.objects.create(
        started_at=now, finished_at=now, full=True, found=1, findings=[{"kind": "missing", "clock": 1}]
    )

    finding = health.reconciliation()
    checks = client.get("/readyz").json()["checks"]

    assert (finding.reason, finding.blocks) == ("1 cards are missing or too many", False)
    assert checks["reconciliation"] == "1 cards are missing or too many"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "reason"), [(25, ""), (26, "cards and clocks were last compared 1560 s ago")], ids=["25 min", "26 min"]
)
def test_a_comparison_of_cards_and_clocks_is_missed(age: int, reason: str) -> None:
    now = at("2026-09-28 10:00")
    finished = now - timedelta(minutes=age)
    Reconciliation.objects.create(started_at=finished, finished_at=finished, full=True)

    assert health.reconciliation(now).reason == reason


@pytest.mark.django_db
def test_a_clock_that_waits_too_long_for_the_judge_is_reported() -> None:
    now = at("2026-09-28 10:00")
    Reconciliation.objects.create(started_at=now, finished_at=now, full=True)
    make_clock(started="2026-09-01 10:00")

    assert health.reconciliation(now).reason.startswith("a clock has waited for the judge for ")


@pytest.mark.django_db
def test_a_missing_arrangement_is_shown_from_november_and_keeps_no_visitor_away() -> None:
    """T-12"""
    early, late = health.arrangement(at("2026-10-31 23:59")), health.arrangement(at("2026-11-01 00:00"))

    assert early.good
    assert late.reason == "the arrangement of 2027 is not entered yet"
    assert not late.blocks
