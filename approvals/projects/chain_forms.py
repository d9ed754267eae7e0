"""Forms of the chains."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.models import Item
from approvals.projects.chains import LONGEST_LIMIT, Plan, Unreadable, Words, read, stored, typed
from approvals.projects.kinds import Series
from approvals.projects.models import Template, TemplateVersion
from efficiency.changes.forms import GroundForm
from efficiency.organization.models import Unit


def words() -> Words:
    """What a chain may name: units by short name, name or code; items by code."""
    units: dict[str, str] = {}
    for code, name, short in Unit.objects.in_use().values_list("code", "name", "short_name"):
        units |= {name: code, short: code}
    items = dict(Item.objects.published().values_list("code", "unit__code"))
    return Words(units, {code: code for code in items}, items)


def as_typed(plans: list[Plan]) -> str:
    """A chain with its units by their short names."""
    names = dict(Unit.objects.values_list("code", "short_name"))
    return typed(plans, names)


class ChainForm(GroundForm):
    """The next version of a chain."""

    field_order = ["steps", "total", "before", "basis", "ground", "document"]
    steps = forms.CharField(
        label=pgettext_lazy("chain", "Steps"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "chain-lines"}),
        help_text=gettext_lazy(
            "One step a line, columns separated by |: number, name, way of handling, unit, item code, steps it waits "
            "for, total clock, promise, parts (unit and working days), papers. Several are separated by 、."
        ),
    )
    total = forms.IntegerField(
        label=gettext_lazy("Promised for the whole chain"),
        min_value=1,
        max_value=LONGEST_LIMIT,
        help_text=gettext_lazy("Working days."),
    )
    before = forms.IntegerField(
        label=gettext_lazy("Promised before"),
        min_value=1,
        max_value=LONGEST_LIMIT,
        required=False,
        help_text=gettext_lazy("Working days; empty where nothing was."),
    )
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, version: TemplateVersion | None, typed_in: Any = None) -> "ChainForm":
        """The form with what stands now."""
        if version is None:
            return cls(typed_in)
        values = {"steps": as_typed(version.plans), "total": version.total}
        return cls(typed_in, initial=values | {"before": version.before, "basis": version.basis})

    def clean_steps(self) -> str:
        """Refuse what cannot be read, naming line and column of each fault."""
        text: str = self.cleaned_data["steps"]
        try:
            self.plans = read(text, words())
        except Unreadable as error:
            said = _("Line %(row)s, column %(column)s: %(text)s")
            raise forms.ValidationError(
                [said % {"row": fault.row, "column": fault.column, "text": fault.text} for fault in error.faults]
            ) from error
        return text

    def values(self) -> dict[str, Any]:
        """What a version keeps."""
        given = self.cleaned_data
        return {"steps": stored(self.plans)} | {name: given[name] for name in ("total", "before", "basis")}


class TemplateForm(forms.Form):
    """A new chain."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Letters and digits; it never changes.")
    )
    name = forms.CharField(label=gettext_lazy("Chain"), max_length=100)
    series = forms.ChoiceField(label=gettext_lazy("Series"), choices=Series.choices)

    def clean_code(self) -> str:
        """No code twice."""
        code: str = self.cleaned_data["code"]
        if Template.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another chain bears this code."))
        return code
