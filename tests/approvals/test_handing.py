"""Handing a case over between counter, department, town and village room (S10)."""

import pytest

from approvals.actions import UnableToHandOver, decline_handover, offer_handover, take_over, withdraw_case
from approvals.models import Case, Handover
from efficiency.clocks.models import Clock
from efficiency.organization.models import UnitKind, User
from tests.approvals.builders import clerk_of, make_case
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

MOMENT = at("2026-09-15 10:00")


@pytest.fixture
def case() -> Case:
    return make_case(accept=True)


@pytest.fixture
def villager() -> User:
    return make_user("handler", unit=make_unit("周庄镇便民服务中心", UnitKind.TOWN))


def offered(case: Case, villager: User) -> Handover:
    assert villager.unit is not None
    return offer_handover(case=case, to_unit=villager.unit, reason="经营场所在该镇。", actor=clerk_of(case), now=MOMENT)


def test_a_case_that_is_taken_over_belongs_to_the_other_unit(case: Case, villager: User) -> None:
    case = take_over(handover=offered(case, villager), actor=villager, now=MOMENT)

    assert (case.matter.unit, case.matter.officer) == (villager.unit, villager)


def test_no_clock_is_touched_by_it(case: Case, villager: User) -> None:
    """S10, THREATS 1.5 row 7: a transfer never resets."""
    before = list(Clock.objects.filter(matter=case.matter).values())

    take_over(handover=offered(case, villager), actor=villager, now=MOMENT)

    assert list(Clock.objects.filter(matter=case.matter).values()) == before


def test_until_it_is_taken_the_case_stays_where_it_is(case: Case, villager: User) -> None:
    """S11: whoever has it stays responsible."""
    offered(case, villager)

    case.refresh_from_db()
    assert case.matter.unit == case.item.unit


def test_a_unit_declines_a_case_once(case: Case, villager: User) -> None:
    decline_handover(handover=offered(case, villager), reason="不属于本镇。", actor=villager, now=MOMENT)
    again = offered(case, villager)

    with pytest.raises(UnableToHandOver):
        decline_handover(handover=again, reason="不属于本镇。", actor=villager, now=MOMENT)

    assert take_over(handover=again, actor=villager, now=MOMENT).matter.unit == villager.unit


def test_declining_says_why(case: Case, villager: User) -> None:
    with pytest.raises(UnableToHandOver):
        decline_handover(handover=offered(case, villager), reason=" ", actor=villager, now=MOMENT)


def test_one_offer_at_a_time(case: Case, villager: User) -> None:
    offered(case, villager)

    with pytest.raises(UnableToHandOver):
        offered(case, villager)


def test_only_the_unit_asked_answers(case: Case, villager: User) -> None:
    stranger = make_user("handler", unit=make_unit("锦溪镇便民服务中心", UnitKind.TOWN))

    with pytest.raises(UnableToHandOver):
        take_over(handover=offered(case, villager), actor=stranger, now=MOMENT)


def test_a_case_that_has_ended_goes_nowhere(case: Case, villager: User) -> None:
    offer = offered(case, villager)
    withdraw_case(case=case, reason="书面撤回", actor=clerk_of(case), now=MOMENT)

    with pytest.raises(UnableToHandOver):
        take_over(handover=offer, actor=villager, now=MOMENT)


def test_a_case_is_not_offered_to_the_unit_that_has_it(case: Case) -> None:
    with pytest.raises(UnableToHandOver):
        offer_handover(case=case, to_unit=case.matter.unit, reason="移交", actor=clerk_of(case), now=MOMENT)
