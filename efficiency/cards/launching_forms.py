"""Forms of going live."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from efficiency.cards.backlog import MOST, backlogs
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.querysets import ShadowQuerySet
from efficiency.changes.forms import GroundForm
from efficiency.clocks.kinds import Subsystem
from efficiency.common.fields import DayField
from efficiency.organization.models import Unit

_BUSINESS = [("", _("All")), *Subsystem.choices]


class LaunchForm(GroundForm):
    """Which part of the city, and from when on."""

    subsystem = forms.ChoiceField(label=_("Business"), choices=_BUSINESS, required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("the whole city"),
        help_text=_("Units below it go with it."),
    )
    start = DayField(label=_("First day of cards"), required=False, help_text=_("Empty: on trial, without an end yet."))
    field_order = ["subsystem", "unit", "start", "ground", "document"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.in_use()  # type: ignore[attr-defined]


class BacklogForm(GroundForm):
    """Which backlog, and the sheet that holds it."""

    backlog = forms.ChoiceField(label=_("What the sheet holds"), widget=forms.RadioSelect)
    sheet = forms.FileField(
        label=_("Excel sheet"),
        help_text=format_lazy(_("At most {most} rows. Nothing changes unless every row is well."), most=MOST),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    field_order = ["backlog", "sheet", "ground", "document"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, backlog.name) for code, backlog in backlogs().items()]
        self.fields["backlog"].choices = names  # type: ignore[attr-defined]


class ShadowFilter(forms.Form):
    """The filters of the list of would-be cards."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    subsystem = forms.ChoiceField(label=_("Business"), choices=_BUSINESS, required=False)
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[("", _("All")), *((one.value, one.label) for one in LevelNumber if one.value)],
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, shadows: ShadowQuerySet) -> ShadowQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        wanted = self.cleaned_data
        if unit := wanted.get("unit"):
            shadows = shadows.filter(unit__in=Unit.objects.under(unit))
        if subsystem := wanted.get("subsystem"):
            shadows = shadows.filter(matter__subsystem=subsystem)
        if wanted.get("level") is not None:
            shadows = shadows.filter(level=wanted["level"])
        return shadows

    @property
    def narrows(self) -> bool:
        """Tell whether a filter is set."""
        return any(value not in (None, "") for value in self.cleaned_data.values())
