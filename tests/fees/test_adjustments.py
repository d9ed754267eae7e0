"""Waivers and refunds: ground, two persons, and sums that always add up."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.fees.actions.adjusting import (
    UnableToAdjust,
    decide_adjustment,
    pay_back,
    propose_adjustment,
    withdraw_adjustment,
)
from approvals.fees.actions.billing import pay_bill
from approvals.fees.kinds import AdjustmentKind, Channel
from approvals.fees.models import Adjustment, Bill
from approvals.fees.money import total
from efficiency.notifications.models import Notice
from tests.approvals.builders import make_item
from tests.cast import make_user
from tests.fees.builders import MADE, make_adjustment, make_bill_of, make_cashier, make_paid_bill, make_standard, yuan

pytestmark = pytest.mark.django_db


def decided(adjustment: Adjustment, *, approve: bool = True) -> Adjustment:
    return decide_adjustment(
        adjustment=adjustment, approve=approve, note="" if approve else "不符合", actor=make_user("office"), now=MADE
    )


def test_an_approved_waiver_lowers_the_sum_to_pay() -> None:
    bill = make_bill_of()

    decided(make_adjustment(bill.lines.get(), amount="30.00"))

    bill.refresh_from_db()
    assert (bill.due, bill.waived, bill.total) == (yuan("80.00"), yuan("30.00"), yuan("50.00"))


def test_a_bill_that_is_waived_whole_is_settled() -> None:
    bill = make_bill_of()

    decided(make_adjustment(bill.lines.get(), amount="80.00"))

    bill.refresh_from_db()
    assert (bill.state, bill.paid) == ("paid", yuan("0"))


def test_a_refused_waiver_changes_nothing_and_says_why() -> None:
    bill = make_bill_of()
    waiver = make_adjustment(bill.lines.get())

    with pytest.raises(UnableToAdjust):
        decide_adjustment(adjustment=waiver, approve=False, actor=make_user("office"), now=MADE)
    refused = decided(waiver, approve=False)

    bill.refresh_from_db()
    assert (refused.state, refused.note, bill.waived) == ("refused", "不符合", yuan("0"))


def test_a_refund_waits_for_the_fee_window_after_the_approval() -> None:
    bill = make_paid_bill()
    refund = decided(make_adjustment(bill.lines.get(), "refund", "30.00"))
    bill.refresh_from_db()
    assert (refund.state, bill.refunded) == ("approved", yuan("0"))

    pay_back(adjustment=refund, channel=Channel.CASH, actor=make_cashier(), now=MADE)

    bill.refresh_from_db()
    assert (bill.state, bill.refunded, bill.kept) == ("paid", yuan("30.00"), yuan("50.00"))


def test_a_bill_of_which_all_went_back_is_refunded_and_can_be_charged_anew() -> None:
    bill = make_paid_bill()
    refund = decided(make_adjustment(bill.lines.get(), "refund", "80.00"))

    pay_back(adjustment=refund, channel=Channel.CASH, actor=make_cashier(), now=MADE)

    bill.refresh_from_db()
    assert (bill.state, bill.lines.get().standing) == ("refunded", False)


def test_nobody_decides_on_his_own_proposal() -> None:
    """A person who is head and office proposes; another of the office must decide."""
    line = make_bill_of().lines.get()
    both = make_user("head", "office", unit=line.unit)
    waiver = make_adjustment(line, head=both)

    with pytest.raises(UnableToAdjust):
        decide_adjustment(adjustment=waiver, approve=True, actor=both, now=MADE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=waiver.pk).update(decided_by=both)


@pytest.mark.parametrize("role", ["head", "fee", "window", "handler"])
def test_only_the_office_decides(role: str) -> None:
    waiver = make_adjustment(make_bill_of().lines.get())

    with pytest.raises(UnableToAdjust):
        decide_adjustment(adjustment=waiver, approve=True, actor=make_user(role), now=MADE)


def test_only_the_head_of_the_unit_that_charges_proposes_a_waiver() -> None:
    line = make_bill_of().lines.get()

    for stranger in (make_cashier(), make_user("head", unit=make_item().unit), make_user("handler", unit=line.unit)):
        with pytest.raises(UnableToAdjust):
            make_adjustment(line, head=stranger)


def test_the_fee_window_may_propose_a_refund() -> None:
    refund = make_adjustment(make_paid_bill().lines.get(), "refund", "1.00", make_cashier())

    assert refund.state == "proposed"


@pytest.mark.parametrize(("kind", "amount"), [("waiver", "80.01"), ("waiver", "0"), ("refund", "10")])
def test_no_more_is_waived_than_is_charged_and_nothing_refunded_that_is_not_paid(kind: str, amount: str) -> None:
    line = make_bill_of().lines.get()

    with pytest.raises(UnableToAdjust):
        make_adjustment(line, kind, amount)


def test_one_thing_at_a_time_awaits_its_decision_for_a_charge() -> None:
    line = make_bill_of().lines.get()
    make_adjustment(line)

    with pytest.raises(UnableToAdjust):
        make_adjustment(line)


def test_a_waiver_needs_its_ground() -> None:
    line = make_bill_of().lines.get()

    with pytest.raises(UnableToAdjust):
        propose_adjustment(
            line=line,
            kind=AdjustmentKind.WAIVER,
            amount=yuan("1"),
            ground=" ",
            actor=make_user("head", unit=line.unit),
            now=MADE,
        )


def test_a_proposal_is_withdrawn_by_its_own_person_only() -> None:
    line = make_bill_of().lines.get()
    head = make_user("head", unit=line.unit)
    waiver = make_adjustment(line, head=head)

    with pytest.raises(UnableToAdjust):
        withdraw_adjustment(adjustment=waiver, actor=make_user("head", unit=line.unit), now=MADE)
    assert withdraw_adjustment(adjustment=waiver, actor=head, now=MADE).state == "withdrawn"


def test_the_office_hears_of_a_proposal_and_its_proposer_of_the_decision() -> None:
    office = make_user("office")
    waiver = make_adjustment(make_bill_of().lines.get())
    decided(waiver)

    kinds = set(Notice.objects.values_list("kind", "recipient"))
    assert {("fee.proposed", office.pk), ("fee.decided", waiver.proposed_by_id)} <= kinds


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    prices=st.lists(st.integers(1, 99_999), min_size=1, max_size=3),
    quantity=st.integers(1, 5_000),
    waived=st.integers(0, 100),
    refunds=st.lists(st.integers(1, 100), max_size=3),
)
def test_whatever_is_waived_and_refunded_the_sums_add_up(
    prices: list[int], quantity: int, waived: int, refunds: list[int]
) -> None:
    """Paid is due less waived; nothing goes back twice; lines and bill say the same, to the fen."""
    item = make_item()
    standards = [make_standard(item, lower=Decimal(price).scaleb(-2)) for price in prices]
    lots = Decimal(quantity).scaleb(-1)
    bill = make_bill_of(*standards, quantity=str(max(lots, Decimal(1))))
    line = bill.lines.order_by("place")[0]
    part = (line.amount * waived / 100).quantize(Decimal("0.01"))
    if part:
        decided(make_adjustment(line, amount=str(part)))
    bill.refresh_from_db()
    if bill.open:
        pay_bill(bill=bill, channel=Channel.CASH, actor=make_cashier(), now=MADE)
    for percent in refunds:
        _refund(bill, percent)

    bill.refresh_from_db()
    lines = list(bill.lines.all())
    assert bill.due == total(each.amount for each in lines)
    assert bill.waived == total(each.waived for each in lines)
    assert bill.paid == bill.due - bill.waived == total(each.net for each in lines)
    assert bill.refunded == total(each.refunded for each in lines)
    assert bill.kept == total(each.left for each in lines) >= 0
    assert (bill.state == "refunded") == (bill.refunded == bill.paid > 0)


def _refund(bill: Bill, percent: int) -> None:
    """Refund so many per cent of what is left of the first charge that has anything left."""
    line = next((each for each in bill.lines.order_by("place") if each.left > 0), None)
    if line is None:
        return
    amount = max((line.left * percent / 100).quantize(Decimal("0.01")), Decimal("0.01"))
    refund = decided(make_adjustment(line, "refund", str(amount)))
    pay_back(adjustment=refund, channel=Channel.CARD, actor=make_cashier(), now=MADE)
