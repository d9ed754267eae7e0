"""How long identities are kept, on the city's page of settings. No source fixes these periods: a city does."""

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

COMPLAINTS, CASES, ENQUIRIES = "vault.complaint-days", "vault.case-days", "vault.enquiry-days"
ANSWER_DAYS = "vault.answer-days"
_GROUP = _("Personal data")


def _days(fewest: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=fewest, max_value=36_500)


define(
    COMPLAINTS,
    label=_("Complaints: days for which the citizen's identity is kept"),
    help=_("Counted from the end of the complaint. Then name, phone and address are erased for good."),
    group=_GROUP,
    field=lambda: _days(184),
    default=1096,
)
define(
    CASES,
    label=_("Cases: days for which the applicant's identity is kept"),
    help=_("Counted from the end of the case. Then name and numbers are erased for good."),
    group=_GROUP,
    field=lambda: _days(184),
    default=3653,
)
define(
    ENQUIRIES,
    label=_("First asked: days for which the contact is kept"),
    help=_("Counted from the end of the enquiry."),
    group=_GROUP,
    field=lambda: _days(1),
    default=184,
)
define(
    ANSWER_DAYS,
    label=_("Requests about personal data: days in which they are answered"),
    help=_("Calendar days from receipt."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=1, max_value=90),
    default=15,
)
