"""What citizens fill in to come, what the window filters by, what the office sets."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.appointments.models import Hours
from approvals.appointments.offering import Day
from approvals.appointments.slots import BadSpans, as_text, spans_of
from approvals.forms import ProgressForm
from efficiency.common.fields import DayField
from efficiency.organization.models import Unit
from efficiency.vault.identity import Identity

_PHONE = re.compile(r"^\+?[0-9]{7,15}$")


class SlotForm(forms.Form):
    """One slot of those that are offered."""

    slot = forms.ChoiceField(
        label=_("Time"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a time."),
            "invalid_choice": _("This time is no longer offered. Please choose another."),
        },
    )

    def __init__(self, *args: Any, days: Sequence[Day], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slot = self.fields["slot"]
        assert isinstance(slot, forms.ChoiceField)
        # A slot that has just been filled is refused by the action, with a better sentence.
        slot.choices = [(free.slot.begins_at.isoformat(), free.slot.label) for day in days for free in day.slots]

    @property
    def starts_at(self) -> datetime:
        """When the chosen slot begins."""
        return datetime.fromisoformat(self.cleaned_data["slot"])


class BookForm(SlotForm):
    """Who comes, and when."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Please write your name."),
            "max_length": _("The name has more than 60 characters. Please shorten it."),
        },
    )
    phone = forms.CharField(
        label=_("Your phone"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Only for this appointment: the hall calls you if something changes. Erased some weeks later."),
        error_messages={
            "required": _("Please write a phone number at which you can be reached."),
            "max_length": _("A phone number has 7 to 15 digits. Please check it."),
        },
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Digits alone, whatever separators and widths were typed."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        digits = re.sub(r"[\s()\-.\u2013\u2014]", "", typed)
        if not _PHONE.match(digits):
            raise forms.ValidationError(gettext("A phone number has 7 to 15 digits. Please check it."))
        return digits

    @property
    def person(self) -> Identity:
        """Whom the vault keeps."""
        return Identity(name=self.cleaned_data["name"].strip(), phone=self.cleaned_data["phone"])


class FindForm(ProgressForm):
    """The number of an appointment with its query code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Number of the appointment")


class DayForm(forms.Form):
    """Which hall and which day the list shows."""

    hall = forms.ModelChoiceField(
        label=_("Hall"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None, required=False
    )
    day = DayField(label=_("Day"), required=False)

    def __init__(self, *args: Any, halls: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hall = self.fields["hall"]
        assert isinstance(hall, forms.ModelChoiceField)
        hall.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in halls]).order_by("path")


class HoursForm(forms.ModelForm[Hours]):
    """When a hall serves from a day on, and how many people a slot takes."""

    effective_from = DayField(label=_("In force from"), help_text=_("Tomorrow at the earliest."))

    class Meta:
        """Everything but who set it and when."""

        model = Hours
        fields = [
            "effective_from",
            "regular",
            "capacity",
            "extended",
            "saturday",
            "sunday",
            "extended_capacity",
            "ground",
        ]
        help_texts = {
            "regular": _("For example 09:00-12:00、13:00-17:00. Empty: closed."),
            "extended": _("Lunch or evening, for example 12:00-13:00、17:00-18:30."),
            "saturday": _("On Saturdays that are no holiday and no working day."),
            "sunday": _("On Sundays that are no holiday and no working day."),
            "capacity": _("People in one slot; 0: no appointments."),
        }

    def clean(self) -> dict[str, Any]:
        """Hours that can be read, beside each other."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("regular", "extended", "saturday", "sunday"):
            try:
                cleaned[name] = as_text(spans_of(cleaned.get(name) or ""))
            except BadSpans:
                self.add_error(
                    name, _("Please write hours like 09:00-12:00、13:00-17:00, at most four, none over another.")
                )
        return cleaned
