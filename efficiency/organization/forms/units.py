"""Forms about units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit, UnitKind


class UnitFilter(forms.Form):
    """Which units to show."""

    q = forms.CharField(label=_("Name or code"), max_length=60, required=False)


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens."))
    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=30)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Stands below"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Unit.objects.in_use()
        offer(self.fields["parent"], parents if unit is None else parents.exclude(path__startswith=unit.path))
