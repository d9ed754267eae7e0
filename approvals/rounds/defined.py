"""What a city sets about speed-up rounds, on its page of settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

FEWEST_CASES = "rounds.fewest-cases"
PERCENT = "rounds.percent"
LOWEST_PERCENT, HIGHEST_PERCENT = 80, 99

define(
    FEWEST_CASES,
    label=_("Simulator: fewest cases behind a share"),
    help=_("Where fewer finished cases stand behind a figure, the simulator says “too few to say”."),
    group=_("Speed-up rounds"),
    field=lambda: forms.IntegerField(min_value=1, max_value=1000),
    default=20,
)
define(
    PERCENT,
    label=_("Simulator: share of cases that a limit should meet"),
    help=_("In percent. The simulator shows the shortest limit that so many of the finished cases would have met."),
    group=_("Speed-up rounds"),
    field=lambda: forms.IntegerField(min_value=LOWEST_PERCENT, max_value=HIGHEST_PERCENT),
    default=95,
)
