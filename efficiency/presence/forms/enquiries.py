"""Forms about what somebody was asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit, User
from efficiency.presence.kinds import AskedBy
from efficiency.vault.identity import Identity

_LINES = forms.Textarea(attrs={"rows": 4})


class EnquiryForm(forms.Form):
    """How somebody asked, about what; and how to reach him, if he wants to be reached."""

    by = forms.ChoiceField(label=_("How"), choices=AskedBy.choices)
    topic = forms.CharField(label=_("About what"), max_length=100, help_text=_("A few words, no names."))
    text = forms.CharField(
        label=_("What was asked"),
        max_length=2000,
        widget=_LINES,
        help_text=_("Write no names, phone numbers or addresses here: whoever takes it over reads this."),
    )
    name = forms.CharField(label=_("Name of whoever asked"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Name and phone are kept sealed. Each reading needs a purpose and is recorded."),
    )

    def contact(self) -> Identity | None:
        """How to reach him, where anything was given."""
        name, phone = self.cleaned_data["name"], self.cleaned_data["phone"]
        return Identity(name=name, phone=phone) if name or phone else None


class OfferForm(forms.Form):
    """To which unit, or to whom there."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Please choose"))
    person = forms.CharField(
        label=_("Person"),
        max_length=60,
        required=False,
        help_text=_("Name or user name; empty: whoever in the unit takes it."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], Unit.objects.in_use())
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the person in the unit."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("person") and given.get("unit"):
            people = User.objects.able().filter(unit=given["unit"])
            found = list(people.filter(username=given["person"])[:1])
            found = found or list(people.filter(display_name=given["person"])[:2])
            if len(found) == 1:
                self.user = found[0]
            else:
                self.add_error("person", _("Nobody of this name works there, or two people do."))
        return given


class OutcomeForm(forms.Form):
    """What was told."""

    outcome = forms.CharField(label=_("What was told"), max_length=500, widget=_LINES)


class EnquiryFilter(forms.Form):
    """Which enquiries."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("mine")),
            ("offered", _("offered to me or my unit")),
            ("unit", _("of my unit")),
            ("late", _("late")),
            ("all", _("all that I may see")),
        ],
    )
