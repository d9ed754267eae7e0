"""Forms of the room."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.vault.identity import Identity
from efficiency.vault.kinds import Channel, Outcome, Refusal, RequestKind


class ReadingFilter(forms.Form):
    """By whom."""

    reader = forms.CharField(label=_("Read by (user name)"), max_length=60, required=False)


class RequestForm(forms.Form):
    """A request as it was received. It names nobody."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind.choices)
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    checked = forms.CharField(
        label=_("How the identity was checked"),
        max_length=200,
        help_text=_("For example: identity card shown at the counter. Write no name and no number here."),
    )


class SeekForm(forms.Form):
    """Who asks, as he proved it. What is typed is not kept."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    id_number = forms.CharField(label=_("Identity number"), max_length=40, required=False)

    def identity(self) -> Identity:
        """What was given."""
        return Identity(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """What is right instead; what stays empty stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Name"),
            "phone": _("Phone"),
            "email": _("E-mail"),
            "id_number": _("Identity number"),
            "address": _("Address"),
        }
        for one in fields(Identity):
            self.fields[one.name] = forms.CharField(label=labels[one.name], max_length=200, required=False)


class KeepForm(forms.Form):
    """Keeping an identity for a procedure, or letting it be shown again."""

    HOLD, RELEASE, UNBLOCK = "hold", "release", "unblock"
    act = forms.ChoiceField(
        label=_("What is done"),
        choices=[
            (HOLD, _("keep for a procedure: nothing is erased")),
            (RELEASE, _("the procedure is over")),
            (UNBLOCK, _("end the block: let the identity be shown again")),
        ],
    )
    document = forms.CharField(label=_("Document number"), max_length=100)


class AnswerForm(forms.Form):
    """The answer to a request."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    refusal = forms.ChoiceField(
        label=_("Ground of the refusal"), required=False, choices=[("", _("all is granted")), *Refusal.choices]
    )
    reply = forms.CharField(
        label=_("Reply"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was found, what was done, why something is refused, and where to complain about it."),
    )
