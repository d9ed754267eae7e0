"""The second look: what is missing, what is too many, and silence where all is well."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from efficiency.cards.actions import decide_ruling, propose_ruling
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Card, ClockFault, Launch, Reconciliation, Series
from efficiency.cards.reconciliation import reconcile, troubles, waiting_for
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import cancel_clock, extend_clock, pause_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from tests.cards.builders import make_late_card, visitor
from tests.cast import at, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db

DUE = at("2026-10-11 00:00")
MONDAY = at("2026-10-12 09:00")


def found(now: datetime = MONDAY, *, full: bool = True) -> list[str]:
    return [finding["kind"] for finding in reconcile(now, full=full).findings]


def change(clock: Clock, **columns: Any) -> None:
    """Write past the actions, as a fault would."""
    Clock.objects.filter(pk=clock.pk).update(**columns)


def forged(clock: Clock, **columns: Any) -> Card:
    """A card that no judge issued."""
    level = columns.pop("level", 1)
    serial = None
    if level:
        series, _ = Series.objects.get_or_create(year=2026, demo=False)
        series.last += 1
        series.save()
        serial = series.last
    values = {
        "year": 2026,
        "serial": serial,
        "level": level,
        "clock": clock,
        "attempt": clock.attempt,
        "matter": clock.matter,
        "unit": clock.unit,
        "rule": "E-20",
        "breached_at": clock.due_at,
        "issued_at": MONDAY,
        "standing_level": level,
        "standing_points": 5 * level,
    }
    return Card.objects.create(**(values | columns))


def test_a_card_issued_at_once_leaves_nothing_to_find() -> None:
    clock = make_clock()
    change(clock, grave_at=None)
    sweep(DUE + timedelta(seconds=30))

    assert found(DUE + timedelta(seconds=31)) == []


def test_where_the_judge_has_judged_nothing_is_found() -> None:
    make_late_card()
    stop_clock(clock=make_clock(), actor=None, now=at("2026-10-09 16:00"))
    sweep(MONDAY)

    assert found(MONDAY + timedelta(hours=1)) == []


@pytest.mark.parametrize("full", [True, False])
def test_a_breach_that_the_judge_passed_by_is_missing_its_card(full: bool) -> None:
    reconcile(at("2026-10-01 09:00"), full=True)
    clock = make_clock()
    change(clock, look_at=None, stage=3)

    assert found(full=full) == ["missing"]


def test_work_finished_late_whose_card_is_missing_is_found_by_the_full_look() -> None:
    clock = make_clock()
    change(clock, look_at=None, stage=3, stopped_at=DUE)

    assert found() == ["missing"]


def test_work_finished_just_in_time_needs_no_card() -> None:
    clock = make_clock()
    change(clock, look_at=None, stage=3, stopped_at=DUE - timedelta(microseconds=1))

    assert found() == []


def test_a_breach_that_still_waits_for_the_judge_is_late() -> None:
    make_clock()

    assert found() == ["waiting"]
    assert waiting_for(MONDAY) == MONDAY - at("2026-10-09 09:00") - timedelta(seconds=30)


def test_a_card_has_the_margin_and_two_minutes_to_come() -> None:
    change(make_clock(), look_at=None, stage=3)

    assert found(DUE + timedelta(seconds=149)) == []
    assert found(DUE + timedelta(seconds=150)) == ["missing"]


def test_a_clock_set_aside_is_named_as_such() -> None:
    clock = make_clock()
    change(clock, look_at=MONDAY + timedelta(hours=1))
    ClockFault.objects.create(clock=clock, at=MONDAY, error="OutOfRange")

    assert found() == ["set-aside"]


def test_a_missing_red_card_is_found() -> None:
    clock = make_late_card().clock
    assert clock is not None
    change(clock, grave_at=at("2026-10-12 00:00"), look_at=None, stage=3)

    assert found(MONDAY + timedelta(hours=1)) == ["missing"]


def test_cancelled_paused_and_provisional_clocks_need_no_card() -> None:
    cancel_clock(clock=make_clock(), actor=None, reason="discarded", now=at("2026-10-09 16:00"))
    pause_clock(
        clock=make_clock(),
        ground=Ground.OTHER,
        document="昆水停〔2026〕3号",
        planned_until=None,
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-10-08 16:00"),
    )
    change(make_clock(), provisional=True, look_at=None)

    assert found() == []


def test_an_extended_clock_is_compared_with_its_new_moments() -> None:
    clock = make_clock()
    sweep(at("2026-10-09 09:01"))  # the reminder before the old limit
    extend_clock(
        clock=clock,
        amount=5,
        reason="需现场勘查",
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-10-09 10:00"),
    )

    assert found() == []


def test_a_reminder_that_nobody_got_is_found_before_the_limit_and_not_after() -> None:
    clock = make_clock()
    change(clock, look_at=clock.due_at, stage=1)

    assert found(at("2026-10-09 09:10")) == ["unreminded"]
    sweep(MONDAY)
    assert found() == []


def test_a_clock_at_which_the_judge_will_never_look_is_found_before_its_limit() -> None:
    change(make_clock(), look_at=None)

    assert found(at("2026-10-01 09:00")) == ["asleep"]


def test_a_breach_noted_before_the_cards_start_needs_no_card() -> None:
    change(make_clock(), look_at=None, stage=3)
    Launch.objects.create(cards_from=at("2026-10-12 00:00"), begun_at=at("2026-09-01 09:00"))

    assert found() == []


def test_a_card_of_work_that_was_in_time_is_found() -> None:
    clock = stop_clock(clock=make_clock(), actor=None, now=at("2026-10-09 16:00"))
    forged(clock)

    assert found() == ["untrue", "behind"] if clock.stage <= 1 else found() == ["untrue"]


def test_a_card_before_the_limit_is_found() -> None:
    clock = make_clock()
    forged(clock, issued_at=DUE - timedelta(seconds=1))

    assert "untrue" in found()


def test_a_card_on_another_moment_than_its_clocks_is_found() -> None:
    card = make_late_card()
    assert card.clock is not None
    change(card.clock, due_at=DUE - timedelta(days=1))

    assert found() == ["untrue"]


def test_a_reminder_for_work_that_was_done_is_found() -> None:
    clock = stop_clock(clock=make_clock(), actor=None, now=at("2026-10-08 16:00"))
    forged(clock, level=0, breached_at=at("2026-10-09 09:00"), state=State.NOTED)

    assert found() == ["untrue"]


def test_a_card_against_another_unit_is_found() -> None:
    clock = make_late_card().clock
    assert clock is not None
    change(clock, unit=make_matter().unit)

    assert found() == ["elsewhere"]


def test_a_card_that_stands_on_an_attempt_given_up_is_found() -> None:
    card = make_late_card()
    assert card.clock is not None
    change(card.clock, attempt=1, due_at=at("2026-11-11 00:00"), stage=1, look_at=at("2026-11-11 00:00"), warn_at=None)

    assert found() == ["left-over"]


def test_two_cards_that_both_stand_for_one_breach_are_found() -> None:
    card = make_late_card()
    assert card.clock is not None
    change(card.clock, grave_at=at("2026-10-12 00:00"), stage=3)
    card.clock.refresh_from_db()
    forged(card.clock, level=2, breached_at=at("2026-10-12 00:00"))

    assert found() == ["doubled"]


def test_a_clock_that_still_awaits_a_breach_with_a_card_is_found() -> None:
    card = make_late_card()
    assert card.clock is not None
    change(card.clock, stage=1)

    assert found() == ["behind"]


def test_a_gap_in_the_numbers_is_found() -> None:
    make_late_card()
    Series.objects.filter(year=2026, demo=False).update(last=2)

    assert found() == ["gap"]


def test_a_revoked_card_and_the_clock_judged_anew_are_in_order() -> None:
    card = make_late_card()
    ruling = propose_ruling(
        card=card,
        kind=RulingKind.REVOKE,
        ground="检测期间未登记",
        actor=make_user("office"),
        now=MONDAY,
        pause_ground=Ground.OTHER,
        pause_document="昆检〔2026〕7号",
        pause_from=at("2026-09-28 12:00").date(),
        pause_until=at("2026-10-08 12:00").date(),
    )
    decide_ruling(ruling=ruling, confirm=True, note="", actor=make_user("office"), now=MONDAY)

    assert found(at("2026-10-12 10:00")) == []
    sweep(at("2026-11-30 09:00"))
    assert Card.objects.filter(clock=card.clock, level=1).count() == 2
    assert found(at("2026-11-30 10:00")) == []


def test_a_red_card_that_replaced_the_yellow_one_is_in_order() -> None:
    """T-27"""
    matter = make_matter()
    make_clock(ClockKind.PROMISED, matter=matter, limit=5)
    make_clock(ClockKind.STATUTORY, matter=matter, limit=8)
    sweep(at("2026-11-30 09:00"))

    assert {card.level for card in Card.objects.exclude(level=0)} == {LevelNumber.FIRST, LevelNumber.GRAVE}
    assert found(at("2026-11-30 10:00")) == []


def test_a_quick_look_does_not_clear_what_a_full_look_found() -> None:
    change(make_clock(), look_at=None, stage=3, stopped_at=DUE)
    reconcile(MONDAY, full=True)

    assert found(full=False) == []
    assert [finding["kind"] for finding in troubles()] == ["missing"]


def test_quick_looks_that_find_nothing_share_one_row() -> None:
    reconcile(MONDAY, full=True)
    reconcile(MONDAY + timedelta(minutes=10))
    reconcile(MONDAY + timedelta(minutes=20))

    assert [run.started_at for run in Reconciliation.objects.all()] == [MONDAY + timedelta(minutes=20), MONDAY]


def test_a_look_asks_as_often_for_many_clocks_as_for_one() -> None:
    for _ in range(3):
        change(make_clock(), look_at=None, stage=3)
    with CaptureQueriesContext(connection) as few:
        reconcile(MONDAY, full=True)
    for _ in range(20):
        change(make_clock(), look_at=None, stage=3)
    with CaptureQueriesContext(connection) as many:
        reconcile(MONDAY, full=True)

    assert len(few) == len(many)


def test_the_command_fails_where_a_card_is_missing() -> None:
    change(make_clock(started="2025-09-01 10:00"), look_at=None, stage=3)

    with pytest.raises(CommandError, match="2 cards are missing or too many"):
        call_command("reconcile")


def test_the_page_names_the_finding_and_leads_to_it() -> None:
    clock = make_clock()
    change(clock, look_at=None, stage=3)
    reconcile(MONDAY, full=True)

    page = visitor(make_user("office")).get("/reconciliation/").content.decode()

    assert "A card is missing; the judge passed it by" in page
    assert f'href="{clock.matter.path}"' in page


def test_the_administrator_sees_the_finding_without_a_way_into_the_matter() -> None:
    clock = make_clock()
    change(clock, look_at=None, stage=3)
    reconcile(MONDAY, full=True)

    page = visitor(make_user("sysadmin")).get("/reconciliation/").content.decode()

    assert clock.matter.reference in page
    assert clock.matter.path not in page


def test_the_button_looks_at_everything() -> None:
    answer = visitor(make_user("sysadmin")).post("/reconciliation/run/", follow=True)

    assert "Every card is there, and none too many." in answer.content.decode()
    assert Reconciliation.objects.get().full
