"""What banks report: read with row and column of every fault, and E-10 where it is not what the list says."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook

from approvals.fees.actions.importing import UnableToImport, import_payments
from approvals.fees.anomalies import FeeMismatch
from approvals.fees.models import Bill, Payment
from approvals.fees.reports import heads, read_reports
from efficiency.audit.models import Entry
from tests.approvals.builders import make_case
from tests.cast import at, make_user
from tests.fees.builders import make_bill_of, make_cashier, make_paid_bill, make_standard, yuan

pytestmark = pytest.mark.django_db
NOW = at("2026-10-12 12:00")
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def row(**cells: str) -> list[str]:
    """A row of the sheet: 80 yuan by bank transfer."""
    given = {
        "slip": "B-1",
        "paid_at": "2026-09-20 10:00",
        "unit": "",
        "amount": "80.00",
        "channel": "transfer",
        "bill": "",
        "case": "",
        "fee": "",
        "named": "",
        "quantity": "",
    }
    return list((given | cells).values())


def of_case(**values: object) -> list[str]:
    """A payment for a case, whose fee stands on the list as `values` say."""
    amount = str(values.pop("amount", "80.00"))
    standard = make_standard(**values)  # type: ignore[arg-type]
    case = make_case(standard.fee.item)
    return row(unit=standard.fee.item.unit.code, case=str(case), fee=standard.fee.code, amount=amount)


def reasons() -> list[str]:
    return [payment.mismatch for payment in FeeMismatch().violations(NOW)]  # type: ignore[attr-defined]


def brought_in(*rows: list[str]) -> None:
    import_payments(rows=rows, actor=make_cashier(), now=NOW)


def test_what_the_window_took_is_what_the_list_says() -> None:
    """E-10 does not fire."""
    make_paid_bill()

    assert reasons() == []


def test_a_reported_payment_by_the_list_is_no_mismatch() -> None:
    """E-10 does not fire."""
    brought_in(of_case())

    assert (Payment.objects.get().expected, reasons()) == (yuan("80.00"), [])


@pytest.mark.parametrize("amount", ["79.99", "80.01"])
def test_more_or_less_than_the_list_is_a_mismatch(amount: str) -> None:
    """T-29, E-10."""
    brought_in(of_case(amount=amount))

    assert reasons() == ["amount"]


def test_any_charge_on_a_free_item_is_a_mismatch() -> None:
    """T-29, E-10."""
    brought_in(of_case(standing="free", amount="0.01"))

    assert reasons() == ["free"]


def test_a_fee_that_was_abolished_or_that_nobody_knows_has_no_basis() -> None:
    """E-10."""
    brought_in(of_case(standing="abolished"))
    unknown = row(slip="B-2", unit=make_standard().fee.item.unit.code, fee="XX-9", named="赞助费")
    brought_in(unknown)

    assert reasons() == ["no-basis", "no-basis"]


def test_a_charge_on_the_authority_of_the_city_is_a_mismatch() -> None:
    """E-10: only national and provincial authority is kept (S09)."""
    brought_in(of_case(authority="city", standing="abolished"))

    assert reasons() == ["city"]


def test_the_fee_is_that_of_the_day_of_receipt_of_the_case() -> None:
    old = make_standard()
    make_standard(old.fee.item, code=old.fee.code, since="2026-09-15", lower=yuan("60"))
    case = make_case(old.fee.item)

    brought_in(row(unit=old.fee.item.unit.code, case=str(case), fee=old.fee.code))

    assert reasons() == []


def test_a_report_that_settles_a_bill_pays_it_under_the_slip_of_the_bank() -> None:
    bill = make_bill_of()

    brought_in(row(unit=bill.lines.get().unit.code, bill=bill.number))

    bill.refresh_from_db()
    assert (bill.state, Payment.objects.get().slip, reasons()) == ("paid", "B-1", [])


def test_a_report_that_does_not_match_its_bill_leaves_it_open_and_is_a_mismatch() -> None:
    """T-29: paid is the bill, or the bill is not paid."""
    bill = make_bill_of()

    brought_in(row(unit=bill.lines.get().unit.code, bill=bill.number, amount="70.00"))

    assert (Bill.objects.get().state, reasons()) == ("open", ["amount"])


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"unit": "nobody"}, "2 Charged for"),
        ({"amount": "0"}, "2 Amount (yuan)"),
        ({"amount": "1.234"}, "2 Amount (yuan)"),
        ({"paid_at": "2026-10-13"}, "2 Paid at"),
        ({"channel": "barter"}, "2 Channel"),
        ({"bill": "SF1999-000001"}, "2 Bill number"),
        ({"case": "BJ-0"}, "2 Case number"),
    ],
)
def test_each_fault_of_a_report_has_its_row_and_column(cells: dict[str, str], fault: str) -> None:
    unit = make_standard().fee.item.unit
    found = read_reports([row(**({"unit": unit.code} | cells))], now=NOW)[1]

    assert [f"{each.row} {each.column}" for each in found] == [fault]


def test_a_slip_is_recorded_once() -> None:
    payment = of_case()
    brought_in(payment)

    with pytest.raises(UnableToImport, match="recorded already"):
        brought_in(payment)


def test_whoever_handles_cases_brings_no_payments_in() -> None:
    with pytest.raises(UnableToImport):
        import_payments(rows=[of_case()], actor=make_user("fee", "handler"), now=NOW)


def test_a_sheet_is_shown_before_it_is_recorded(client: Client) -> None:
    book, file = Workbook(), BytesIO()
    for each in (heads(), of_case(amount="90.00")):
        book.active.append(each)
    book.save(file)
    client.force_login(make_cashier())

    sheet = SimpleUploadedFile("bank.xlsx", file.getvalue())
    shown = client.post("/payments/import/", {"sheet": sheet}, headers=ENGLISH)
    assert (shown.status_code, Payment.objects.count()) == (200, 0)
    done = client.post("/payments/import/confirm/", {"token": shown.context["token"]})

    assert (done.status_code, reasons()) == (302, ["amount"])
    assert Entry.objects.get(verb="payments-imported").data == {"rows": 1, "mismatches": 1}


def test_the_preview_of_another_person_is_not_confirmed(client: Client) -> None:
    client.force_login(make_cashier())

    client.post("/payments/import/confirm/", {"token": "forged"})

    assert Payment.objects.count() == 0


def test_the_office_reads_the_mismatches_with_their_reason(client: Client) -> None:
    brought_in(of_case(amount="90.00"))
    client.force_login(make_user("office"))

    page = client.get("/fee-mismatches/", headers=ENGLISH).content.decode()

    assert "paid is not what the list says" in page
    assert client.get("/fee-mismatches/export/").status_code == 200


def test_a_mismatch_tells_its_facts_without_a_payer() -> None:
    brought_in(of_case(amount="90.00"))

    facts = FeeMismatch().facts(FeeMismatch().violations(NOW).get())
    assert (facts["paid"], facts["by the list"], facts["reason"]) == ("90.00", "80.00", "amount")
