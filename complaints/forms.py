"""What the public and the hotline fill in: shape and conversion only."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.kinds import Identity, Kind
from efficiency.common.uploads import FilesField, ManyFilesInput
from efficiency.vault.identity import Identity as Sender

_PHONE = re.compile(r"^\+?[0-9]{7,15}$")


class ComplaintForm(forms.Form):
    """The citizen's form, and the operator's for calls."""

    content = forms.CharField(
        label=_("What happened?"),
        min_length=4,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In your own words: what, when, since when. You need no special form."),
        error_messages={"required": _("Write what happened, in a sentence or two.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Kind],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you want: a question, a repair, help, a complaint or a suggestion."),
            "invalid_choice": _("Choose one of the kinds offered."),
        },
    )
    place = forms.CharField(
        label=_("Where?"),
        max_length=200,
        required=False,
        help_text=_("Street and house number, village, or what stands nearby."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    files = FilesField(  # type: ignore[assignment]  # the field's name is fixed; the metaclass moves it away
        label=_("Pictures or PDF"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,application/pdf"}),
        help_text=_(
            "Up to 5 files of 10 MB each. Place, device and author stored in a file are removed before anybody sees it."
        ),
    )
    identity = forms.ChoiceField(
        label=_("May your name be known?"),
        choices=[(way.value, capfirst(way.label)) for way in Identity],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether your name may be known."),
            "invalid_choice": _("Choose one of the three ways offered."),
        },
    )
    name = forms.CharField(
        label=_("Your name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Your phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if you like."),
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Digits alone, whatever separators and widths were typed."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        digits = re.sub(r"[\s()\-.\u2013\u2014]", "", typed)
        if digits and not _PHONE.match(digits):
            raise forms.ValidationError(
                gettext("This is not a phone number. Write 7 to 15 digits, for example 13800000000 or 0512-57300000.")
            )
        return digits

    def clean(self) -> dict[str, Any]:
        """Ask for name and phone where the citizen gives them."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("identity") in (Identity.REAL, Identity.CONFIDENTIAL):
            missing = {
                "name": gettext("Write your name, or choose to stay anonymous."),
                "phone": gettext("Write a phone at which you can be reached, or choose to stay anonymous."),
            }
            for field, sentence in missing.items():
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, sentence)
        return data

    @property
    def person(self) -> Sender | None:
        """Who sends it; nobody where anonymous was chosen, whatever else was typed."""
        data = self.cleaned_data
        if data["identity"] == Identity.ANONYMOUS:
            return None
        return Sender(name=data["name"], phone=data["phone"], email=data["email"])


class TrackForm(forms.Form):
    """Number and query code."""

    number = forms.CharField(
        label=_("Number"),
        max_length=50,
        error_messages={"required": _("Write the number from your receipt, for example TS-261009-123456.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=30,
        error_messages={"required": _("Write the query code from your receipt: 12 letters and digits.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """As it is stored."""
        return unicodedata.normalize("NFKC", str(self.cleaned_data["number"])).strip().upper()

    def clean_code(self) -> str:
        """As it is stored."""
        return unicodedata.normalize("NFKC", str(self.cleaned_data["code"])).strip().upper()


class AdditionForm(forms.Form):
    """Something the citizen adds."""

    text = forms.CharField(
        label=_("What do you want to add?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to add.")},
    )
