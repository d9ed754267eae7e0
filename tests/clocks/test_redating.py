"""A change of the calendar moves the clocks that still run, and lists what moved."""

import pytest

from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import pause_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock, Move, Redating
from efficiency.clocks.redating import follow_calendar
from efficiency.workdays.actions import except_day
from tests.cast import at, make_user
from tests.clocks.builders import make_clock

pytestmark = pytest.mark.django_db


def close_city(day: str, name: str = "台风停工") -> None:
    """A local closure, with its document (T-13)."""
    except_day(
        day=at(f"{day} 00:00").date(),
        kind="rest",
        name=name,
        document="昆政办〔2026〕9号",
        actor=make_user("office"),
        now=at("2026-02-25 09:00"),
    )


def test_local_closure_moves_the_due_day_and_lists_the_move() -> None:
    """T-13: D40's due date becomes 2026-03-03."""
    clock = make_clock(started="2026-02-24 10:00")
    close_city("2026-03-02")

    redating = follow_calendar(now=at("2026-02-25 09:01"))

    assert Clock.objects.get().due_at == at("2026-03-04 00:00")
    move = Move.objects.get()
    assert (move.clock, move.was_due_at, move.due_at) == (clock, at("2026-03-03 00:00"), at("2026-03-04 00:00"))
    assert redating is not None
    assert (redating.examined, redating.moved) == (1, 1)
    assert Entry.objects.filter(verb="clocks-redated").count() == 1


def test_second_call_for_the_same_version_does_nothing() -> None:
    close_city("2026-03-02")
    follow_calendar(now=at("2026-02-25 09:01"))

    assert follow_calendar(now=at("2026-02-25 09:02")) is None
    assert Redating.objects.count() == 1


def test_finished_clock_and_carded_clock_keep_their_day() -> None:
    """T-11"""
    done, carded = make_clock(started="2026-02-24 10:00"), make_clock(started="2026-02-12 10:00")
    stop_clock(clock=done, actor=None, now=at("2026-02-25 08:00"))
    sweep(at("2026-02-27 08:00"))
    assert Card.objects.get(level=1).clock == carded
    close_city("2026-02-26")
    close_city("2026-03-02")

    follow_calendar(now=at("2026-02-27 09:00"))

    assert Clock.objects.get(pk=done.pk).due_at == at("2026-03-03 00:00")
    assert Clock.objects.get(pk=carded.pk).due_at == at("2026-02-27 00:00")


def test_paused_clock_is_re_dated_by_the_same_arithmetic() -> None:
    clock = make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20)
    pause_clock(
        clock=clock,
        ground=Ground.TESTING,
        document="昆特〔2025〕2号",
        planned_until=at("2025-10-20 00:00").date(),
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2025-09-22 10:00"),
    )
    close_city("2025-11-05")

    follow_calendar(now=at("2025-10-01 09:00"))

    assert Clock.objects.get().due_at == at("2025-11-11 17:00")  # D24 and one day more


def test_sweep_follows_the_calendar_before_it_judges() -> None:
    make_clock(started="2026-02-24 10:00")
    close_city("2026-03-02")

    assert sweep(at("2026-03-03 08:00")).levels[1] == 0
    assert sweep(at("2026-03-04 08:00")).levels[1] == 1


def test_set_based_update_agrees_with_computing_each_clock() -> None:
    starts = [f"2026-02-{day:02d} {hour:02d}:30" for day in range(2, 28) for hour in (0, 9, 23)]
    for start in starts:
        make_clock(started=start)
    close_city("2026-03-02")
    close_city("2026-02-28")

    follow_calendar(now=at("2026-02-25 09:01"))

    stored = dict(Clock.objects.values_list("pk", "due_at"))
    for clock in Clock.objects.select_related("policy"):
        fresh = make_clock(started=clock.started_at)
        assert (stored[clock.pk], clock.warn_at, clock.look_at) == (fresh.due_at, fresh.warn_at, fresh.look_at)
