"""The decision reaches the applicant."""

import pytest

from approvals.actions import UnableToDeliver, deliver_case, finish_case
from approvals.models import Case, DeliveryWay, Outcome, Paper
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from tests.approvals.builders import clerk_of, make_case
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


def granted(*, handed_over: bool = False) -> Case:
    """Granted on Thursday 2026-09-24."""
    case = make_case(now=at("2026-09-23 10:00"), accept=True)
    return finish_case(
        case=case, outcome=Outcome.GRANTED, result="JY1", reasons="", handed_over=handed_over,
        actor=clerk_of(case), now=at("2026-09-24 11:00"),
    )  # fmt: skip


def test_a_decision_is_delivered_within_ten_working_days() -> None:
    """T-23, D49."""
    clock = Clock.objects.get(matter=granted().matter, kind=ClockKind.DELIVERY)

    assert clock.due_at == at("2026-10-15 17:00")


def test_a_decision_that_nobody_delivers_gets_a_card() -> None:
    """T-23, E-12."""
    case = granted()

    sweep(now=at("2026-10-15 17:01"))

    assert Card.objects.numbered().get(matter=case.matter).rule == "E-12"


def test_delivery_closes_the_matter_and_writes_its_proof() -> None:
    case = granted()

    case = deliver_case(
        case=case, way=DeliveryWay.POST, slip="EMS1024", actor=clerk_of(case), now=at("2026-09-28 10:00")
    )

    assert (case.delivered_how, case.matter.closed_at) == ("post", at("2026-09-28 10:00"))
    proof = Paper.objects.filter(matter=case.matter).last()
    assert proof is not None
    assert "凭证：EMS1024" in proof.body
    assert not Clock.objects.running().filter(matter=case.matter).exists()


def test_what_is_handed_over_at_the_counter_is_delivered_at_once() -> None:
    case = granted(handed_over=True)

    assert (case.delivered_how, case.delivered_at) == ("counter", at("2026-09-24 11:00"))


def test_post_needs_its_slip() -> None:
    case = granted()

    with pytest.raises(UnableToDeliver):
        deliver_case(case=case, way=DeliveryWay.POST, actor=clerk_of(case), now=at("2026-09-28 10:00"))


def test_a_decision_is_delivered_once() -> None:
    case = granted(handed_over=True)

    with pytest.raises(UnableToDeliver):
        deliver_case(case=case, way=DeliveryWay.COUNTER, actor=clerk_of(case), now=at("2026-09-28 10:00"))


def test_another_unit_delivers_nothing() -> None:
    outsider = make_user("handler", unit=make_unit("市民政局"))

    with pytest.raises(UnableToDeliver):
        deliver_case(case=granted(), way=DeliveryWay.COUNTER, actor=outsider, now=at("2026-09-28 10:00"))
