"""The pages of the fee window, of a bill, and of what is taken off it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from approvals.fees.models import Adjustment, Bill
from efficiency.audit.models import Entry
from tests.approvals.builders import make_case
from tests.cast import make_user
from tests.common.queries import queries_of
from tests.fees.builders import make_adjustment, make_bill_of, make_cashier, make_paid_bill, make_standard, yuan

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def window(client: Client) -> Client:
    """The fee window's browser."""
    client.force_login(make_cashier())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_case_number_leads_to_its_bill_to_be_made(window: Client) -> None:
    standard = make_standard()
    case = make_case(standard.fee.item)

    page = window.get(f"/fee-window/?q={str(case).lower()}")

    assert page.headers["location"] == f"/bills/new/?case={case}"


def test_a_scanned_paper_leads_to_its_bill(window: Client) -> None:
    bill = make_bill_of()

    page = window.get("/fee-window/", {"q": f"http://portal/track/bill/?number={bill.number}"})

    assert page.headers["location"] == f"/bills/{bill.number}/"


def test_an_unknown_number_is_told_beside_the_field(window: Client) -> None:
    page = window.get("/fee-window/?q=SF1999-000001")

    assert page.status_code == 404
    assert "No bill and no case has this number" in page.content.decode()


def test_a_bill_is_made_and_paid_in_two_forms(window: Client) -> None:
    standard = make_standard()
    case = make_case(standard.fee.item)
    key = f"{case.pk}-{standard.pk}"
    data = {"submission": "a" * 32, f"take-{key}": "on", f"quantity-{key}": "2", f"rate-{key}": "80.00"}

    made = window.post(f"/bills/new/?case={case}", data)
    bill = Bill.objects.get()
    paid = window.post(f"/bills/{bill.number}/pay/", {"channel": "cash"})

    bill.refresh_from_db()
    assert (made.status_code, paid.headers["location"]) == (302, f"/bills/{bill.number}/slip/")
    assert (bill.state, bill.paid) == ("paid", yuan("160.00"))


def test_a_rate_outside_its_bounds_is_told_beside_its_field_and_what_was_typed_stays(window: Client) -> None:
    standard = make_standard(lower=yuan("50"), upper=yuan("90"))
    case = make_case(standard.fee.item)
    key = f"{case.pk}-{standard.pk}"
    data = {"submission": "a" * 32, f"take-{key}": "on", f"quantity-{key}": "2", f"rate-{key}": "95.00"}

    page = window.post(f"/bills/new/?case={case}", data)

    assert page.status_code == 422
    assert 'value="95.00"' in page.content.decode()
    assert f'href="#id_rate-{key}"' in page.content.decode()


def test_the_receipt_shows_lines_sum_and_code(window: Client) -> None:
    bill = make_paid_bill()

    for paper in ("print", "slip"):
        page = window.get(f"/bills/{bill.number}/{paper}/").content.decode()
        assert bill.code in page
        assert "80.00" in page


def test_the_payer_checks_his_bill_by_number_and_code(client: Client) -> None:
    bill = make_paid_bill()

    right = client.post("/track/bill/", {"number": bill.number.lower(), "code": bill.code}, headers=ENGLISH)
    wrong = client.post("/track/bill/", {"number": bill.number, "code": "AAAAAAAAAAAA"}, headers=ENGLISH)

    assert (right.status_code, wrong.status_code) == (200, 422)
    assert "80.00" in right.content.decode()


def test_the_page_of_a_case_shows_its_bills_to_whoever_handles_it(client: Client) -> None:
    bill = make_bill_of()
    line = bill.lines.get()
    client.force_login(make_user("handler", unit=line.unit))

    assert bill.number in client.get(f"/cases/{line.case}/").content.decode()


def test_the_closing_sheet_sums_by_channel_and_unit(window: Client) -> None:
    bill = make_paid_bill()

    page = window.get("/fee-window/closing/?day=2026-09-15").content.decode()

    assert page.count("80.00") >= 4
    assert bill.lines.get().unit.name in page


def test_head_proposes_and_office_decides_on_their_pages(client: Client) -> None:
    bill = make_bill_of()
    client.force_login(make_user("head", unit=bill.lines.get().unit))
    client.post(f"/bills/{bill.number}/1/waiver/", {"amount": "30", "ground": "减免"})
    waiver = Adjustment.objects.get()
    client.force_login(make_user("office"))

    answer = client.post(f"/fee-adjustments/{waiver.pk}/decide/", {"approve": "yes"})

    bill.refresh_from_db()
    assert (answer.status_code, bill.total) == (302, yuan("50.00"))


def test_a_refusal_without_its_reason_is_told_beside_the_field(client: Client) -> None:
    waiver = make_adjustment(make_bill_of().lines.get())
    client.force_login(make_user("office"))

    page = client.post(f"/fee-adjustments/{waiver.pk}/decide/", {"approve": "no"}, headers=ENGLISH)

    assert page.status_code == 422
    assert "Say why it is refused." in page.content.decode()


def test_an_export_of_bills_is_recorded(window: Client) -> None:
    make_bill_of()

    assert window.get("/bills/export/").status_code == 200
    assert Entry.objects.get(verb="fees-exported").data["rows"] == 1


def test_the_list_of_bills_asks_as_often_for_thirty_as_for_one(window: Client) -> None:
    standard = make_standard()
    make_bill_of(standard)
    one = queries_of(window, "/bills/")
    for _number in range(29):
        make_bill_of(standard)

    assert queries_of(window, "/bills/") == one
