"""Filters of the public list, and the forms by which the office keeps it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals.fees.kinds import Authority, Standing
from approvals.fees.querysets import StandardQuerySet
from approvals.fees.sheets import MOST_ROWS, StandardForm
from efficiency.changes.forms import GroundForm


class ListFilter(forms.Form):
    """What the public list shows."""

    q = forms.CharField(label=_("Fee, item, pinyin initials, code or department"), max_length=60, required=False)
    standing = forms.ChoiceField(label=_("Standing"), choices=[("", _("All")), *Standing.choices], required=False)
    authority = forms.ChoiceField(label=_("Authority"), choices=[("", _("All")), *Authority.choices], required=False)

    def narrow(self, rows: StandardQuerySet) -> StandardQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        wanted = self.cleaned_data
        for name in ("standing", "authority"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        return rows.search(wanted.get("q", ""))


class ProposeStandardForm(StandardForm, GroundForm):
    """One fee of the list, with the ground of the change."""

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = [*StandardForm.base_fields, "ground", "change_document"]
        # A standard has a document number of its own: that of the proposal takes another name.
        self.fields["change_document"] = forms.CharField(
            label=_("Document number of this change"), max_length=100, required=False
        )
        if code:
            for name in ("code", "item"):
                self.fields[name].widget = forms.HiddenInput()
        self.order_fields(order)

    def row(self) -> list[str]:
        """What was typed, as a row of the sheet."""
        data: Mapping[str, Any] = self.data
        return [str(data.get(name, "")).strip() for name in StandardForm.base_fields]


class StandardSheetForm(GroundForm):
    """A sheet of the list."""

    sheet = forms.FileField(
        label=_("Excel sheet"),
        help_text=format_lazy(_("At most {most} rows. Nothing changes unless every row is well."), most=MOST_ROWS),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    field_order = ["sheet", "ground", "document"]
