"""Forms of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.workdays import prose, sheets
from efficiency.workdays.calendar import Difference
from efficiency.workdays.models import DayException, PublishedYear
from efficiency.workdays.notice import FaultyNotice, read_notice

_LONGEST_TEXT = 20_000


def ground_field() -> forms.CharField:
    """Why the calendar is changed, for the second person and for the record."""
    return forms.CharField(
        label=_("Why it is changed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The second person reads this."),
        error_messages={"required": _("Name the ground.")},
    )


class ExceptionForm(forms.ModelForm[DayException]):
    """One day that differs."""

    ground = ground_field()

    class Meta:
        """The fields of the row."""

        model = DayException
        fields = ("day", "kind", "name", "document")
        widgets = {"day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}  # noqa: RUF012


class GroundForm(forms.Form):
    """Why something is taken back, and by which document."""

    ground = ground_field()
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)


class NoticeForm(forms.Form):
    """The notice of a year: the text itself, a day a line, or a table in a file."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    document = forms.CharField(
        label=_("Document number"), max_length=PublishedYear._meta.get_field("document").max_length
    )
    lines = forms.CharField(
        label=_("Days of the notice"),
        help_text=_(
            "Paste the notice itself, or a day a line: the day, “rest” or “work”, and the name. "
            "Weekends need no line unless worked."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        max_length=_LONGEST_TEXT,
        required=False,
    )
    file = forms.FileField(
        label=_("Or a table in a file"),
        help_text=_("Excel or CSV with the columns day, “rest” or “work”, name."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    ground = ground_field()

    def clean(self) -> dict[str, Any]:
        """Read the days; every fault names its line."""
        given = super().clean() or {}
        if "year" not in given or "lines" in self.errors or "file" in self.errors:
            return given
        field, text = "lines", given.get("lines", "")
        try:
            if given.get("file"):
                field, text = "file", self._of_file(given["file"])
            elif prose.is_prose(text):
                text = "\n".join(prose.lines_of(text, given["year"]))
            if not text.strip():
                self.add_error(field, _("Paste the notice, write its days, or choose a file."))
                return given
            given["lines"] = text
            given["days"] = read_notice(text, given["year"])
        except sheets.UnreadableSheet as error:
            self.add_error("file", str(error))
        except FaultyNotice as faulty:
            for fault in faulty.faults[:30]:
                self.add_error(field, str(fault))
        return given

    def _of_file(self, file: Any) -> str:
        if file.size > sheets.LARGEST:
            raise sheets.UnreadableSheet(_("The file is larger than %(size)s KB.") % {"size": sheets.LARGEST // 1024})
        return sheets.lines_of(file.name, file.read())

    @property
    def days(self) -> list[Difference]:
        """The days read, once the form is valid."""
        found: list[Difference] = self.cleaned_data["days"]
        return found

    def carried_on(self) -> "NoticeForm":
        """The same form with its days as lines: what the next page sends, since a file is not sent twice."""
        names = ("year", "document", "lines", "ground")
        carried = NoticeForm({name: self.cleaned_data[name] for name in names})
        carried.is_valid()
        del carried.fields["file"]
        return carried
