"""What the office fills in: the year of the figures, and the details that an item needs."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.applications.defined import CHOICES
from approvals.applications.models import FieldList
from efficiency.common.moments import local_date


class YearForm(forms.Form):
    """Which year is shown; this one where nothing readable was given."""

    of = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)

    @classmethod
    def of_page(cls, asked: str) -> "YearForm":
        """What the address asks for, or this year."""
        return cls({"of": asked or local_date(timezone.now()).year})

    def year(self) -> int:
        """The year; this one where what was asked for cannot be read."""
        given = self.cleaned_data.get("of") if self.is_valid() else None
        return given or local_date(timezone.now()).year


class FieldSearch(forms.Form):
    """Which items are listed."""

    q = forms.CharField(label=_("Item, department or code"), max_length=60, required=False)


class FieldListForm(forms.Form):
    """The city's list, or one of the item's own."""

    CITY, OWN = "city", "own"

    kind = forms.ChoiceField(
        label=_("Which list counts"),
        choices=[(CITY, _("the city's list")), (OWN, _("a list of its own"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which list counts.")},
    )
    chosen = forms.MultipleChoiceField(
        label=_("Beside name and number"),
        choices=CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a list of its own. What is not ticked is neither asked for nor shown."),
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=200,
        help_text=_("Why those who handle the item need it, or which document says so. No personal data."),
        error_messages={
            "required": _("Please write the ground."),
            "max_length": _("The ground has more than 200 characters. Please shorten it."),
        },
    )

    @classmethod
    def of(cls, newest: FieldList | None) -> "FieldListForm":
        """What counts now."""
        own = newest is not None and newest.chosen is not None
        chosen = newest.chosen if newest is not None and own else []
        return cls(initial={"kind": cls.OWN if own else cls.CITY, "chosen": chosen})

    def fields_chosen(self) -> list[str] | None:
        """The item's own list, or None for the city's."""
        data: dict[str, Any] = self.cleaned_data
        return list(data["chosen"]) if data["kind"] == self.OWN else None
