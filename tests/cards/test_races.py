"""The judge beside other judges and beside people who finish at the last moment."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections

from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.cards.tasks import run_sweep
from efficiency.clocks.actions import stop_clock
from efficiency.clocks.models import Clock
from efficiency.common.moments import TooSlow, act, begins_again, database_now
from efficiency.notifications.models import Notice
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

LONG_AFTER = at("2026-10-12 09:00")


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs in threads that start at the same moment, each with its own connection."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


@pytest.mark.usefixtures("committed_db")
def test_four_workers_at_once_issue_each_card_once(settings: Any) -> None:
    """T-33"""
    settings.SWEEP_BATCH = 25
    unit = make_unit()
    make_user("head", unit=unit)
    for _ in range(120):
        make_clock(matter=make_matter(unit))

    results = together(*[lambda: sweep(LONG_AFTER)] * 4)

    assert sum(result.levels[1] for result in results) == 120
    serials = Card.objects.numbered().order_by("serial").values_list("serial", flat=True)
    assert list(serials) == list(range(1, 121))
    assert Entry.objects.filter(verb="card-issued").count() == 120
    assert Notice.objects.filter(kind="card.issued", channel="inbox").count() == 120


@pytest.mark.usefixtures("committed_db")
def test_two_beats_and_a_message_delivered_ten_times_give_one_card() -> None:
    for _ in range(5):
        make_clock(started=database_now() - timedelta(days=60))

    together(*[run_sweep.run] * 10)

    assert Card.objects.filter(level=1).count() == 5
    assert Card.objects.filter(level=2).count() == 5


@pytest.mark.usefixtures("committed_db")
def test_work_whose_transaction_began_in_time_is_not_carded_while_it_is_open() -> None:
    clock = make_clock()
    stopped, swept = Event(), Event()

    def finish() -> None:
        with act(at("2026-10-10 23:59")) as now:
            stop_clock(clock=clock, actor=None, now=now)
            stopped.set()
            # On SQLite the sweep waits for this very transaction, so the wait has an end.
            swept.wait(timeout=2)

    def judge() -> None:
        stopped.wait(timeout=10)
        sweep(LONG_AFTER)
        swept.set()

    together(finish, judge)
    sweep(LONG_AFTER)

    assert not Card.objects.numbered().exists()


@pytest.mark.usefixtures("committed_db")
def test_finish_that_needs_longer_than_the_margin_begins_again_and_is_late(settings: Any) -> None:
    clock = make_clock()
    due = database_now() + timedelta(seconds=0.3)
    Clock.objects.update(due_at=due, look_at=due, stage=1, grave_at=None)
    settings.SWEEP_MARGIN = timedelta(seconds=0.2)
    moments: list[datetime] = []

    @begins_again
    def finish() -> None:
        with act() as now:
            moments.append(now)
            if len(moments) == 1:
                Event().wait(0.5)  # the row is reached only after the judge may have looked
            stop_clock(clock=clock, actor=None, now=now)

    finish()

    assert len(moments) == 2
    assert moments[0] < due <= moments[1]
    assert Clock.objects.get().stopped_at == moments[1]


@pytest.mark.django_db
def test_slow_act_inside_another_lets_the_outer_one_begin_again() -> None:
    with act(), pytest.raises(TooSlow):

        @begins_again
        def inner() -> None:
            raise TooSlow

        inner()


@pytest.mark.usefixtures("committed_db")
def test_finishers_around_the_deadline_are_judged_by_when_their_transaction_began(settings: Any) -> None:
    """Real clocks: finishers begin around the due moment and reach their rows up to 0.8 s later."""
    settings.SWEEP_MARGIN = timedelta(seconds=1.2)
    settings.SWEEP_PAUSE_SECONDS = 0
    chance = random.Random(20261122)
    clocks = [make_clock() for _ in range(24)]
    due = database_now() + timedelta(seconds=1)
    Clock.objects.update(due_at=due, look_at=due, stage=1, grave_at=None)
    began: dict[int, datetime] = {}

    def finisher(share: list[Clock]) -> Callable[[], None]:
        @begins_again
        def finish(clock: Clock, delay: float) -> None:
            with act() as now:
                began[clock.pk] = now
                if connection.vendor == "postgresql":
                    Event().wait(delay)
                stop_clock(clock=clock, actor=None, now=now)

        def run() -> None:
            for clock in share:
                Event().wait(chance.uniform(0, 0.3))
                finish(clock, chance.uniform(0, 0.8))

        return run

    def judge() -> None:
        while database_now() < due + timedelta(seconds=3):
            sweep()
            Event().wait(0.05)

    together(*[finisher(clocks[i::6]) for i in range(6)], judge, judge)
    sweep()

    late = {pk for pk, moment in began.items() if moment >= due}
    assert set(Card.objects.numbered().values_list("clock", flat=True)) == late


@pytest.mark.usefixtures("committed_db")
def test_waiting_for_somebody_elses_lock_over_the_deadline_makes_nobody_late(settings: Any) -> None:
    """On SQLite the whole database is locked, on PostgreSQL the row: the act began in time."""
    settings.SWEEP_MARGIN = timedelta(seconds=2)
    clock = make_clock()
    due = database_now() + timedelta(seconds=0.6)
    Clock.objects.update(due_at=due, look_at=due, stage=1, grave_at=None)
    holds = Event()

    def hold() -> None:
        with act():
            Clock.objects.select_for_update().filter(pk=clock.pk).update(extended=0)
            holds.set()
            Event().wait(1.2)

    def finish() -> None:
        holds.wait(timeout=5)
        stop_clock(clock=clock, actor=None)

    def judge() -> None:
        holds.wait(timeout=5)
        while database_now() < due + timedelta(seconds=2.5):
            sweep()
            Event().wait(0.1)

    together(hold, finish, judge)

    stopped = Clock.objects.get().stopped_at
    assert stopped is not None
    assert stopped < due
    assert not Card.objects.numbered().exists()
