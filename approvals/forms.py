"""Forms of the counter, of the cases and of the public progress page."""

import secrets
import unicodedata
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.actions import Told
from approvals.applicants import known_before
from approvals.credentials import BadCredential, Document, checked
from approvals.kinds import Currency
from approvals.materials import wanted
from approvals.models import Case, CaseState, Item
from approvals.needs import needed
from approvals.wording import NOT_HANDED_IN
from efficiency.common.moments import local_date
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, reveal
from efficiency.vault.identity import Identity

_ANEW = "窗口收件：沿用该申请人以前登记的信息"


class ItemChoice(forms.ModelChoiceField[Item]):
    """Items by name and department, chosen by their code."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return f"{obj.name} · {obj.unit.short_name}"


class SlipField(forms.RegexField):
    """A short number as it stands on a slip: narrow capital signs, however they were typed."""

    def to_python(self, value: Any) -> str:
        """Read the field."""
        return unicodedata.normalize("NFKC", super().to_python(value) or "").upper()


class CounterForm(forms.Form):
    """Taking a case, in the order of the conversation at the counter.

    A reader that types like a keyboard fills the queue number and the number of the document; what it
    types in the wide signs of a Chinese input method is read as well.
    """

    queue_number = SlipField(
        label=_("Queue number"),
        regex=r"^[A-Z]{0,3}-?[0-9]{1,6}$",
        max_length=12,
        required=False,
        help_text=_("From the slip of the queue machine; a reader may type it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
        error_messages={
            "invalid": _("A queue number has at most three letters and six digits, e.g. A023."),
            "max_length": _("A queue number has at most three letters and six digits, e.g. A023."),
        },
    )
    item = ItemChoice(
        label=_("Item"),
        queryset=Item.objects.none(),
        to_field_name="code",
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose the item."),
            "invalid_choice": _("This item is not in the catalogue. Please choose one from the list."),
        },
    )
    document = forms.ChoiceField(
        label=_("Identified by"),
        choices=Document.choices,
        error_messages={
            "required": _("Please choose the kind of document."),
            "invalid_choice": _("Please choose the kind of document from the list."),
        },
    )
    number = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        error_messages={
            "required": _("Please write the number of the document."),
            "max_length": _("The number is too long. Please copy it again."),
        },
    )
    name = forms.CharField(
        label=_("Applicant"),
        max_length=60,
        required=False,
        error_messages={"max_length": _("The name has more than 60 characters. Please shorten it.")},
    )
    phone = forms.RegexField(
        label=_("Phone"),
        regex=r"^\+?[0-9][0-9 \-]{5,18}[0-9]$",
        required=False,
        error_messages={
            "invalid": _("A phone number has 7 to 20 digits. Please check it."),
        },
    )
    materials = forms.MultipleChoiceField(
        label=_("Materials taken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The list of materials has changed. Please tick them again.")},
    )
    fixed = forms.CharField(
        label=_("Put right on the spot"),
        max_length=300,
        required=False,
        help_text=_("Slips that the applicant corrected here and now, e.g. a missing signature."),
        error_messages={"max_length": _("This has more than 300 characters. Please shorten it.")},
    )
    capital = forms.DecimalField(
        label=_("Capital, for the green channel"),
        min_value=0,
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text=_("Of a firm that is founded or raises its capital. Large investments are not bound by the promise."),
        error_messages={
            "invalid": _("Please write the capital as a number, e.g. 30000000."),
            "min_value": _("Please write the capital as a number, e.g. 30000000."),
            "max_digits": _("This number is too long. Please count the digits."),
            "max_whole_digits": _("This number is too long. Please count the digits."),
            "max_decimal_places": _("At most two decimal places, please."),
        },
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=Currency.choices,
        required=False,
        error_messages={"invalid_choice": _("Please choose the currency from the list.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For colleagues. Please write no personal data here."),
        error_messages={"max_length": _("The note has more than 300 characters. Please shorten it.")},
    )
    submission = forms.RegexField(
        regex=r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form has lost its number. Please open a new form."),
            "invalid": _("This form has lost its number. Please open a new form."),
        },
    )

    def __init__(self, *args: Any, accept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accept = accept
        self.known: Case | None = None
        items = Item.objects.published().select_related("unit")
        field = self.fields["item"]
        assert isinstance(field, ItemChoice)
        field.queryset = items
        self.chosen = items.filter(code=str(self["item"].value() or "")[:50]).first()
        materials = self.fields["materials"]
        assert isinstance(materials, forms.MultipleChoiceField)
        materials.choices = [(text, text) for text in self.chosen.material_list] if self.chosen else []
        if not self.is_bound:
            self.initial.setdefault("submission", secrets.token_hex(16))

    def clean(self) -> dict[str, Any]:
        """Check the number's digits, and that an acceptance has every material."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("capital") is not None and self.chosen is not None and not self.chosen.green:
            self.add_error(
                "capital", _("This item does not count for the green channel. Please leave the capital empty.")
            )
        if {"document", "number"} <= cleaned.keys():
            try:
                today = local_date(timezone.now())
                cleaned["number"] = checked(cleaned["document"], cleaned["number"], today=today)
            except BadCredential as error:
                self.add_error("number", str(error))
        self._know_again(cleaned)
        asked = wanted(self.chosen) if self.chosen else []
        missing = [text for text in asked if text not in cleaned.get("materials", [])]
        if self.accept and missing and "materials" not in self.errors:
            self.add_error(
                "materials",
                _(
                    "A case is accepted with every material on the list. Receive it instead, and tell the applicant "
                    "what is missing within 5 working days."
                ),
            )
        return cleaned

    def _know_again(self, cleaned: dict[str, Any]) -> None:
        """Name and phone may stay empty where the counter has them of the same number."""
        if cleaned.get("name") and cleaned.get("phone"):
            return
        if "number" in cleaned and "number" not in self.errors:
            self.known = known_before(cleaned["number"])
        if self.known is not None:
            return
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please write the applicant's name."))
        if not cleaned.get("phone") and "phone" not in self.errors:
            text = _("Please write a phone number at which the applicant can be reached.")
            self.add_error("phone", text)

    def applicant(self, reader: User) -> Identity:
        """Whom the vault keeps; what was left empty is read off the earlier case, and recorded.

        With it comes what the item needs and the counter does not ask for (S07). Raises UnableToReveal.
        """
        cleaned = self.cleaned_data
        typed = Identity(name=cleaned["name"].strip(), phone=cleaned["phone"], id_number=cleaned["number"])
        before = self.known or known_before(cleaned["number"])
        more = set(needed(cleaned["item"])) - {"name", "phone", "id_number"}
        wanted_too = more | {name for name in ("name", "phone") if not getattr(typed, name)}
        if before is None or before.applicant is None or not wanted_too:
            return typed
        try:
            kept = reveal(before.applicant, reader=reader, purpose=_ANEW, fields=wanted_too)
        except UnableToReveal:
            if typed.name and typed.phone:
                return typed  # all that the counter must have was given anew
            raise
        return replace(typed, **{name: getattr(kept, name) for name in wanted_too})

    def points(self) -> list[Told]:
        """What is missing, for a notice given at once."""
        asked = wanted(self.chosen) if self.chosen else []
        return [Told(NOT_HANDED_IN, text) for text in asked if text not in self.cleaned_data["materials"]]


class RevealForm(forms.Form):
    """Why somebody needs to know the applicant."""

    purpose = forms.CharField(
        label=_("What do you need the applicant's details for?"),
        max_length=200,
        error_messages={
            "required": _("Say what you need the details for."),
            "max_length": _("The purpose has more than 200 characters. Please shorten it."),
        },
    )


class CaseFilter(forms.Form):
    """What the list of cases shows."""

    OPEN, LATE, ALL, TO_DELIVER = "open", "late", "all", "to-deliver"

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (OPEN, _("open, by days left")),
            (LATE, _("past their limit")),
            (CaseState.RECEIVED, _("to accept or to notice")),
            (CaseState.FINISHED, _("finished")),
            (CaseState.CORRECTING, _("waiting for the applicant")),
            (TO_DELIVER, _("to be delivered")),
            (CaseState.WITHDRAWN, _("withdrawn")),
            (CaseState.DECLINED, _("not accepted")),
            (ALL, _("all, newest first")),
        ],
    )
    q = forms.CharField(label=_("Number or item"), max_length=60, required=False)
    mine = forms.BooleanField(label=_("Taken by me"), required=False)
    online = forms.BooleanField(label=_("Filed online"), required=False)


class ProgressForm(forms.Form):
    """A case number with its query code."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=50,
        error_messages={
            "required": _("Please write the number on your receipt."),
            "max_length": _("This is longer than a case number. Please copy it from the receipt."),
        },
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=20,
        error_messages={
            "required": _("Please write the query code on your receipt."),
            "max_length": _("This is longer than a query code. Please copy it from the receipt."),
        },
    )
