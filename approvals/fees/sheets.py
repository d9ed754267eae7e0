"""The list of fees as a sheet: one row form reads a row of Excel and the page's form alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.fees.actions.setting import FIELDS
from approvals.fees.kinds import KEPT, Authority, Standing
from approvals.fees.models import Fee, Standard
from approvals.fees.money import MOST, ZERO
from approvals.models import Item
from efficiency.common.fields import ChoiceByWord, DayField
from efficiency.common.sheets import Fault, faults_of

MOST_ROWS = 1000
_CODE = r"^[A-Za-z0-9][A-Za-z0-9\-]{2,49}$"


class YuanInput(forms.DecimalField):
    """Yuan with at most two places."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=ZERO, max_value=MOST, **given)


class StandardForm(forms.Form):
    """What a fee is from a day on."""

    code = forms.RegexField(
        regex=_CODE,
        label=_("Fee code"),
        error_messages={"invalid": _("A code has 3 to 50 letters, digits and hyphens.")},
    )
    item = forms.CharField(label=_("Item code"), max_length=50)
    name = forms.CharField(label=pgettext_lazy("of the list", "Fee"), max_length=200)
    authority = ChoiceByWord(label=_("Authority"), choices=Authority.choices)
    standing = ChoiceByWord(label=_("Standing"), choices=Standing.choices)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Law or document that sets the fee up."),
    )
    document = forms.CharField(label=_("Document number"), max_length=200, required=False)
    lower = YuanInput(label=_("Lower bound (yuan)"), required=False, help_text=_("Charged unless a ground is given."))
    upper = YuanInput(label=_("Upper bound (yuan)"), required=False, help_text=_("Empty: the same as the lower."))
    per = forms.CharField(
        label=_("Unit of charge"), max_length=40, required=False, help_text=_("What is counted, e.g. item, m².")
    )
    counting = forms.CharField(label=_("How the quantity is counted"), max_length=300, required=False)
    effective_from = DayField(label=_("In force from"))

    def __init__(
        self, *args: Any, items: Mapping[str, Item], owners: Mapping[str, int], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._items, self._owners, self._today = items, owners, today

    def clean_item(self) -> Item:
        """The item stands in the catalogue."""
        item = self._items.get(self.cleaned_data["item"].strip())
        if item is None:
            raise forms.ValidationError(_("No item of the catalogue has this code."))
        return item

    def clean_effective_from(self) -> date:
        """A change never counts backwards; a fee that the list did not know may have stood for long."""
        day: date = self.cleaned_data["effective_from"]
        if day < self._today and self.cleaned_data.get("code") in self._owners:
            raise forms.ValidationError(_("The day lies in the past: cases keep the fee of their day."))
        return day

    def clean(self) -> dict[str, Any]:
        """Only what the state or the province has set up is charged, between two bounds, on a basis."""
        cleaned: dict[str, Any] = super().clean() or {}
        item = cleaned.get("item")
        if item is not None and self._owners.get(cleaned.get("code", ""), item.pk) != item.pk:
            self.add_error("code", _("This code belongs to a fee of another item."))
        standing = cleaned.get("standing")
        if standing is None or {"lower", "upper", "authority"} - cleaned.keys():
            return cleaned
        lower = ZERO if cleaned["lower"] is None else cleaned["lower"]
        upper = lower if cleaned["upper"] is None else cleaned["upper"]
        cleaned |= {"lower": lower, "upper": upper}
        if standing != Standing.CHARGED:
            if upper or lower:
                self.add_error("lower", _("What is free or abolished costs nothing: leave both bounds empty."))
            return cleaned
        if cleaned["authority"] not in KEPT:
            self.add_error(
                "authority",
                _("A fee of the city or below is not charged. It can only be shown as abolished."),
            )
        if not cleaned.get("basis", "").strip():
            self.add_error("basis", _("A fee that is charged needs its basis."))
        if upper < lower:
            self.add_error("upper", _("The upper bound is below the lower bound."))
        elif not upper:
            self.add_error("lower", _("A fee that is charged has an amount."))
        return cleaned


HEADS = tuple(StandardForm.base_fields)


def heads() -> list[str]:
    """The titles of the columns, in the reader's language."""
    return [str(field.label) for field in StandardForm.base_fields.values()]


def known_items() -> dict[str, Item]:
    """The items of the catalogue by code: one query for a whole sheet."""
    return {item.code: item for item in Item.objects.select_related("unit")}


def owners() -> dict[str, int]:
    """Which item each fee of the list belongs to."""
    return dict(Fee.objects.values_list("code", "item_id"))


@dataclass(frozen=True)
class Read:
    """A row that is well."""

    code: str
    item: Item
    effective_from: date
    values: dict[str, Any]


def read_rows(rows: Sequence[Sequence[str]], *, today: date) -> tuple[list[Read], list[Fault]]:
    """Every row as its form reads it, and every fault with its row and column."""
    items, known = known_items(), owners()
    read, faults, seen = [], [], Counter(row[0] for row in rows)
    for number, row in enumerate(rows, 2):
        form = StandardForm(dict(zip(HEADS, row, strict=True)), items=items, owners=known, today=today)
        if not form.is_valid():
            faults += faults_of(form, row=number)
            continue
        given = form.cleaned_data
        if seen[row[0]] > 1:
            faults.append(Fault(number, heads()[0], str(_("This code stands in the sheet twice."))))
        read.append(Read(given["code"], given["item"], given["effective_from"], {name: given[name] for name in FIELDS}))
    return read, faults


def row_of(standard: Standard, *, effective_from: date | None = None) -> list[str]:
    """A version as a row of the sheet, in the reader's words."""
    amounts = [_amount(standard.lower), _amount(standard.upper)] if standard.chargeable else ["", ""]
    return [
        standard.fee.code,
        standard.fee.item.code,
        standard.name,
        str(standard.get_authority_display()),
        str(standard.get_standing_display()),
        standard.basis,
        standard.document,
        *amounts,
        standard.per,
        standard.counting,
        (effective_from or standard.effective_from).isoformat(),
    ]


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"
