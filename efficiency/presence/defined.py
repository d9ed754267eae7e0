"""What a city sets about presence, on its page of settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

define(
    "presence.stand-in-after-hours",
    label=_("Going out: the deputy stands in from so many hours"),
    help=_("Somebody who goes out for at least so long is away: new work and notices reach the deputy too."),
    group=_("Presence"),
    field=lambda: forms.IntegerField(min_value=1, max_value=24),
    default=2,
)
define(
    "presence.first-asked-days",
    label=_("First asked: working days to settle or hand over"),
    help=_("Whoever was asked first settles it, or finds who takes it over, within so many working days."),
    group=_("Presence"),
    field=lambda: forms.IntegerField(min_value=1, max_value=30),
    default=3,
)
