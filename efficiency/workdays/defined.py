"""What the city sets about its calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

ASK_FROM_MONTH = "calendar.ask-from-month"

define(
    ASK_FROM_MONTH,
    label=_("Month from which the next year's arrangement is asked for"),
    help=_("The State Council's notice comes in autumn. From the first of this month the office is reminded of it."),
    group=_("Calendar"),
    field=lambda: forms.IntegerField(min_value=1, max_value=12),
    default=11,
)
