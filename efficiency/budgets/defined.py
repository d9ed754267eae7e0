"""What the city sets about knocking."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

# The key is older than this room, and its versions stand under it.
TRACKING_FAILURES = "complaints.tracking-failures"
MOST_AN_HOUR = 100_000

define(
    TRACKING_FAILURES,
    label=_("Failed looks at a progress number an hour from one address"),
    help=_("What is over it is refused for the rest of the hour: nobody guesses query codes."),
    group=_("Looking up by number and code"),
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=lambda: settings.TRACKING_FAILURES_AN_HOUR,
    technical=True,
)
