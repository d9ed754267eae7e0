"""E-10, E-16, E-17 and E-19: money, office hours, moments that do not fit, and silence after a broken limit."""

from datetime import timedelta

import pytest

from approvals.acceptance import accept_by_law
from approvals.actions import explain_delay
from approvals.fees.actions.importing import import_payments
from approvals.models import Case, DelayCause
from efficiency.cards.models import Card
from efficiency.irregularities.models import Finding
from tests.fees.builders import make_cashier, make_paid_bill, make_standard
from tests.fees.test_payments import row
from tests.irregularities.builders import RECEIVED, at, clerk_of, clock_of, found, grant, make_case, sweep
from tests.irregularities.builders import ClockKind as Kind

pytestmark = pytest.mark.django_db
SATURDAY = at("2026-09-12 10:00")
EVENING = at("2026-09-14 17:00")
LOOKED = at("2026-10-09 12:00")


def reported(**cells: str) -> None:
    """A bank reports on 12 October what was paid for a case of whose fee the list asks 80 yuan."""
    standard = make_standard()
    case = make_case(standard.fee.item)
    place = {"unit": standard.fee.item.unit.code, "case": str(case), "fee": standard.fee.code}
    import_payments(rows=[row(**place | cells)], actor=make_cashier(), now=at("2026-10-12 12:00"))


# -- E-10 ------------------------------------------------------------------------------------


def test_e10_a_payment_that_is_not_what_the_list_says_is_found() -> None:
    """E-10, T-29."""
    reported(amount="90.00")

    assert found("E-10") == ["fee-mismatch"]
    finding = Finding.objects.get(rule="E-10")
    told = {"paid": "90.00", "by the list": "80.00", "reason": "amount"}
    assert {name: finding.facts[name] for name in told} == told


def test_e10_a_payment_by_the_list_is_none() -> None:
    """E-10, T-29."""
    make_paid_bill()

    assert found("E-10") == []


# -- E-16 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [SATURDAY, EVENING, at("2026-09-14 08:59")])
def test_e16_what_an_official_does_on_a_rest_day_or_after_hours_is_found(moment: object) -> None:
    """E-16."""
    make_case(now=moment)  # type: ignore[arg-type]

    assert found("E-16", LOOKED) == ["after-hours"]


@pytest.mark.parametrize("moment", [at("2026-09-14 09:00"), at("2026-09-14 16:59"), at("2026-09-20 10:00")])
def test_e16_what_is_done_in_office_hours_is_none(moment: object) -> None:
    """E-16: 2026-09-20, a Sunday, is a make-up day."""
    make_case(now=moment)  # type: ignore[arg-type]

    assert found("E-16", LOOKED) == []


def test_e16_several_acts_of_an_evening_are_one_finding() -> None:
    """E-16."""
    grant(make_case(now=EVENING, accept=True), EVENING + timedelta(minutes=5))

    assert found("E-16", LOOKED) == ["after-hours"]


def test_e16_what_the_law_does_by_itself_at_night_is_none() -> None:
    """E-16."""
    make_case()
    accept_by_law(now=at("2026-09-22 02:00"))

    assert found("E-16", LOOKED) == []


# -- E-17 ------------------------------------------------------------------------------------


def test_e17_a_moment_before_one_that_comes_first_is_found() -> None:
    """E-17."""
    case = make_case(accept=True)
    Case.objects.filter(pk=case.pk).update(received_at=RECEIVED + timedelta(days=1))

    assert "moments-order" in found("E-17")


def test_e17_a_receipt_that_somebody_dated_back_is_found_by_the_log() -> None:
    """E-17, THREATS 1.5 row 4."""
    case = make_case()
    Case.objects.filter(pk=case.pk).update(received_at=RECEIVED - timedelta(days=3))

    assert found("E-17") == ["moments-log"]


def test_e17_a_decision_without_its_number_is_found() -> None:
    """E-17."""
    case = grant(make_case(accept=True))
    Case.objects.filter(pk=case.pk).update(result="")

    assert found("E-17") == ["data-missing"]


def test_e17_a_payment_that_is_reported_after_months_is_found() -> None:
    """E-17."""
    reported(paid_at="2026-09-10 10:00")

    assert found("E-17") == ["payment-late"]


def test_e17_moments_in_their_order_and_as_the_log_keeps_them_are_none() -> None:
    """E-17."""
    grant(make_case(accept=True), RECEIVED + timedelta(hours=2))
    make_paid_bill()

    assert found("E-17") == []


# -- E-19 ------------------------------------------------------------------------------------


def late_case() -> Case:
    """Past its promised limit of 5 working days: Sunday 20 September, a make-up day, 17:00."""
    case = make_case(accept=True)
    sweep(at("2026-09-20 17:05"))
    return case


def test_e19_a_broken_limit_that_nobody_explained_is_found_after_three_working_days() -> None:
    """E-19."""
    case = late_case()

    assert found("E-19", at("2026-09-23 23:59")) == []
    assert found("E-19", at("2026-09-24 00:05")) == ["unexplained"]
    assert Finding.objects.get().at == clock_of(case, Kind.PROMISED).due_at


def test_e19_a_delay_that_was_explained_in_public_is_none() -> None:
    """E-19."""
    case = late_case()
    expected = at("2026-09-30 00:00").date()
    explain_delay(
        case=case, cause=DelayCause.VOLUME, expected_on=expected, actor=clerk_of(case), now=at("2026-09-22 10:00")
    )

    assert found("E-19", LOOKED) == []


def test_e19_a_case_in_time_is_none() -> None:
    """E-19."""
    grant(make_case(accept=True), RECEIVED + timedelta(days=1))
    sweep(LOOKED)

    assert found("E-19", LOOKED) == []


def test_e19_a_revoked_card_leaves_nothing_to_explain() -> None:
    """E-19."""
    late_case()
    Card.objects.update(state="revoked")

    assert found("E-19", LOOKED) == []


def test_e19_the_second_level_of_the_same_case_is_not_found_again() -> None:
    """E-19."""
    late_case()
    assert found("E-19", at("2026-09-28 00:05")) == ["unexplained"]
    sweep(at("2026-10-30 12:00"))
    assert Card.objects.numbered().count() == 2

    assert found("E-19", at("2026-11-30 12:00")) == ["unexplained"]
