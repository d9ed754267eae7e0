"""Forms about going out, rosters and whereabouts."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit


class OutingForm(forms.Form):
    """Where, why, and when back."""

    place = forms.CharField(label=_("Where to"), max_length=100)
    errand = forms.CharField(label=_("What for"), max_length=200)
    back_on = DayField(label=_("Back on"))
    back_at = forms.TimeField(label=_("at"), widget=forms.TimeInput(attrs={"type": "time"}))

    def planned_back_at(self) -> datetime:
        """The moment of the planned return."""
        return datetime.combine(self.cleaned_data["back_on"], self.cleaned_data["back_at"], SHANGHAI)


class RegisterFilter(forms.Form):
    """Which day of the register."""

    day = DayField(label=_("Day"), required=False)

    def noon(self) -> datetime:
        """A moment of the day; today where none was given or it is no day."""
        wanted = self.cleaned_data.get("day") if self.is_valid() else None
        if not isinstance(wanted, date):
            return timezone.now()
        return datetime.combine(wanted, datetime.min.time(), SHANGHAI) + timedelta(hours=12)


class UnitFilter(forms.Form):
    """Which unit, from which day."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("my unit"))
    first = DayField(label=_("From"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], Unit.objects.in_use())

    def chosen(self, own: Unit | None) -> Unit | None:
        """The unit that was asked for, else one's own."""
        return (self.cleaned_data.get("unit") if self.is_valid() else None) or own


class WhereaboutsFilter(forms.Form):
    """Whose whereabouts."""

    q = forms.CharField(label=_("Name or unit"), max_length=60, required=False)


class RosterForm(forms.Form):
    """A table of duty, pasted."""

    table = forms.CharField(
        label=_("Table"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_(
            "One turn a line: day, shift (白班, 夜班, 全天, 带班), name; pasted from a sheet or separated by commas. "
            "Several names in one turn are separated by 、."
        ),
    )
