"""Withdrawn and filed anew, the green channel, and same-day items: no path wins a day."""

from decimal import Decimal
from typing import Any

import pytest

from approvals.actions import (
    Told,
    UnableToFinish,
    UnableToTell,
    accept_case,
    receive_case,
    tell_to_correct,
    withdraw_case,
)
from approvals.models import Case, Item, Said
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.vault.identity import Identity
from tests.approvals.builders import APPLICANT, GOOD_CREDIT_CODE, clerk_of, make_case, make_clerk, make_item
from tests.cast import at

pytestmark = pytest.mark.django_db

OTHER = Identity(name="演示公司", phone="13800000002", id_number=GOOD_CREDIT_CODE)


def withdrawn(item: Item | None = None) -> Case:
    """Accepted on Monday 2026-09-14, withdrawn after two working days."""
    case = make_case(item, accept=True)
    return withdraw_case(case=case, reason="选址变更", actor=clerk_of(case), now=at("2026-09-16 15:00"))


def anew(item: Item, when: str = "2026-09-21 10:00", **changed: Any) -> Case:
    given: dict[str, Any] = {"applicant": APPLICANT, "materials": item.material_list, "submission": "d" * 32}
    return receive_case(item=item, actor=make_clerk(), accept=True, now=at(when), **(given | changed))


def limits(case: Case) -> dict[str, int]:
    return dict(Clock.objects.running().filter(matter=case.matter).values_list("kind", "limit"))


def test_filed_anew_an_application_has_what_is_left_of_its_limits() -> None:
    """THREATS 1.5 row 7: two of 5 and of 20 working days are used."""
    before = withdrawn()

    case = anew(before.item)

    assert case.predecessor == before
    assert limits(case) == {"promised": 3, "statutory": 18}


def test_the_days_between_are_the_applicants() -> None:
    """Decision 0016: nobody is late at the moment of the return."""
    case = anew(withdrawn().item, "2026-10-12 10:00")

    assert Clock.objects.get(matter=case.matter, kind="promised").due_at == at("2026-10-15 17:00")


def test_another_applicant_begins_anew() -> None:
    case = anew(withdrawn().item, applicant=OTHER)

    assert (case.predecessor, limits(case)) == (None, {"promised": 5, "statutory": 20})


def test_another_item_begins_anew() -> None:
    withdrawn()

    assert anew(make_item()).predecessor is None


def test_long_afterwards_it_is_a_new_matter() -> None:
    """A setting: 90 days."""
    assert anew(withdrawn().item, "2026-12-16 10:00").predecessor is None


def test_a_withdrawn_case_is_continued_once() -> None:
    before = withdrawn()
    anew(before.item)

    assert anew(before.item, submission="e" * 32).predecessor is None


def test_withdrawing_again_and_again_wins_no_day() -> None:
    """THREATS 1.5 row 7: used is used."""
    second = anew(withdrawn().item)
    withdraw_case(case=second, reason="再次变更", actor=clerk_of(second), now=at("2026-09-22 15:00"))

    third = anew(second.item, "2026-09-28 10:00", submission="e" * 32)

    assert limits(third) == {"promised": 2, "statutory": 17}


def test_a_used_up_limit_leaves_one_day() -> None:
    case = make_case(accept=True)
    withdraw_case(case=case, reason="选址变更", actor=clerk_of(case), now=at("2026-10-12 15:00"))

    assert limits(anew(case.item, "2026-10-13 10:00"))["promised"] == 1


def test_the_days_for_acceptance_are_used_as_well() -> None:
    case = make_case()
    withdraw_case(case=case, reason="选址变更", actor=clerk_of(case), now=at("2026-09-17 15:00"))

    second = receive_case(
        item=case.item, applicant=APPLICANT, materials=[], submission="d" * 32, actor=make_clerk(),
        now=at("2026-09-18 10:00"),
    )  # fmt: skip

    assert limits(second) == {"acceptance": 2}


def test_a_notice_on_the_withdrawn_case_counts_for_the_new_one() -> None:
    """T-16, THREATS 1.5 row 7: asked again is only what was asked before."""
    case = make_case()
    tell_to_correct(case=case, points=[Told("未盖章", "申请书")], actor=clerk_of(case), now=at("2026-09-15 10:00"))
    withdraw_case(case=case, reason="选址变更", actor=clerk_of(case), now=at("2026-09-16 15:00"))
    second = receive_case(
        item=case.item, applicant=APPLICANT, materials=["申请书"], submission="d" * 32, actor=make_clerk(),
        now=at("2026-09-17 10:00"),
    )  # fmt: skip
    missing = Told("未提交", "营业执照复印件")

    with pytest.raises(UnableToTell, match="E-05"):
        tell_to_correct(case=second, points=[missing], actor=clerk_of(second), now=at("2026-09-17 11:00"))


def test_nobody_withdraws_for_the_applicant() -> None:
    case = make_case(accept=True)

    with pytest.raises(UnableToFinish):
        withdraw_case(case=case, reason="逾期", said=Said.LAPSED, actor=clerk_of(case), now=at("2026-09-16 15:00"))


def test_the_mark_of_the_applicant_tells_nothing() -> None:
    """Decision 0015."""
    case = make_case()

    assert len(case.applicant_mark) == 64
    assert APPLICANT.id_number not in case.applicant_mark


@pytest.mark.parametrize(
    ("capital", "currency", "green"),
    [("5000000.00", "USD", True), ("4999999.99", "USD", False), ("30000000", "CNY", True), ("29999999", "CNY", False)],
)
def test_large_capital_opens_the_green_channel(capital: str, currency: str, green: bool) -> None:
    """S04, T-26: no promised clock; the limit of the law stays."""
    case = anew(make_item(green=True), capital=Decimal(capital), currency=currency)

    assert case.green == green
    assert limits(case) == ({"statutory": 20} if green else {"promised": 5, "statutory": 20})


def test_without_a_limit_of_law_the_promise_stays() -> None:
    """Decision 0016: no case without a clock."""
    case = anew(make_item(statutory_limit=None, green=True), capital=Decimal("60000000"), currency="CNY")

    assert (case.green, limits(case)) == (False, {"promised": 5})


def test_a_same_day_item_is_due_on_the_same_local_day() -> None:
    """T-28."""
    case = make_case(make_item(handling="1"), accept=True)

    assert Clock.objects.get(matter=case.matter, kind=ClockKind.IMMEDIATE).due_at == at("2026-09-15 00:00")
    assert "promised" not in limits(case)


def test_a_same_day_item_that_is_not_finished_gets_a_card() -> None:
    """T-28, E-18."""
    case = make_case(make_item(handling="1"), accept=True)

    sweep(now=at("2026-09-15 00:01"))

    assert Card.objects.numbered().get(matter=case.matter).rule == "E-18"


def test_a_same_day_item_that_is_accepted_by_law_late_is_due_at_once() -> None:
    """T-28 with T-14: it counts from the receipt, and that day is over."""
    case = make_case(make_item(handling="1"))

    accept_case(case=case, actor=clerk_of(case), now=at("2026-09-22 10:00"))

    assert Clock.objects.get(matter=case.matter, kind=ClockKind.IMMEDIATE).due_at == at("2026-09-15 00:00")
