"""What the city sets about cases."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define

CORRECTION_DAYS = "cases.correction-days"
LAPSE = "cases.lapse"
LONGEST_EXTENSION = "cases.longest-extension"
LONGEST_PAUSE = "cases.longest-pause"
REFILE_DAYS = "cases.refile-days"
GREEN_USD = "cases.green-usd"
GREEN_CNY = "cases.green-cny"
EXPLAIN_DAYS = "cases.explain-days"
BY_LAW = 10  # working days of an extension, Administrative Licensing Law art. 42
MOST_DAYS = 365


def _days(most: int = MOST_DAYS) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=most)


def _money() -> forms.DecimalField:
    return forms.DecimalField(min_value=Decimal(1), max_digits=14, decimal_places=2)


define(
    CORRECTION_DAYS,
    label=_("Working days within which an applicant is asked to complete an application"),
    help=_("Printed on the one-time notice. Notices that were given keep their day."),
    group=_("Cases"),
    field=_days,
    default=15,
)
define(
    LAPSE,
    label=_("An application that is not completed in time counts as withdrawn"),
    help=_("No national law says so; some cities' rules do. Otherwise the case waits for the applicant."),
    group=_("Cases"),
    field=lambda: forms.BooleanField(required=False),
    default=False,
)
define(
    LONGEST_EXTENSION,
    label=_("Longest extension by the head of a unit, in working days"),
    help=_("The law allows 10 (Administrative Licensing Law, art. 42); a city may allow less."),
    group=_("Cases"),
    field=lambda: _days(BY_LAW),
    default=BY_LAW,
)
define(
    LONGEST_PAUSE,
    label=_("Longest pause of one special procedure, in calendar days"),
    help=_("No law names a number. Pauses that were granted stay."),
    group=_("Cases"),
    field=_days,
    default=90,
)
define(
    REFILE_DAYS,
    label=_("Calendar days within which an application filed anew continues the one withdrawn"),
    help=_("What the first case used of its limits stays used, so that withdrawing and filing anew wins no day."),
    group=_("Cases"),
    field=_days,
    default=90,
)
define(
    GREEN_USD,
    label=_("Green channel: foreign-invested capital from, in US dollars"),
    group=_("Cases"),
    field=_money,
    default=Decimal(5_000_000),
)
define(
    GREEN_CNY,
    label=_("Green channel: domestic capital from, in yuan"),
    group=_("Cases"),
    field=_money,
    default=Decimal(30_000_000),
)
define(
    EXPLAIN_DAYS,
    label=_("Working days after a broken limit within which the unit explains it in public"),
    help=_(
        "The law wants it explained (Regulation on Optimizing the Business Environment, art. 36) and names no days."
    ),
    group=_("Cases"),
    field=_days,
    default=3,
)
