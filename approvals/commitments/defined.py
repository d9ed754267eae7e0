"""What the city sets about commitments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.commitments.kinds import Consequence
from efficiency.changes.settings import define

CONSEQUENCE = "commitments.consequence"
_CHOICES = [(Consequence.CARD.value, Consequence.CARD.label), (Consequence.LEAD.value, Consequence.LEAD.label)]


def _say(value: Any) -> str:
    return str(Consequence(value).label)


define(
    CONSEQUENCE,
    label=_("What the office may make of a broken commitment"),
    help=_("A person of the office decides each time, with a ground; no consequence is always open to it."),
    group=_("Commitments"),
    field=lambda: forms.ChoiceField(choices=_CHOICES),
    default=Consequence.CARD.value,
    words=_say,
)
