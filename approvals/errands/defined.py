"""What the city sets about errands. No law sets it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

CARRY_DAYS = "errands.carry-days"

define(
    CARRY_DAYS,
    label=_("Working days in which an agent carries papers to the window"),
    help=_("In the agent's list and on the receipt; nothing is carded. The limits of the law run from the window."),
    group=_("Cases"),
    field=lambda: forms.IntegerField(min_value=1, max_value=30),
    default=2,
)
