"""The judge: who gets a card, when, and never twice."""

from datetime import UTC, timedelta

import pytest
import time_machine
from django.db import connection

from efficiency.audit.models import Entry
from efficiency.cards.kinds import State
from efficiency.cards.models import Card, ClockFault, SweepRun
from efficiency.cards.sweep import UnableToSweep, sweep
from efficiency.clocks.actions import pause_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.common.moments import database_now
from efficiency.notifications.models import Notice
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db

DUE = at("2026-10-11 00:00")  # the day 2026-10-10 (make-up Saturday) ends at 24:00


def test_late_reply_gets_one_yellow_card_with_the_legal_moment() -> None:
    """T-32, T-33, T-41 as decided: the card is issued, and names rule, version and calendar."""
    clock = make_clock()

    first = sweep(at("2026-10-12 09:00"))
    again = sweep(at("2026-10-12 09:30"))

    card = Card.objects.get(level=1)
    assert (first.levels[1], again.levels[1]) == (1, 0)
    assert card.breached_at == DUE
    assert card.issued_at == at("2026-10-12 09:00")
    assert (card.rule, card.rule_version, card.calendar, card.unit) == ("E-20", 1, clock.calendar, clock.unit)
    assert card.facts["due_at"] == "2026-10-10T16:00:00+00:00"
    assert card.number == "效能卡〔2026〕1号"
    assert card.answer_by == at("2026-10-16 00:00")


def test_card_waits_for_the_margin_after_the_due_moment() -> None:
    make_clock()
    sweep(at("2026-10-10 08:00"))

    assert sweep(DUE + timedelta(seconds=29)).levels[1] == 0
    assert sweep(DUE + timedelta(seconds=30)).levels[1] == 1


def test_reminder_comes_one_working_day_before_and_costs_nothing() -> None:
    """T-34: at sub(due, 1), opening time."""
    make_clock()

    assert sweep(at("2026-10-09 08:59")).levels == {0: 0, 1: 0, 2: 0}
    assert sweep(at("2026-10-09 09:01")).levels == {0: 1, 1: 0, 2: 0}
    reminder = Card.objects.get()
    assert (reminder.level, reminder.serial, reminder.state) == (0, None, State.NOTED)
    assert reminder.standing_points == 0


def test_no_reminder_for_work_done_earlier() -> None:
    """T-34"""
    clock = make_clock()
    stop_clock(clock=clock, actor=None, now=at("2026-10-08 16:00"))

    assert sweep(at("2026-10-20 09:00")).looked == 0
    assert not Card.objects.exists()


def test_work_finished_late_between_two_sweeps_still_gets_its_card() -> None:
    clock = make_clock()
    sweep(at("2026-10-10 23:00"))
    stop_clock(clock=clock, actor=None, now=DUE + timedelta(seconds=5))

    assert sweep(DUE + timedelta(minutes=2)).levels[1] == 1


def test_work_finished_a_second_before_the_limit_gets_none() -> None:
    clock = make_clock()
    stop_clock(clock=clock, actor=None, now=DUE - timedelta(seconds=1))

    assert sweep(at("2026-10-12 09:00")).levels == {0: 0, 1: 0, 2: 0}


def test_finishing_at_the_due_moment_itself_is_late() -> None:
    clock = make_clock()
    stop_clock(clock=clock, actor=None, now=DUE)

    assert sweep(at("2026-10-12 09:00")).levels[1] == 1


def test_judge_that_was_off_for_long_issues_both_levels_with_their_own_moments() -> None:
    make_clock()

    sweep(at("2026-10-30 09:00"))

    yellow, red = Card.objects.order_by("level")
    assert (yellow.breached_at, red.breached_at) == (DUE, at("2026-10-17 00:00"))
    assert (yellow.state, yellow.superseded_by, red.state) == (State.SUPERSEDED, red, State.ISSUED)
    assert (yellow.serial, red.serial) == (1, 2)


def test_statutory_breach_supersedes_the_card_on_the_promise() -> None:
    """T-27: between the limits at most level 1, after the statutory limit level 2."""
    matter = make_matter()
    make_clock(ClockKind.PROMISED, matter=matter, limit=5)
    make_clock(ClockKind.STATUTORY, matter=matter, limit=10)

    sweep(at("2026-10-12 09:00"))
    assert [card.level for card in Card.objects.numbered()] == [1]
    sweep(at("2026-10-20 09:00"))

    yellow, red = Card.objects.numbered().order_by("level")
    assert (yellow.state, red.level, red.state) == (State.SUPERSEDED, 2, State.ISSUED)


def test_card_of_another_promise_on_the_matter_is_left_alone() -> None:
    matter = make_matter()
    make_clock(matter=matter)
    make_clock(ClockKind.STATUTORY, matter=matter, limit=6)

    sweep(at("2026-10-13 09:00"))

    assert Card.objects.get(level=1).state == State.ISSUED


def test_numbers_are_gapless_for_each_year_and_series() -> None:
    for demo in (False, True, False):
        make_clock(matter=make_matter(demo=demo))
    make_clock(started="2026-12-01 10:00")

    sweep(at("2026-10-12 09:00"))

    found = Card.objects.numbered().order_by("demo", "serial").values_list("demo", "year", "serial")
    assert list(found) == [(False, 2026, 1), (False, 2026, 2), (True, 2026, 1)]


def test_entry_and_notices_are_written_with_the_card() -> None:
    unit = make_unit()
    head = make_user("head", unit=unit)
    head.email = "head@example.org"
    head.save()
    make_user("head", unit=make_unit("别的单位"))
    officer = make_user("handler", unit=unit)
    make_clock(matter=make_matter(unit, officer=officer))

    sweep(at("2026-10-12 09:00"))

    card = Card.objects.get(level=1)
    entry = Entry.objects.get(verb="card-issued")
    assert (entry.subject_id, entry.actor, entry.data["serial"]) == (str(card.pk), None, 1)
    sent = Notice.objects.order_by("recipient", "channel").values_list("recipient", "channel", "kind")
    assert sorted(sent) == sorted(
        [(head.pk, "email", "card.issued"), (head.pk, "inbox", "card.issued"), (officer.pk, "inbox", "card.issued")]
    )
    assert Notice.objects.first().params["number"] == "效能卡〔2026〕1号"  # type: ignore[union-attr]


def test_paused_clock_without_planned_end_is_not_looked_at() -> None:
    clock = make_clock(ClockKind.PROMISED, limit=5)
    pause_clock(
        clock=clock,
        ground=Ground.OTHER,
        document="昆告〔2026〕3号",
        planned_until=None,
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-09-29 10:00"),
    )

    assert sweep(at("2026-12-01 09:00")).looked == 0


def test_worker_off_over_the_planned_end_of_a_pause_changes_nothing() -> None:
    """T-22: the clock runs again from the announced end though nobody acted."""
    clock = make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20)
    pause_clock(
        clock=clock,
        ground=Ground.EXPERT_REVIEW,
        document="昆特〔2025〕1号",
        planned_until=at("2025-10-20 00:00").date(),
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2025-09-22 10:00"),
    )

    assert sweep(at("2025-11-10 16:59")).levels[2] == 0
    assert sweep(at("2025-11-12 09:00")).levels[2] == 1
    assert Card.objects.get(level=2).breached_at == at("2025-11-10 17:00")  # D24


def test_provisional_clock_is_never_carded() -> None:
    """T-12"""
    make_clock(started="2027-02-01 10:00")

    assert sweep(at("2027-06-01 09:00")).looked == 0


def test_citizens_promise_is_noted_and_blames_nobody() -> None:
    make_clock(ClockKind.CITIZEN)

    sweep(at("2026-10-20 09:00"))

    card = Card.objects.get()
    assert (card.level, card.state, card.breached_at) == (0, State.NOTED, at("2026-10-13 00:00"))


def test_poison_row_is_set_aside_and_the_rest_goes_on() -> None:
    clocks = [make_clock() for _ in range(3)]
    _poison(clocks[1].pk)

    result = sweep(at("2026-10-12 09:00"))

    assert (result.levels[1], result.errors) == (2, 1)
    fault = ClockFault.objects.get()
    assert fault.clock == clocks[1]
    assert Clock.objects.get(pk=clocks[1].pk).look_at == at("2026-10-12 10:00")
    assert list(Card.objects.numbered().order_by("serial").values_list("serial", flat=True)) == [1, 2]


def _poison(clock: int) -> None:
    """Let the database itself refuse cards on one clock."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER poison BEFORE INSERT ON cards_card WHEN NEW.clock_id = {clock}"
                " BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
            )
        else:
            cursor.execute(f"ALTER TABLE cards_card ADD CONSTRAINT poison CHECK (clock_id <> {clock})")


def test_worker_whose_clock_is_three_days_ahead_issues_nothing_and_says_why() -> None:
    if connection.vendor != "postgresql":
        return _one_machine_has_one_clock()
    clock = make_clock(started=database_now() - timedelta(days=30))
    assert clock.due_at < database_now()

    with time_machine.travel(database_now() + timedelta(days=3)), pytest.raises(UnableToSweep):
        sweep()

    assert not Card.objects.exists()
    assert "differ by 2592" in SweepRun.objects.get().refusal
    return None


def _one_machine_has_one_clock() -> None:
    """On SQLite the machine's clock is the database's: only going backwards can be seen."""
    SweepRun.objects.create(started_at=database_now() + timedelta(days=3), finished_at=database_now())

    with pytest.raises(UnableToSweep):
        sweep()

    assert "went back" in SweepRun.objects.order_by("-pk")[0].refusal


def test_idle_sweeps_share_one_row_that_keeps_the_watch() -> None:
    sweep(at("2026-10-12 09:00"))
    sweep(at("2026-10-12 09:01"))

    run = SweepRun.objects.get()
    assert run.finished_at == at("2026-10-12 09:01").astimezone(UTC)


def test_dry_run_says_what_would_be_issued_and_writes_nothing() -> None:
    make_clock()

    result = sweep(at("2026-10-12 09:00"), dry_run=True)

    assert result.levels[1] == 1
    assert not Card.objects.exists()


def test_sweep_of_many_clocks_works_in_batches(settings: object) -> None:
    settings.SWEEP_BATCH = 4  # type: ignore[attr-defined]
    for _ in range(10):
        make_clock()

    assert sweep(at("2026-10-12 09:00")).levels[1] == 10
    assert list(Card.objects.numbered().order_by("serial").values_list("serial", flat=True)) == list(range(1, 11))
