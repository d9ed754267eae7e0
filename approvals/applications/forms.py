"""What applicants fill in: shape and conversion only."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.applications.actions import Given
from approvals.applications.offering import NOTHING, Offer, document_of, in_words
from approvals.codes import Audience
from approvals.credentials import BadCredential, Document, checked
from approvals.kinds import Currency
from approvals.models import Item
from efficiency.common.cleaning import CleanFile
from efficiency.common.moments import local_date
from efficiency.common.uploads import FilesField, ManyFilesInput
from efficiency.vault.identity import Identity

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,application/pdf"
_PHONE = re.compile(r"^\+?[0-9]{7,15}$")
_WHO = {
    Document.IDENTITY: _("a person, with a resident identity card"),
    Document.CREDIT_CODE: _("a firm or organization, with a unified social credit code"),
    Document.OTHER: _("a person, with a passport or permit"),
}
_MISSING = {
    "name": _("Please write the name of the applicant."),
    "id_number": _("Please write the number of the document."),
    "phone": _("Please write a phone number at which you can be reached."),
    "email": _("Please write an e-mail address."),
    "address": _("Please write the address."),
}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


class WhoForm(forms.Form):
    """Who applies. What is on offer (an earlier case, the draft itself) may stay empty."""

    document = forms.ChoiceField(
        label=_("Who applies?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose who applies."),
            "invalid_choice": _("Please choose one of those offered."),
        },
    )
    name = forms.CharField(
        label=_("Name, as it stands on the document"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("The name has more than 60 characters. Please shorten it.")},
    )
    id_number = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"max_length": _("The number is too long. Please copy it again.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("At which the office can reach you about this application."),
        error_messages={"max_length": _("A phone number has 7 to 15 digits. Please check it.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. Please check it.")},
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"max_length": _("The address has more than 200 characters. Please shorten it.")},
    )
    capital = forms.DecimalField(
        label=_("Registered capital, if a firm is founded or raises it"),
        min_value=Decimal(0),
        max_digits=16,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Only for firms. Large investments go through the green channel."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_whole_digits", "max_decimal_places"),
            _("Please write the capital as a number, e.g. 30000000."),
        ),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=Currency.choices,
        required=False,
        error_messages={"invalid_choice": _("Please choose the currency from the list.")},
    )

    def __init__(self, *args: Any, item: Item, needs: Sequence[str], offer: Offer = NOTHING, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.needs = offer, needs
        document = self.fields["document"]
        assert isinstance(document, forms.ChoiceField)
        document.choices = [(one.value, _WHO[one]) for one in _documents(item)]
        for name in ("phone", "email", "address"):
            if name not in needs:
                del self.fields[name]
        if not (set(item.audience) - {Audience.PERSON}):
            del self.fields["capital"], self.fields["currency"]
        sources = in_words(offer.sources)
        for name in needs:
            field = self.fields[name]
            if offer.has(name):
                field.help_text = self._source(name, sources.get(name, ""))
            else:
                field.required, field.error_messages["required"] = True, str(_MISSING[name])
        if offer.has("id_number"):
            self.initial.setdefault("document", document_of(offer.identity.id_number))

    def _source(self, name: str, source: str) -> str:
        words = {"value": self.offer.shown(name), "source": source}
        if source:
            return gettext("%(value)s, from case %(source)s. Leave it empty to use it again.") % words
        return gettext("%(value)s is saved. Leave it empty to keep it.") % words

    def clean_phone(self) -> str:
        """Digits alone, whatever separators and widths were typed."""
        digits = re.sub(r"[\s()\-.\u2013\u2014]", "", _plain(self.cleaned_data["phone"]))
        if digits and not _PHONE.match(digits):
            raise forms.ValidationError(gettext("A phone number has 7 to 15 digits. Please check it."))
        return digits

    def clean(self) -> dict[str, Any]:
        """Check the number's digits; what was left empty must be on offer."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_number(data)
        for name in self.needs:
            if name in data and not data[name] and not self.offer.has(name):
                self.add_error(name, str(_MISSING[name]))
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        if "document" not in data or "id_number" not in data:
            return
        number = _plain(data["id_number"]) or self.offer.identity.id_number
        if not number:
            return
        if self.offer.sources and number != self.offer.identity.id_number:
            self.offer = NOTHING  # another applicant: nothing of the earlier case is his
        try:
            data["id_number"] = checked(data["document"], number, today=local_date(timezone.now()))
        except BadCredential as error:
            self.add_error("id_number", str(error))

    def given(self) -> Given:
        """Who applies: what was typed, and what was left empty and is on offer."""
        data = self.cleaned_data
        values, sources = {}, {}
        for name in self.needs:
            typed = str(data.get(name) or "").strip()
            values[name] = typed or getattr(self.offer.identity, name)
            if name in self.offer.sources and values[name] == getattr(self.offer.identity, name):
                sources[name] = self.offer.sources[name]
        return Given(
            identity=Identity(**values),
            document=data["document"],
            sources=sources,
            capital=data.get("capital"),
            currency=data.get("currency") or "",
        )


def _documents(item: Item) -> list[Document]:
    """Who may apply: the item says whom it serves; one that says nothing serves everybody."""
    persons = not item.audience or Audience.PERSON in item.audience
    firms = not item.audience or bool(set(item.audience) - {Audience.PERSON})
    kept = {Document.IDENTITY: persons, Document.CREDIT_CODE: firms, Document.OTHER: persons}
    return [one for one, fits in kept.items() if fits]


class FilesForm(forms.Form):
    """Files, a field for each thing they belong to: a material of the item, a point of a notice."""

    def __init__(self, *args: Any, things: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in things:
            self.fields[f"file-{key}"] = FilesField(
                label=label, required=False, widget=ManyFilesInput(attrs={"accept": ACCEPTED})
            )

    def clean_files(self) -> dict[str, list[CleanFile]]:
        """The clean copies by the key of what they belong to; those that were refused are left out."""
        self.is_valid()
        return {name.removeprefix("file-"): found for name, found in self.cleaned_data.items() if found}


class AgreeForm(forms.Form):
    """The applicant's word that all is true."""

    agree = forms.BooleanField(
        label=_("What I state is true, and the files are copies of the originals. I can show the originals."),
        error_messages={"required": _("Please confirm that what you state is true.")},
    )


class NumberForm(forms.Form):
    """Number and query code, of a draft or of an earlier case."""

    number = forms.CharField(
        label=_("Number"),
        max_length=50,
        error_messages={
            "required": _("Please write the number."),
            "max_length": _("This is longer than a number. Please copy it again."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=30,
        error_messages={
            "required": _("Please write the query code: 12 letters and digits."),
            "max_length": _("This is longer than a query code. Please copy it again."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """As it is stored."""
        return _plain(self.cleaned_data["number"]).upper()

    def clean_code(self) -> str:
        """As it is stored."""
        return _plain(self.cleaned_data["code"]).upper()
