"""A bill across departments: what it is made of, that it is paid whole, and by whom."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from approvals.actions import withdraw_case
from approvals.fees.actions.billing import Charge, UnableToCharge, cancel_bill, make_bill, pay_bill
from approvals.fees.kinds import Channel
from approvals.fees.models import Bill, BillLine, Payment
from approvals.models import Case
from efficiency.audit.models import Entry
from efficiency.organization.models import User
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity
from tests.approvals.builders import make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user
from tests.fees.builders import MADE, make_adjustment, make_bill_of, make_cashier, make_paid_bill, make_standard, yuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier() -> User:
    return make_cashier()


def made(*charges: Charge, actor: User, submission: str = "a" * 32) -> Bill:
    return make_bill(charges=charges, submission=submission, actor=actor, now=MADE)


def test_one_bill_holds_the_fees_of_several_departments(cashier: User) -> None:
    land, water = make_standard(make_item(make_unit("市资规局"))), make_standard(make_item(make_unit("市水务局")))

    bill = made(
        Charge(make_case(land.fee.item), land, yuan("1"), land.lower),
        Charge(make_case(water.fee.item), water, yuan("2.5"), water.lower),
        actor=cashier,
    )

    assert [line.unit.name for line in bill.lines.order_by("place")] == ["市资规局", "市水务局"]
    assert bill.due == yuan("280.00")


def test_numbers_of_a_year_have_no_gap(cashier: User) -> None:
    first = make_bill_of()
    with pytest.raises(UnableToCharge):
        made(actor=cashier)
    with pytest.raises(RuntimeError), transaction.atomic():
        make_bill_of()
        raise RuntimeError
    second = make_bill_of()
    next_year = make_bill_of(now=at("2027-01-04 09:10"))

    assert [bill.number for bill in (first, second, next_year)] == ["SF2026-000001", "SF2026-000002", "SF2027-000001"]


def test_the_same_form_gives_the_same_bill(cashier: User) -> None:
    standard = make_standard()
    charge = Charge(make_case(standard.fee.item), standard, yuan("1"), standard.lower)

    assert made(charge, actor=cashier) == made(charge, actor=cashier)


def test_a_fee_is_charged_once_for_a_case(cashier: User) -> None:
    standard = make_standard()
    charge = Charge(make_case(standard.fee.item), standard, yuan("1"), standard.lower)
    made(charge, actor=cashier)

    with pytest.raises(UnableToCharge):
        made(charge, actor=cashier, submission="b" * 32)


def test_a_cancelled_bill_frees_its_fees(cashier: User) -> None:
    standard = make_standard()
    charge = Charge(make_case(standard.fee.item), standard, yuan("1"), standard.lower)
    cancel_bill(bill=made(charge, actor=cashier), because="收错人", actor=cashier, now=MADE)

    again = made(charge, actor=cashier, submission="b" * 32)

    assert again.number == "SF2026-000002"


def test_the_fee_is_that_of_the_day_of_receipt(cashier: User) -> None:
    """The case came on 14 September; the list changed on the 15th."""
    old = make_standard()
    new = make_standard(old.fee.item, code=old.fee.code, since="2026-09-15", lower=yuan("60"))
    case = make_case(old.fee.item)

    with pytest.raises(UnableToCharge):
        made(Charge(case, new, yuan("1"), new.lower), actor=cashier)
    assert made(Charge(case, old, yuan("1"), old.lower), actor=cashier).due == yuan("80.00")


@pytest.mark.parametrize(("rate", "ground"), [("49.99", "低"), ("90.01", "高"), ("60.00", "")])
def test_another_rate_keeps_its_bounds_and_names_its_ground(cashier: User, rate: str, ground: str) -> None:
    standard = make_standard(lower=yuan("50"), upper=yuan("90"))
    case = make_case(standard.fee.item)

    with pytest.raises(UnableToCharge):
        made(Charge(case, standard, yuan("1"), yuan(rate), ground), actor=cashier)


def test_a_rate_within_the_bounds_with_a_ground_stands_on_the_bill(cashier: User) -> None:
    standard = make_standard(lower=yuan("50"), upper=yuan("90"))

    bill = made(Charge(make_case(standard.fee.item), standard, yuan("2"), yuan("60"), "加急检测"), actor=cashier)

    assert (bill.due, bill.lines.get().ground) == (yuan("120.00"), "加急检测")


@pytest.mark.parametrize("quantity", ["0", "-1", "0.001"])
def test_a_quantity_that_costs_nothing_is_refused(cashier: User, quantity: str) -> None:
    standard = make_standard(lower=yuan("1"))

    with pytest.raises(UnableToCharge):
        made(Charge(make_case(standard.fee.item), standard, Decimal(quantity), standard.lower), actor=cashier)


def test_what_is_free_is_not_charged(cashier: User) -> None:
    """T-29."""
    free = make_standard(standing="free")

    with pytest.raises(UnableToCharge):
        made(Charge(make_case(free.fee.item), free, yuan("1"), yuan("0")), actor=cashier)


def test_nothing_is_charged_for_a_withdrawn_case(cashier: User) -> None:
    standard, clerk = make_standard(), make_clerk()
    case = withdraw_case(case=make_case(standard.fee.item, clerk), reason="撤回", actor=clerk, now=MADE)

    with pytest.raises(UnableToCharge):
        made(Charge(case, standard, yuan("1"), standard.lower), actor=cashier)


def test_cases_of_different_applicants_get_bills_of_their_own(cashier: User) -> None:
    standard = make_standard()
    mine, theirs = make_case(standard.fee.item), make_case(standard.fee.item)
    stranger = store(Identity(name="陆某", phone="13800000002", id_number="320583189012300111"), actor=None)
    Case.objects.filter(pk=theirs.pk).update(applicant=stranger)
    theirs.refresh_from_db()

    with pytest.raises(UnableToCharge, match="applicant|申请人"):
        made(
            Charge(mine, standard, yuan("1"), standard.lower),
            Charge(theirs, standard, yuan("1"), standard.lower),
            actor=cashier,
        )


def test_comparing_two_applicants_is_recorded_as_a_reading(cashier: User) -> None:
    standard = make_standard()
    made(
        Charge(make_case(standard.fee.item), standard, yuan("1"), standard.lower),
        Charge(make_case(standard.fee.item), standard, yuan("1"), standard.lower),
        actor=cashier,
    )

    assert Entry.objects.filter(verb="identity-read").count() == 2


@pytest.mark.parametrize("roles", [("handler",), ("window",), ("head",), ("office",), ("fee", "handler")])
def test_who_receives_or_decides_cases_takes_no_money(roles: tuple[str, ...]) -> None:
    """Approving and charging are apart (S09)."""
    bill, person = make_bill_of(), make_user(*roles)

    with pytest.raises(UnableToCharge):
        pay_bill(bill=bill, channel=Channel.CASH, actor=person, now=MADE)
    with pytest.raises(UnableToCharge):
        cancel_bill(bill=bill, because="x", actor=person, now=MADE)
    with pytest.raises(UnableToCharge):
        made(actor=person)


def test_a_paid_bill_has_a_record_of_payment_for_each_unit() -> None:
    """Table 14 of GB/T 39046: slip number, unit, amount, time, payer."""
    bill = make_paid_bill()

    payment = Payment.objects.get()
    assert (payment.slip, payment.unit, payment.amount) == (bill.number, bill.lines.get().unit, yuan("80.00"))
    assert (payment.paid_at, payment.payer, payment.channel) == (MADE, bill.payer, "cash")


def test_a_bill_is_paid_once() -> None:
    bill = make_paid_bill()

    with pytest.raises(UnableToCharge):
        pay_bill(bill=bill, channel=Channel.CASH, actor=make_cashier(), now=MADE)


def test_a_bill_with_a_waiver_that_waits_is_not_paid() -> None:
    bill = make_bill_of()
    make_adjustment(bill.lines.get())

    with pytest.raises(UnableToCharge):
        pay_bill(bill=bill, channel=Channel.CASH, actor=make_cashier(), now=MADE)


def test_a_bill_is_cancelled_with_a_ground_and_takes_its_waiver_with_it() -> None:
    bill = make_bill_of()
    waiver = make_adjustment(bill.lines.get())

    with pytest.raises(UnableToCharge):
        cancel_bill(bill=bill, because=" ", actor=make_cashier(), now=MADE)
    cancel_bill(bill=bill, because="重复开单", actor=make_cashier(), now=MADE)

    waiver.refresh_from_db()
    assert waiver.state == "withdrawn"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "paid", "settled_at": MADE},
        {"state": "paid", "settled_at": MADE, "paid": yuan("79.99")},
        {"due": yuan("-1")},
        {"waived": yuan("80.01")},
        {"state": "refunded", "settled_at": MADE, "paid": yuan("80"), "refunded": yuan("79")},
        {"state": "paid", "settled_at": MADE, "paid": yuan("80"), "refunded": yuan("80")},
        {"state": "cancelled", "settled_at": MADE},
        {"state": "paid", "paid": yuan("80")},
    ],
)
def test_the_database_keeps_no_bill_that_does_not_add_up(values: dict[str, object]) -> None:
    """T-29: paid is the bill."""
    bill = make_bill_of()

    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(pk=bill.pk).update(**values)


@pytest.mark.parametrize("values", [{"amount": yuan("1")}, {"rate": yuan("1")}, {"quantity": yuan("3")}])
def test_what_a_line_was_made_of_never_changes(values: dict[str, object]) -> None:
    line = make_bill_of().lines.get()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        BillLine.objects.filter(pk=line.pk).update(**values)


@pytest.mark.parametrize("values", [{"waived": yuan("80.01")}, {"refunded": yuan("80.01")}, {"waived": yuan("-1")}])
def test_no_more_is_taken_off_a_line_than_stands_on_it(values: dict[str, object]) -> None:
    line = make_bill_of().lines.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        BillLine.objects.filter(pk=line.pk).update(**values)


def test_a_payment_never_changes() -> None:
    make_paid_bill()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Payment.objects.update(amount=yuan("1"))
