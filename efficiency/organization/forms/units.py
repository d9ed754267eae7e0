"""Forms about units."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Responsibility, Unit, UnitKind, User


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


class ResponsibleForm(forms.Form):
    """Who answers for a unit: first responsible person, leader in charge, working office."""

    head = forms.ModelChoiceField(User.objects.none(), label=_("First responsible person"), required=False)
    leader = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Leader in charge"),
        required=False,
        help_text=_("Decides on the leave of the head, and is told where the head does not act."),
    )
    office_name = forms.CharField(label=_("Working office"), max_length=60, required=False)
    office = forms.ModelChoiceField(User.objects.none(), label=_("Whom to ask for there"), required=False)

    def __init__(self, *args: Any, unit: Unit, named: Iterable[Responsibility], **kwargs: Any) -> None:
        kept = {row.kind: row for row in named}
        initial: dict[str, Any] = {kind: row.user for kind, row in kept.items()}
        if "office" in kept:
            initial["office_name"] = kept["office"].office_name
        super().__init__(*args, **{"initial": initial, **kwargs})
        chain = [int(pk) for pk in unit.path.strip("/").split("/")]
        above = User.objects.able().filter(unit__in=chain).order_by("unit__path", "display_name", "pk")
        offer(self.fields["head"], User.objects.able().filter(unit=unit))
        offer(self.fields["leader"], above)
        offer(self.fields["office"], above)

    def clean(self) -> dict[str, Any]:
        """Whoever is asked for sits in an office that has a name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("office") and not given.get("office_name"):
            self.add_error("office_name", _("Give the working office its name."))
        if given.get("head") and given.get("head") == given.get("leader"):
            self.add_error("leader", _("The leader in charge is another person than the head."))
        return given
