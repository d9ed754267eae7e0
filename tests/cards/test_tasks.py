"""A worker whose clock is wrong says so, also where no wake-up reaches its judge any more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery.signals import task_revoked
from django.db import connection

from efficiency.cards import tasks
from efficiency.cards.models import Card, SweepRun
from efficiency.common.moments import database_now
from tests.clocks.builders import make_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_look_yet() -> Iterator[None]:
    tasks._last_look.clear()
    yield
    tasks._last_look.clear()


def expire(name: str = "cards.sweep") -> None:
    """What the queue's library does with a message whose time is over."""
    task = {"cards.sweep": tasks.run_sweep, "cards.reconcile": tasks.run_reconciliation}[name]
    task_revoked.send(sender=task, request=None, terminated=False, signum=None, expired=True)


def wrong_clock() -> "time_machine.travel":
    """A clock that the judge refuses: ahead of the database's; on one machine, behind its own last run."""
    if connection.vendor != "postgresql":
        SweepRun.objects.create(started_at=database_now() + timedelta(days=3), finished_at=database_now(), looked=1)
        return time_machine.travel(database_now())
    return time_machine.travel(database_now() + timedelta(days=3))


def refusals() -> int:
    return SweepRun.objects.exclude(refusal="").count()


def test_worker_by_whose_clock_each_wake_up_has_expired_keeps_its_refusal() -> None:
    make_clock(started=database_now() - timedelta(days=30))

    with wrong_clock():
        expire()

    assert refusals() == 1
    assert not Card.objects.exists()


def test_many_expired_wake_ups_are_one_look() -> None:
    with wrong_clock():
        for _ in range(5):
            expire()

    assert refusals() == 1


def test_wake_up_that_expired_after_a_standstill_is_no_refusal() -> None:
    expire()

    assert refusals() == 0


def test_expired_message_of_another_task_is_not_the_judges() -> None:
    with wrong_clock():
        expire("cards.reconcile")

    assert refusals() == 0
