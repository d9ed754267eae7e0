"""Filters and sheets of payments and of fee income."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals.fees.forms.bills import between
from approvals.fees.income import SPANS, Period
from approvals.fees.kinds import Source
from approvals.fees.querysets import PaymentQuerySet, sees_all
from approvals.fees.reports import MOST_ROWS
from efficiency.changes.forms import GroundForm
from efficiency.common.fields import DayField
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit


class PaymentFilter(forms.Form):
    """What the list of payments shows."""

    unit = forms.ModelChoiceField(
        label=_("Charged for"), queryset=Unit.objects.none(), required=False, empty_label=_("All")
    )
    source = forms.ChoiceField(label=_("Source"), choices=[("", _("All")), *Source.choices], required=False)
    since = DayField(label=_("Paid from"), required=False)
    until = DayField(label=_("Paid until"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.in_use() if sees_all(user) else Unit.objects.visible_to(user)
        self.fields["unit"].queryset = units.filter(items__isnull=False).distinct()  # type: ignore[attr-defined]

    def narrow(self, rows: PaymentQuerySet) -> PaymentQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        wanted = self.cleaned_data
        for name in ("unit", "source"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        narrowed: PaymentQuerySet = between(rows, "paid_at", wanted)
        return narrowed


class ReportSheetForm(forms.Form):
    """A sheet of payments."""

    sheet = forms.FileField(
        label=_("Excel sheet"),
        help_text=format_lazy(_("At most {most} rows. Nothing changes unless every row is well."), most=MOST_ROWS),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class PastSheetForm(ReportSheetForm, GroundForm):
    """A sheet of sums, with the ground of the proposal."""

    field_order = ["sheet", "ground", "document"]


_NAMES = {"year": _("whole year"), "h1": _("first half"), "h2": _("second half")}


class PeriodForm(forms.Form):
    """Which period is set against the year before."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    span = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(key, f"{SPANS[key][0]:02d}") for key in SPANS if key.startswith("m")]
        self.fields["span"].choices = [*_NAMES.items(), *months]  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs["placeholder"] = local_date(timezone.now()).year

    def period(self) -> Period:
        """What was asked for; this year where nothing was."""
        given = self.cleaned_data if self.is_valid() else {}
        return Period(given.get("year") or local_date(timezone.now()).year, given.get("span") or "year")
