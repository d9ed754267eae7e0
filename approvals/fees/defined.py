"""What the city sets about fees."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

REPORT_DAYS = "fees.report-days"

define(
    REPORT_DAYS,
    label=_("Calendar days within which a payment is reported"),
    help=_("What is reported later is an irregularity (E-17). No law names a number."),
    group=_("Fees"),
    field=lambda: forms.IntegerField(min_value=1, max_value=365),
    default=31,
)
