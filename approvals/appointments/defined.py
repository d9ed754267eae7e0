"""What the city sets about appointments. No law sets any of it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

SLOT_MINUTES = "appointments.slot-minutes"
DAYS_AHEAD = "appointments.days-ahead"
AHEAD_MINUTES = "appointments.ahead-minutes"
LATE_MINUTES = "appointments.late-minutes"
PER_PHONE = "appointments.per-phone"
MOVES = "appointments.moves"
AN_HOUR = "appointments.an-hour"
AN_HOUR_UNPROVED = "appointments.an-hour-unproved"
KEEP_DAYS = "appointments.keep-days"
PROOF_BITS = "appointments.proof-bits"
_GROUP = _("Appointments")


def _number(fewest: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=fewest, max_value=most)


define(
    SLOT_MINUTES,
    label=_("Length of a slot, in minutes"),
    help=_("From the next day on. Appointments that were made keep their time."),
    group=_GROUP,
    field=lambda: forms.TypedChoiceField(choices=[(n, str(n)) for n in (10, 15, 20, 30, 60)], coerce=int),
    default=30,
    whole_days=True,
)
define(
    DAYS_AHEAD,
    label=_("How many days ahead an appointment can be made"),
    help=_("Calendar days."),
    group=_GROUP,
    field=lambda: _number(1, 60),
    default=14,
)
define(
    AHEAD_MINUTES,
    label=_("Minutes before a slot until which it can be booked"),
    group=_GROUP,
    field=lambda: _number(0, 1440),
    default=30,
)
define(
    LATE_MINUTES,
    label=_("Minutes after which somebody who has not come counts as absent"),
    help=_("The window may still serve him on the same day."),
    group=_GROUP,
    field=lambda: _number(5, 240),
    default=15,
)
define(
    PER_PHONE,
    label=_("Appointments ahead with one telephone number"),
    help=_("So that nobody takes all the slots."),
    group=_GROUP,
    field=lambda: _number(1, 50),
    default=3,
)
define(
    MOVES,
    label=_("How often an appointment can be moved"),
    group=_GROUP,
    field=lambda: _number(0, 20),
    default=3,
)
define(
    AN_HOUR,
    label=_("Appointments an hour from one address"),
    help=_("What is over it is asked to come back in an hour or to call. Whole offices share one address."),
    group=_GROUP,
    field=lambda: _number(1, 100_000),
    default=30,
    technical=True,
)
define(
    AN_HOUR_UNPROVED,
    label=_("Appointments an hour from one address without the calculation that keeps scripts out"),
    help=_("From browsers without JavaScript."),
    group=_GROUP,
    field=lambda: _number(1, 100_000),
    default=5,
    technical=True,
)
define(
    KEEP_DAYS,
    label=_("Appointments: days for which name and phone are kept"),
    help=_("Counted from the day of the appointment. Then both are erased for good."),
    group=_("Personal data"),
    field=lambda: _number(1, 3660),
    default=30,
)
define(
    PROOF_BITS,
    label=_("Proof of work of the form for appointments, in bits"),
    help=_("Each bit doubles the work of the sender's device: 15 take an old phone about a second."),
    group=_GROUP,
    field=lambda: _number(0, 24),
    default=lambda: settings.PROOF_BITS,
    technical=True,
)
