"""Fee income against last year: T-65, months that are over, refunds, and sums of before."""

from datetime import date

import pytest
from django.test import Client

from approvals.fees.actions.adjusting import decide_adjustment, pay_back
from approvals.fees.income import Period, fee_growth, income
from approvals.fees.kinds import Channel
from approvals.fees.models import PastIncome
from approvals.fees.past import read_past
from efficiency.organization.models import Unit
from tests.cast import at, make_unit, make_user
from tests.fees.builders import make_adjustment, make_cashier, make_paid_bill, yuan

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 10:00")
YEAR = Period(2026, "year")


def past(unit: Unit, month: str, amount: str) -> None:
    PastIncome.objects.create(unit=unit, month=date.fromisoformat(f"{month}-01"), amount=yuan(amount), set_at=NOW)


@pytest.fixture
def unit() -> Unit:
    return make_unit("市资规局")


@pytest.mark.parametrize(
    ("this", "last", "flagged"),
    [("100.01", "100.00", True), ("100.00", "100.00", False), ("99.99", "100.00", False)],
    ids=["grown", "equal", "fallen"],
)
def test_only_growth_is_flagged(unit: Unit, this: str, last: str, flagged: bool) -> None:
    """T-65: more than last year is flagged, equal is none."""
    past(unit, "2026-03", this)
    past(unit, "2025-03", last)

    row = fee_growth(YEAR, now=NOW)[0]
    assert (row.flagged, row.amount) == (flagged, yuan(this) - yuan(last))


def test_a_month_that_runs_is_not_set_against_a_whole_one(unit: Unit) -> None:
    past(unit, "2026-10", "100")
    past(unit, "2025-10", "90")
    past(unit, "2025-11", "500")

    row = fee_growth(YEAR, now=NOW)[0]
    assert (row.last, row.last_day) == (yuan("90"), date(2026, 10, 31))


def test_a_year_that_is_over_counts_whole(unit: Unit) -> None:
    past(unit, "2025-12", "70")
    past(unit, "2026-12", "60")

    assert fee_growth(YEAR, now=at("2027-01-01 00:00"))[0].amount == yuan("-10")


def test_nothing_is_compared_before_a_month_is_over(unit: Unit) -> None:
    past(unit, "2025-11", "500")

    assert fee_growth(Period(2026, "m11"), now=NOW) == []


def test_a_half_counts_its_six_months(unit: Unit) -> None:
    past(unit, "2026-06", "10")
    past(unit, "2026-07", "20")

    assert fee_growth(Period(2026, "h1"), now=NOW)[0].this == yuan("10")


def test_growth_from_nothing_has_no_per_cent(unit: Unit) -> None:
    past(unit, "2026-06", "10")

    assert fee_growth(YEAR, now=NOW)[0].percent is None


def test_payments_count_in_the_month_of_shanghai() -> None:
    """Paid on 30 September at 23:30 in Shanghai."""
    bill = make_paid_bill(now=at("2026-09-30 23:30"))

    assert income([date(2026, 9, 1), date(2026, 10, 1)]) == {bill.lines.get().unit_id: {date(2026, 9, 1): yuan("80")}}


def test_a_refund_is_taken_off_in_the_month_in_which_it_was_paid_back() -> None:
    line = make_paid_bill().lines.get()
    refund = make_adjustment(line, "refund", "30.00")
    decide_adjustment(adjustment=refund, approve=True, actor=make_user("office"), now=at("2026-09-20 10:00"))
    before = income([date(2026, 9, 1), date(2026, 10, 1)])[line.unit_id]
    pay_back(adjustment=refund, channel=Channel.CASH, actor=make_cashier(), now=at("2026-10-05 10:00"))

    after = income([date(2026, 9, 1), date(2026, 10, 1)])[line.unit_id]
    assert before == {date(2026, 9, 1): yuan("80")}
    assert after == {date(2026, 9, 1): yuan("80"), date(2026, 10, 1): yuan("-30")}


def test_sums_of_before_are_brought_in_for_months_that_are_over(unit: Unit) -> None:
    past(unit, "2025-01", "1")
    rows = [[unit.code, "2025-01", "1", ""], [unit.code, "2026-11", "1", ""], [unit.code, "2025-02", "5.50", "文"]]

    read, faults = read_past(rows, today=date(2026, 11, 20))

    assert [fault.row for fault in faults] == [2, 3]
    assert read[-1].amount == yuan("5.50")


def test_the_page_shows_growth_and_leads_to_the_payments(client: Client, unit: Unit) -> None:
    past(unit, "2025-03", "100")
    past(unit, "2026-03", "120")
    client.force_login(make_user("office"))

    page = client.get("/fee-income/?year=2026&span=m3", headers={"accept-language": "en"}).content.decode()

    assert "20.00" in page
    assert f"/payments/?unit={unit.pk}&amp;since=2026-03-01&amp;until=2026-03-31" in page


def test_a_head_sees_the_income_of_his_own_unit_only(client: Client, unit: Unit) -> None:
    past(unit, "2025-03", "100")
    past(make_unit("市水务局"), "2025-03", "100")
    client.force_login(make_user("head", unit=unit))

    page = client.get("/fee-income/?year=2026&span=m3").content.decode()

    assert ("市资规局" in page, "市水务局" in page) == (True, False)
