"""Sums charged outside the portal: brought in by two persons of the office, from a sheet of unit and month."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.fees.models import PastIncome
from approvals.fees.money import ZERO, written
from approvals.fees.sheets import YuanInput
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.kinds import (
    MOST_ROWS,
    ChangeKind,
    Difference,
    Effect,
    EffectTable,
    Payload,
    UnableToChange,
)
from efficiency.changes.models import Change
from efficiency.common.sheets import Fault, faults_of
from efficiency.organization.models import Unit

KIND = "past-fee-income"


class PastForm(forms.Form):
    """A unit's sum of a month."""

    unit = forms.CharField(label=_("Charged for"), max_length=100)
    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m", "%Y-%m-%d", "%Y/%m"],
        error_messages={"invalid": _("Write the month like 2025-03.")},
    )
    amount = YuanInput(label=_("Amount (yuan)"))
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)

    def clean_month(self) -> date:
        """Its first day."""
        day: date = self.cleaned_data["month"]
        return day.replace(day=1)


HEADS = tuple(PastForm.base_fields)


def heads() -> list[str]:
    """The titles of the columns, in the reader's language."""
    return [str(field.label) for field in PastForm.base_fields.values()]


@dataclass(frozen=True)
class Past:
    """A row that is well."""

    unit: Unit
    month: date
    amount: Decimal
    document: str


def read_past(rows: Sequence[Sequence[str]], *, today: date) -> tuple[list[Past], list[Fault]]:
    """Every row as its form reads it, and every fault with its row and column."""
    units = {name: unit for unit in Unit.objects.in_use() for name in (unit.code, unit.name, unit.short_name)}
    stored = set(PastIncome.objects.values_list("unit", "month"))
    read: list[Past] = []
    faults: list[Fault] = []
    seen: Counter[tuple[int, date]] = Counter()
    for number, row in enumerate(rows, 2):
        form = PastForm(dict(zip(HEADS, row, strict=True)))
        if not form.is_valid():
            faults += faults_of(form, row=number)
            continue
        given = form.cleaned_data
        unit = units.get(given["unit"])
        if unit is None:
            faults.append(Fault(number, heads()[0], str(_("No unit has this code or name."))))
            continue
        place = unit.pk, given["month"]
        seen[place] += 1
        if place in stored or seen[place] > 1:
            faults.append(Fault(number, heads()[1], str(_("This unit has a sum for this month already."))))
        if given["month"] >= today.replace(day=1):
            faults.append(Fault(number, heads()[1], str(_("Only months that are over are brought in."))))
        read.append(Past(unit, given["month"], given["amount"], given["document"]))
    return read, faults


def _read(payload: Payload, now: datetime) -> list[Past]:
    read, faults = read_past(payload["rows"], today=now.date())
    if faults:
        raise UnableToChange("; ".join(str(fault) for fault in faults[:5]))
    return read


def _describe(payload: Payload) -> list[Difference]:
    words = gettext("%(n)s sums of unit and month") % {"n": len(payload["rows"])}
    return [Difference(gettext("Income charged outside the portal"), "", words)]


def _effect(payload: Payload, now: datetime) -> Effect:
    read = _read(payload, now)
    by_year: Counter[int] = Counter()
    for row in read:
        by_year[row.month.year] += int(row.amount * 100)
    sentences = [
        gettext("%(year)s: %(sum)s yuan come in beside what the portal recorded.")
        % {"year": year, "sum": written(Decimal(fen).scaleb(-2))}
        for year, fen in sorted(by_year.items())
    ]
    rows = [(row.unit.short_name, f"{row.month:%Y-%m}", written(row.amount), row.document or "–") for row in read]
    table = EffectTable(gettext("Sums"), tuple(heads()), rows[:MOST_ROWS], len(rows))
    return Effect([*sentences, gettext("A sum that was brought in is never changed.")], [table])


def _apply(change: Change, actor: Any, now: datetime) -> str:
    read = _read(change.payload, now)
    for row in read:
        PastIncome.objects.create(
            unit=row.unit,
            month=row.month,
            amount=row.amount,
            document=row.document,
            set_by=change.proposed_by,
            confirmed_by=actor,
            set_at=now,
            demo=change.demo,
        )
    facts = {"rows": len(read), "sum": f"{sum((row.amount for row in read), ZERO):.2f}", "change": change.pk}
    subject = change.pk
    record(Verb.PAST_INCOME_SET, at=now, actor=actor, kind="past-income", subject=subject, data=facts, demo=change.demo)
    return reverse("fee_income")


PAST = ChangeKind(
    code=KIND,
    name=_("Income charged outside the portal"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=_apply,
)
