"""Forms of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.workdays.calendar import Difference
from efficiency.workdays.models import DayException, PublishedYear
from efficiency.workdays.notice import FaultyNotice, read_notice


class ExceptionForm(forms.ModelForm[DayException]):
    """One day that differs."""

    class Meta:
        """The fields of the row."""

        model = DayException
        fields = ("day", "kind", "name", "document")
        widgets = {"day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}  # noqa: RUF012


class NoticeForm(forms.Form):
    """The notice of a year, a day a line."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    document = forms.CharField(
        label=_("Document number"), max_length=PublishedYear._meta.get_field("document").max_length
    )
    lines = forms.CharField(
        label=_("Days of the notice"),
        help_text=_("A day a line: the day, “rest” or “work”, and the name. Weekends need no line unless worked."),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        max_length=20_000,
    )

    def clean(self) -> dict[str, Any]:
        """Read the lines; every fault names its line."""
        given = super().clean() or {}
        if "year" in given and "lines" in given:
            try:
                given["days"] = read_notice(given["lines"], given["year"])
            except FaultyNotice as faulty:
                for fault in faulty.faults:
                    self.add_error("lines", str(fault))
        return given

    @property
    def days(self) -> list[Difference]:
        """The days read, once the form is valid."""
        found: list[Difference] = self.cleaned_data["days"]
        return found
