"""Verdicts at the edges: cards out of turn, calendars that change in between, pauses that help nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from efficiency.audit.models import Entry
from efficiency.cards.actions import UnableToAct, decide_ruling, propose_ruling
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Card, ClockFault
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import UnableToExtend, UnableToPause, extend_clock, pause_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.clocks.policies import change_policy
from efficiency.common.moments import act, begins_again, database_now, local_date
from efficiency.workdays.actions import except_day
from tests.cards.builders import make_late_card, proposed
from tests.cast import at, make_user
from tests.clocks.builders import make_clock, make_matter


def two_promises() -> tuple[Clock, Clock]:
    """A promised clock due on 8 October and a statutory one due on 10 October, on one matter."""
    matter = make_matter()
    promised = make_clock(ClockKind.PROMISED, matter=matter, limit=3)
    return promised, make_clock(ClockKind.STATUTORY, matter=matter, limit=5)


@pytest.mark.django_db
def test_card_on_the_promise_that_comes_after_the_statutory_one_is_replaced_at_once() -> None:
    """T-27: whichever of two clocks the judge reaches first."""
    promised, _statutory = two_promises()
    Clock.objects.filter(pk=promised.pk).update(look_at=at("2026-10-12 11:00"))  # as a row set aside, or held

    sweep(at("2026-10-12 10:00"))
    sweep(at("2026-10-12 12:00"))

    red, yellow = Card.objects.numbered().order_by("serial")
    assert (red.level, red.state) == (LevelNumber.GRAVE, State.ISSUED)
    assert (yellow.state, yellow.superseded_by) == (State.SUPERSEDED, red)
    assert Entry.objects.get(verb="card-superseded").subject_id == str(yellow.pk)


@pytest.mark.django_db
def test_card_revoked_after_it_was_replaced_does_not_come_back() -> None:
    promised, statutory = two_promises()
    first, second = make_user("office"), make_user("office")
    sweep(at("2026-10-09 10:00"))
    yellow = Card.objects.get(clock=promised, level=LevelNumber.FIRST)
    ruling = propose_ruling(
        card=yellow, kind=RulingKind.REVOKE, ground="系统中断", actor=first, now=at("2026-10-09 11:00")
    )
    sweep(at("2026-10-12 10:00"))
    decide_ruling(ruling=ruling, confirm=True, note="", actor=second, now=at("2026-10-12 11:00"))

    red = Card.objects.get(clock=statutory, level=LevelNumber.GRAVE)
    decide_ruling(ruling=proposed(red, first), confirm=True, note="", actor=second, now=at("2026-10-13 10:00"))

    yellow.refresh_from_db()
    assert yellow.state == State.REVOKED


@pytest.mark.django_db
def test_late_pause_that_leads_beyond_the_published_years_is_refused() -> None:
    """Confirmed, it would have led beyond the calendar."""
    with pytest.raises(UnableToAct):
        propose_ruling(
            card=make_late_card(),
            kind=RulingKind.REVOKE,
            ground="鉴定",
            actor=make_user("office"),
            now=at("2026-10-13 09:00"),
            pause_ground=Ground.APPRAISAL,
            pause_document="1号",
            pause_from=date(2026, 10, 8),
            pause_until=date(9999, 12, 31),
        )


@pytest.mark.django_db
def test_work_finished_late_is_judged_by_the_calendar_it_was_finished_under() -> None:
    """T-11: a rest day granted between the finish and the judge's look moves no closed clock."""
    clock = make_clock()
    stop_clock(clock=clock, actor=None, now=at("2026-10-11 00:00:05"))
    except_day(day=date(2026, 10, 9), kind="rest", name="停电", document="1号", actor=None, now=at("2026-10-11 00:10"))

    assert sweep(at("2026-10-11 09:00")).levels[1] == 1


@pytest.mark.django_db
def test_clock_that_no_calendar_can_date_does_not_stop_the_judge() -> None:
    bad, _good = make_clock(), make_clock()
    Clock.objects.filter(pk=bad.pk).update(limit=2_000_000_000, calendar=7)

    result = sweep(at("2026-10-12 09:00"))

    assert (result.levels[1], result.errors) == (1, 1)
    assert ClockFault.objects.get().clock == bad


@pytest.mark.django_db
def test_breach_that_is_only_noted_is_noted_although_a_reminder_was_set() -> None:
    """Both would be of level 0, and one card stands for a clock and level."""
    change_policy(kind=ClockKind.CITIZEN, values={"warn_before": 1}, actor=None, now=at("2026-09-01 09:00"))
    clock = make_clock(ClockKind.CITIZEN, limit=5)

    sweep(at("2026-10-09 10:00"))
    sweep(at("2026-10-12 10:00"))

    assert Card.objects.get().breached_at == clock.due_at


def pause(clock: Clock, *, now: datetime) -> None:
    """Pause a clock for a month."""
    pause_clock(
        clock=clock,
        ground=Ground.OTHER,
        document="1号",
        planned_until=local_date(now) + timedelta(days=30),
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=now,
    )


def extend(clock: Clock, *, now: datetime) -> None:
    """Give a clock five more days."""
    extend_clock(
        clock=clock, amount=5, reason="复杂", asked_by=make_user("handler"), approved_by=make_user("head"), now=now
    )


@pytest.mark.django_db
def test_pause_that_begins_on_the_last_day_delays_no_card() -> None:
    """T-21, T-34: only days after the day of the pause are taken out."""
    clock = make_clock()

    pause(clock, now=at("2026-10-10 08:00"))

    assert sweep(at("2026-10-11 00:01")).levels[1] == 1


@pytest.mark.parametrize(("help_it", "refusal"), [(pause, UnableToPause), (extend, UnableToExtend)])
@pytest.mark.usefixtures("committed_db")
def test_help_that_reaches_the_clock_after_the_judge_comes_too_late(
    settings: Any, help_it: Callable[..., None], refusal: type[Exception]
) -> None:
    """Begun in time but held up for longer than the margin: the card may stand already."""
    clock = make_clock()
    due = database_now() + timedelta(seconds=0.3)
    Clock.objects.update(due_at=due, look_at=due, stage=1, grave_at=None)
    settings.SWEEP_MARGIN = timedelta(seconds=0.2)
    begun: list[datetime] = []

    @begins_again
    def slowly() -> None:
        with act() as now:
            begun.append(now)
            if len(begun) == 1:
                Event().wait(0.5)
            help_it(clock, now=now)

    with pytest.raises(refusal):
        slowly()
    assert begun[0] < due <= begun[1]
