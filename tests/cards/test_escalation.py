"""Climbing the ladder: handler, head, leader, each once. A reply of the builder is due on Saturday 2026-10-10."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from efficiency.cards.actions import decide_ruling, propose_ruling
from efficiency.cards.escalation import escalate
from efficiency.cards.kinds import RulingKind
from efficiency.cards.models import Card, Launch
from efficiency.cards.sweep import sweep
from efficiency.changes.adjusting import adjust
from efficiency.clocks.actions import stop_clock
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.notifications.models import Notice
from efficiency.organization.models import Responsibility, Unit, User
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter
from tests.conftest import CommittedDatabase

NEAR = at("2026-10-09 09:00")
NEXT = at("2026-10-12 09:00")
THIRD = at("2026-10-14 09:00")


def people() -> tuple[Unit, User, User, User]:
    """A unit below another, its handler, its head, and the head above as its leader."""
    above = make_unit()
    unit = make_unit(parent=above)
    return unit, make_user("handler", unit=unit), make_user("head", unit=unit), make_user("head", unit=above)


def told(kind: str = "ladder") -> list[tuple[int | None, str]]:
    rows = Notice.objects.filter(kind__startswith=kind, channel="inbox").order_by("pk")
    return [(row.recipient_id, row.kind) for row in rows]


@pytest.mark.django_db
def test_handler_then_head_then_leader_are_told_each_once() -> None:
    unit, handler, head, leader = people()
    make_clock(matter=make_matter(unit, officer=handler))

    assert escalate(at("2026-10-08 12:00")) == 0
    assert (escalate(NEAR), escalate(NEAR)) == (1, 0)
    sweep(NEXT)
    assert (escalate(NEXT), escalate(NEXT)) == (1, 0)
    assert (escalate(THIRD), escalate(THIRD), escalate(at("2026-10-20 09:00"))) == (1, 0, 0)

    assert told() == [
        (handler.pk, "ladder.near"),
        (head.pk, "ladder.late"),
        (leader.pk, "ladder.late-leader"),
    ]
    notice = Notice.objects.filter(kind="ladder.late").first()
    assert notice is not None
    assert "is still not finished" in notice.words.subject


@pytest.mark.django_db
def test_the_leader_named_for_the_unit_is_told() -> None:
    unit, handler, _head, _above = people()
    leader = make_user("executive")
    Responsibility.objects.create(unit=unit, kind="leader", user=leader, since=at("2026-01-05 09:00"))
    make_clock(matter=make_matter(unit, officer=handler))
    sweep(NEXT)

    escalate(THIRD)

    assert (leader.pk, "ladder.late-leader") in told()


@pytest.mark.django_db
def test_what_is_finished_climbs_no_further() -> None:
    unit, handler, _head, _leader = people()
    clock = make_clock(matter=make_matter(unit, officer=handler))
    escalate(NEAR)
    stop_clock(clock=clock, actor=handler, now=at("2026-10-10 10:00"))
    sweep(NEXT)

    assert (escalate(NEXT), escalate(THIRD)) == (0, 0)


@pytest.mark.django_db
def test_before_the_judge_has_issued_a_card_nobody_is_told_of_lateness() -> None:
    unit, handler, _head, _leader = people()
    make_clock(matter=make_matter(unit, officer=handler))

    assert escalate(NEXT) == 0


@pytest.mark.django_db
def test_a_part_on_trial_climbs_nowhere() -> None:
    unit, handler, _head, _leader = people()
    Launch.objects.create(unit=unit, begun_at=at("2026-09-01 09:00"))
    make_clock(matter=make_matter(unit, officer=handler))

    assert escalate(NEAR) == 0
    sweep(NEXT)
    assert escalate(NEXT) == 0


@pytest.mark.django_db
def test_a_revoked_card_climbs_no_further() -> None:
    unit, handler, _head, _leader = people()
    make_clock(matter=make_matter(unit, officer=handler))
    sweep(NEXT)
    card = Card.objects.get(level=1)
    ruling = propose_ruling(card=card, kind=RulingKind.REVOKE, ground="误", actor=make_user("office"), now=NEXT)
    decide_ruling(ruling=ruling, confirm=True, note="", actor=make_user("office"), now=NEXT)

    assert escalate(THIRD) == 0


@pytest.mark.django_db
def test_a_paused_or_provisional_clock_and_the_citizens_own_climb_nowhere() -> None:
    unit, handler, _head, _leader = people()
    for kind in (ClockKind.REPLY, ClockKind.SIGN_FOR):
        make_clock(kind, matter=make_matter(unit, officer=handler), limit=5)
    make_clock(ClockKind.CITIZEN, matter=make_matter(unit, officer=handler), limit=5)
    Clock.objects.filter(kind=ClockKind.REPLY).update(paused=True)
    Clock.objects.filter(kind=ClockKind.SIGN_FOR).update(provisional=True)

    assert escalate(NEAR) == 0


@pytest.mark.django_db
def test_the_city_sets_its_own_ladder() -> None:
    unit, handler, head, _leader = people()
    adjust(key="cards.ladder", value=["-2d:head"], ground="试行", actor=None, now=at("2026-09-01 09:00"))
    make_clock(matter=make_matter(unit, officer=handler))

    assert escalate(at("2026-10-08 09:00")) == 1
    assert told() == [(head.pk, "ladder.near")]


@pytest.mark.django_db
def test_a_hundred_clocks_cost_hardly_more_questions_than_ten() -> None:
    """SQLite takes the notices in portions of its own size."""
    unit, handler, _head, _leader = people()

    def cost(clocks: int) -> int:
        for _ in range(clocks):
            make_clock(matter=make_matter(unit, officer=handler))
        with CaptureQueriesContext(connection) as seen:
            assert escalate(NEAR) == clocks
        return len(seen)

    ten = cost(10)
    assert cost(100) <= ten + 3


def test_two_who_climb_at_once_tell_nobody_twice(committed_db: CommittedDatabase) -> None:
    unit, handler, _head, _leader = people()
    for _ in range(20):
        make_clock(matter=make_matter(unit, officer=handler))

    def climb() -> None:
        try:
            escalate(NEAR)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(climb) for _ in range(4)]:
            future.result()

    assert len(told()) == 20
