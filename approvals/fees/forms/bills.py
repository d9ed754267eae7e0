"""Forms of the fee window: a bill, its payment, its end; and what is proposed of a charge."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.fees.actions.billing import MOST_QUANTITY, Charge
from approvals.fees.kinds import AdjustmentKind, AdjustmentState, BillState, Channel
from approvals.fees.models import BillLine
from approvals.fees.offers import Offer
from approvals.fees.querysets import AdjustmentQuerySet, BillQuerySet
from approvals.fees.sheets import YuanInput
from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI


class Row(NamedTuple):
    """A fee that can be charged, with its fields."""

    offer: Offer
    take: forms.BoundField
    quantity: forms.BoundField
    rate: forms.BoundField
    ground: forms.BoundField


class BillForm(forms.Form):
    """Which fees are charged, how much of each, and why where the rate is not the lower bound."""

    submission = forms.RegexField(
        regex=r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form has lost its number. Please open a new form."),
            "invalid": _("This form has lost its number. Please open a new form."),
        },
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        for offer in offers:
            self._add(offer)
        if not self.is_bound:
            self.initial.setdefault("submission", secrets.token_hex(16))

    def _add(self, offer: Offer) -> None:
        name, standard = offer.standard.name, offer.standard
        self.fields[f"take-{offer.key}"] = forms.BooleanField(label=name, required=False, initial=True)
        self.fields[f"quantity-{offer.key}"] = forms.DecimalField(
            label=_("%(fee)s: quantity") % {"fee": name},
            max_digits=12,
            decimal_places=3,
            min_value=Decimal("0.001"),
            max_value=MOST_QUANTITY,
            required=False,
            initial=1,
        )
        self.fields[f"rate-{offer.key}"] = YuanInput(
            label=_("%(fee)s: rate") % {"fee": name}, required=False, initial=standard.lower
        )
        self.fields[f"ground-{offer.key}"] = forms.CharField(
            label=_("%(fee)s: ground of a rate above the lower bound") % {"fee": name}, max_length=300, required=False
        )

    def rows(self) -> Iterator[Row]:
        """The fees with their fields, in the order of the cases."""
        for offer in self.offers:
            names = (f"{part}-{offer.key}" for part in ("take", "quantity", "rate", "ground"))
            yield Row(offer, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        """What is taken has a quantity; the rate keeps its bounds; above the lower it has a ground."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(f"take-{offer.key}") for offer in self.offers):
            self.add_error(None, _("Choose at least one fee."))
        for offer in self.offers:
            if cleaned.get(f"take-{offer.key}"):
                self._check(offer, cleaned)
        return cleaned

    def _check(self, offer: Offer, cleaned: dict[str, Any]) -> None:
        key, standard = offer.key, offer.standard
        if cleaned.get(f"quantity-{key}") is None and f"quantity-{key}" not in self.errors:
            self.add_error(f"quantity-{key}", _("Write the quantity."))
        rate = cleaned.get(f"rate-{key}")
        if rate is None or rate == standard.lower:
            return
        if not standard.lower <= rate <= standard.upper:
            self.add_error(f"rate-{key}", _("The rate is outside its bounds: %(price)s.") % {"price": standard.price})
        elif not cleaned.get(f"ground-{key}", "").strip():
            self.add_error(f"ground-{key}", _("The lower bound is charged. Name the ground for another rate."))

    def charges(self) -> list[Charge]:
        """What the action puts on the bill."""
        given = self.cleaned_data
        return [
            Charge(
                case=offer.case,
                standard=offer.standard,
                quantity=given[f"quantity-{offer.key}"],
                rate=offer.standard.lower if given[f"rate-{offer.key}"] is None else given[f"rate-{offer.key}"],
                ground=given[f"ground-{offer.key}"],
            )
            for offer in self.offers
            if given[f"take-{offer.key}"]
        ]


class PayForm(forms.Form):
    """How the money comes in, or goes back."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is paid.")},
    )


class CancelForm(forms.Form):
    """Why a bill is given up."""

    because = forms.CharField(
        label=_("Why is the bill cancelled?"),
        max_length=300,
        error_messages={"required": _("Say why the bill is cancelled.")},
    )


class AdjustmentForm(forms.Form):
    """What is to be taken off a charge, and why."""

    amount = YuanInput(label=_("Amount (yuan)"))
    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facts and rule. Please write no personal data here."),
    )
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)

    def __init__(self, *args: Any, line: BillLine, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = line.net if kind == AdjustmentKind.WAIVER else line.left
        self.fields["amount"].initial = most
        self.fields["amount"].help_text = _("At most %(most)s yuan.") % {"most": f"{most:,.2f}"}


class DecideForm(forms.Form):
    """Approve or refuse."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a decision.")},
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=_("Needed where you refuse."))

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("approve") is False and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why it is refused."))
        return cleaned


class BillFilter(forms.Form):
    """What the list of bills shows."""

    q = forms.CharField(label=_("Bill or case number"), max_length=50, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *BillState.choices], required=False)
    since = DayField(label=_("Made from"), required=False)
    until = DayField(label=_("Made until"), required=False)

    def narrow(self, rows: BillQuerySet) -> BillQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        rows = rows.search(wanted.get("q", ""))
        narrowed: BillQuerySet = between(rows, "made_at", wanted)
        return narrowed


class AdjustmentFilter(forms.Form):
    """What the list of waivers and refunds shows."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *AdjustmentKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *AdjustmentState.choices], required=False)

    def narrow(self, rows: AdjustmentQuerySet) -> AdjustmentQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        for name in ("kind", "state"):
            if self.cleaned_data.get(name):
                rows = rows.filter(**{name: self.cleaned_data[name]})
        return rows


def between(rows: Any, name: str, wanted: dict[str, Any]) -> Any:
    """Rows whose moment lies on the days `since` to `until`, both included, where these are set."""
    if wanted.get("since"):
        rows = rows.filter(**{f"{name}__gte": datetime.combine(wanted["since"], time(0), SHANGHAI)})
    if wanted.get("until"):
        after = wanted["until"] + timedelta(days=1)
        rows = rows.filter(**{f"{name}__lt": datetime.combine(after, time(0), SHANGHAI)})
    return rows
