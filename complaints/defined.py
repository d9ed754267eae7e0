"""What the city sets about complaints."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

RETURN_WINDOW = "complaints.return-window"
REPLY_EXTENSION = "complaints.reply-extension"
PROOF_BITS = "complaints.proof-bits"
AN_HOUR_ADDRESS = "complaints.an-hour-address"
AN_HOUR_PHONE = "complaints.an-hour-phone"
MOST_DAYS = 60
MOST_AN_HOUR = 100_000
MOST_BITS = 24

define(
    RETURN_WINDOW,
    label=_("Working days in which a unit may ask to return a complaint"),
    help=_("Counted from the day after dispatch. Requests that were made stay valid."),
    group=_("12345 hotline"),
    field=lambda: forms.IntegerField(min_value=0, max_value=MOST_DAYS),
    default=lambda: settings.RETURN_WINDOW_DAYS,
)
define(
    REPLY_EXTENSION,
    label=_("Longest extension of a reply, in working days"),
    help=_("What a unit may ask for, once, before its reply is due. Extensions that were granted stay."),
    group=_("12345 hotline"),
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_DAYS),
    default=lambda: settings.REPLY_EXTENSION_DAYS,
)
define(
    PROOF_BITS,
    label=_("Proof of work of the public form, in bits"),
    help=_("Each bit doubles the work of the sender's device: 15 take an old phone about a second."),
    group=_("The hotline's door"),
    field=lambda: forms.IntegerField(min_value=0, max_value=MOST_BITS),
    default=lambda: settings.PROOF_BITS,
    technical=True,
)
define(
    AN_HOUR_ADDRESS,
    label=_("Complaints an hour from one address"),
    help=_("What is over it is held for a check, never refused."),
    group=_("The hotline's door"),
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=lambda: settings.COMPLAINTS_AN_HOUR_ADDRESS,
    technical=True,
)
define(
    AN_HOUR_PHONE,
    label=_("Complaints an hour with one telephone number"),
    help=_("What is over it is held for a check, never refused."),
    group=_("The hotline's door"),
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=lambda: settings.COMPLAINTS_AN_HOUR_PHONE,
    technical=True,
)
