"""Notify and commit (S08)."""

import pytest

from approvals.actions import (
    UnableToCommit,
    check_commitment,
    finish_case,
    revoke_decision,
    take_commitment,
)
from approvals.models import Case, Commitment, Item, ItemStage, Outcome, Paper
from approvals.remedy import REMEDY
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.organization.models import User
from tests.approvals.builders import clerk_of, make_case, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Granted on a commitment on Monday 2026-09-14, though the item has a stage, and handed over at once."""
    item = make_item(make_unit("市文体广电和旅游局"), on_commitment=True)
    ItemStage.objects.create(item=item, position=1, name="现场核查", limit=3)
    case = make_case(item, accept=True)
    take_commitment(case=case, actor=clerk_of(case), now=at("2026-09-14 10:05"))
    return finish_case(
        case=case, outcome=Outcome.GRANTED, result="LX1", reasons="", handed_over=True,
        actor=clerk_of(case), now=at("2026-09-14 10:10"),
    )  # fmt: skip


@pytest.fixture
def handler(case: Case) -> User:
    return make_user("handler", unit=case.matter.unit)


def test_the_decision_is_made_at_once_and_the_later_check_begins_to_count(case: Case) -> None:
    clock = Clock.objects.running().get(matter=case.matter)

    assert (clock.kind, clock.limit) == (ClockKind.CHECK, 40)
    assert case.matter.closed_at is None
    assert Paper.objects.filter(matter=case.matter, kind="commitment").exists()


def test_a_kept_commitment_closes_the_case(case: Case, handler: User) -> None:
    case = check_commitment(case=case, kept=True, finding="与承诺一致", actor=handler, now=at("2026-10-12 10:00"))

    assert case.matter.closed_at == at("2026-10-12 10:00")
    assert case.outcome == Outcome.GRANTED


def test_a_broken_commitment_lets_the_head_revoke(case: Case, handler: User) -> None:
    check_commitment(case=case, kept=False, finding="场所未设隔离", actor=handler, now=at("2026-10-12 10:00"))
    head = make_user("head", unit=case.matter.unit)

    case = revoke_decision(case=case, reasons="承诺不实。", actor=head, now=at("2026-10-13 10:00"))

    assert (case.outcome, case.remedy) == (Outcome.REVOKED, REMEDY)
    assert Paper.objects.get(matter=case.matter, kind="revocation").remedy == REMEDY


def test_whoever_checked_does_not_revoke(case: Case) -> None:
    head = make_user("head", unit=case.matter.unit)
    check_commitment(case=case, kept=False, finding="场所未设隔离", actor=head, now=at("2026-10-12 10:00"))

    with pytest.raises(UnableToCommit):
        revoke_decision(case=case, reasons="承诺不实。", actor=head, now=at("2026-10-13 10:00"))


def test_what_was_kept_is_not_revoked(case: Case, handler: User) -> None:
    check_commitment(case=case, kept=True, finding="与承诺一致", actor=handler, now=at("2026-10-12 10:00"))

    with pytest.raises(UnableToCommit):
        revoke_decision(
            case=case, reasons="重新考虑", actor=make_user("head", unit=case.matter.unit), now=at("2026-10-13 10:00")
        )


def test_a_check_is_made_once_and_says_what_it_found(case: Case, handler: User) -> None:
    with pytest.raises(UnableToCommit):
        check_commitment(case=case, kept=True, finding=" ", actor=handler, now=at("2026-10-12 10:00"))
    check_commitment(case=case, kept=True, finding="与承诺一致", actor=handler, now=at("2026-10-12 10:00"))

    with pytest.raises(UnableToCommit):
        check_commitment(case=case, kept=False, finding="再查", actor=handler, now=at("2026-10-13 10:00"))


def test_only_an_accepted_case_takes_a_commitment() -> None:
    case = make_case(make_item(on_commitment=True))

    with pytest.raises(UnableToCommit):
        take_commitment(case=case, actor=clerk_of(case), now=at("2026-09-14 10:05"))


def test_an_item_that_is_not_decided_on_commitments_takes_none() -> None:
    """S08: the version under which the case was received decides."""
    case = make_case(accept=True)

    with pytest.raises(UnableToCommit):
        take_commitment(case=case, actor=clerk_of(case), now=at("2026-09-14 10:05"))


def test_a_case_keeps_the_version_that_allowed_a_commitment() -> None:
    """S08: the catalogue changes, the case stays what it was received under."""
    case = make_case(make_item(on_commitment=True), accept=True)
    Item.objects.update(on_commitment=False)

    take_commitment(case=case, actor=clerk_of(case), now=at("2026-09-14 10:05"))

    assert Commitment.objects.get().case == case
