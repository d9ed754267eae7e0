"""What banks and other systems report of payments, read from a sheet: every fault, or what each row means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.fees.kinds import Channel
from approvals.fees.models import Bill, BillLine, Fee, Payment, Standard
from approvals.fees.money import ZERO
from approvals.fees.sheets import YuanInput
from approvals.models import Case
from efficiency.common.fields import ChoiceByWord, MomentField
from efficiency.common.moments import local_date
from efficiency.common.sheets import Fault, faults_of
from efficiency.organization.models import Unit

MOST_ROWS = 1000


class ReportForm(forms.Form):
    """One payment as a bank or another system reports it: GB/T 39046—2020, table 14, without the payer's name."""

    slip = forms.CharField(label=_("Slip number"), max_length=50)
    paid_at = MomentField(label=_("Paid at"))
    unit = forms.CharField(label=_("Charged for"), max_length=100)
    amount = YuanInput(label=_("Amount (yuan)"))
    channel = ChoiceByWord(label=_("Channel"), choices=Channel.choices)
    bill = forms.CharField(label=_("Bill number"), max_length=20, required=False)
    case = forms.CharField(label=_("Case number"), max_length=50, required=False)
    fee = forms.CharField(label=_("Fee code"), max_length=50, required=False)
    named = forms.CharField(label=_("Fee as reported"), max_length=200, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=3, min_value=Decimal("0.001"), required=False
    )

    def clean_amount(self) -> Decimal:
        """Nothing that is reported costs nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("A payment has an amount."))
        return amount


HEADS = tuple(ReportForm.base_fields)


def heads() -> list[str]:
    """The titles of the columns, in the reader's language."""
    return [str(field.label) for field in ReportForm.base_fields.values()]


@dataclass(frozen=True)
class Report:
    """A payment that was read. `pays` where it settles an open bill to the fen; else it is recorded as it is."""

    slip: str
    paid_at: datetime
    unit: Unit
    amount: Decimal
    channel: Channel
    quantity: Decimal
    named: str
    bill: Bill | None = None
    case: Case | None = None
    fee: Fee | None = None
    standard: Standard | None = None
    expected: Decimal = ZERO
    pays: bool = False

    @property
    def differs(self) -> bool:
        """It is not what the list asks for (E-10)."""
        return not self.pays and (self.standard is None or self.amount != self.expected)


class _Known:
    """What the rows may name, asked once for a whole sheet."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        column = {name: {row[place].strip() for row in rows} for place, name in enumerate(HEADS)}
        units = Unit.objects.in_use()
        self.units = {name: unit for unit in units for name in (unit.code, unit.name, unit.short_name)}
        self.bills = {bill.number: bill for bill in Bill.objects.filter(number__in=column["bill"])}
        cases = Case.objects.filter(matter__reference__in=column["case"]).select_related("matter")
        self.cases = {str(case): case for case in cases}
        self.fees = {fee.code: fee for fee in Fee.objects.filter(code__in=column["fee"])}
        self.slips = set(Payment.objects.filter(slip__in=column["slip"]).values_list("slip", flat=True))


def read_reports(rows: Sequence[Sequence[str]], *, now: datetime) -> tuple[list[Report], list[Fault]]:
    """Every payment as it would be recorded, and every fault with its row and column."""
    known, seen = _Known(rows), Counter(row[0].strip() for row in rows)
    read: list[Report] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, 2):
        form = ReportForm(dict(zip(HEADS, row, strict=True)))
        if not form.is_valid():
            faults += faults_of(form, row=number)
            continue
        wrong = _wrong(form.cleaned_data, known, seen, now)
        faults += [Fault(number, str(ReportForm.base_fields[name].label), str(text)) for name, text in wrong]
        if not wrong:
            read.append(_meant(form.cleaned_data, known))
    return read, faults


def _wrong(given: dict[str, Any], known: _Known, seen: Counter[str], now: datetime) -> list[tuple[str, Any]]:
    wrong: list[tuple[str, Any]] = []
    if seen[given["slip"]] > 1:
        wrong.append(("slip", _("This slip stands in the sheet twice.")))
    if given["slip"] in known.slips:
        wrong.append(("slip", _("This slip is recorded already.")))
    if given["paid_at"] > now:
        wrong.append(("paid_at", _("The moment lies ahead.")))
    if given["unit"] not in known.units:
        wrong.append(("unit", _("No unit has this code or name.")))
    if given["bill"] and given["bill"] not in known.bills:
        wrong.append(("bill", _("There is no such bill.")))
    if given["case"] and given["case"] not in known.cases:
        wrong.append(("case", _("There is no such case.")))
    return wrong


def _meant(given: dict[str, Any], known: _Known) -> Report:
    bill, case = known.bills.get(given["bill"]), known.cases.get(given["case"])
    fee, quantity = known.fees.get(given["fee"]), given["quantity"] or Decimal(1)
    standard, expected, pays = None, ZERO, False
    if bill is not None:
        expected = bill.total if bill.open else ZERO
        pays = bill.open and given["amount"] == expected
    elif fee is not None:
        standard = _standard(fee, case, given["paid_at"])
        expected = _expected(standard, fee, case, quantity) if standard else ZERO
    return Report(
        slip=given["slip"],
        paid_at=given["paid_at"],
        unit=known.units[given["unit"]],
        amount=given["amount"],
        channel=Channel(given["channel"]),
        quantity=quantity,
        named=given["named"] or given["fee"],
        bill=bill,
        case=case,
        fee=fee,
        standard=standard,
        expected=expected,
        pays=pays,
    )


def _standard(fee: Fee, case: Case | None, paid_at: datetime) -> Standard | None:
    """As in force on the day of the case's receipt; without a case, on the day of the payment."""
    day = local_date(case.received_at if case else paid_at)
    return Standard.objects.in_force(day).filter(fee=fee).first()


def _expected(standard: Standard, fee: Fee, case: Case | None, quantity: Decimal) -> Decimal:
    """What the list asks for, less what was waived on a bill for the same case."""
    line = BillLine.objects.filter(case=case, fee=fee, standing=True).first() if case else None
    return line.net if line else standard.cost(quantity)
