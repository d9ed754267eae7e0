"""What the city sets about ratings."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.ratings.kinds import Code
from efficiency.changes.settings import define

AT_ACCEPTANCE = "ratings.at-acceptance"
WHEN_SILENT = "ratings.when-silent"
SILENT_AFTER = "ratings.silent-after"
TRIES = "ratings.tries"
FEW = "ratings.few"
_GROUP = _("Ratings")


def _say_silent(value: Any) -> str:
    return str(Code(int(value)).label) if value else gettext("no rating")


define(
    AT_ACCEPTANCE,
    label=_("Matters may be rated at acceptance too"),
    help=_("Else only at the end. At most one rating each."),
    group=_GROUP,
    field=lambda: forms.BooleanField(required=False),
    default=True,
)
define(
    WHEN_SILENT,
    label=_("What counts when nobody rated"),
    help=_("Cities differ. Whatever is chosen is shown apart and enters no rate."),
    group=_GROUP,
    field=lambda: forms.TypedChoiceField(
        choices=[("", _("no rating")), *Code.choices[:3]], coerce=int, empty_value=None, required=False
    ),
    default=None,
    words=_say_silent,
)
define(
    SILENT_AFTER,
    label=_("Days after the end of a matter from which nobody is awaited to rate it"),
    help=_("Calendar days. Only counts where something else than “no rating” is chosen above."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=1, max_value=90),
    default=7,
)
define(
    TRIES,
    label=_("Tries after which a rater who cannot be reached counts as contacted"),
    help=_("Each try is recorded. No source fixes this number."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=1, max_value=20),
    default=3,
)
define(
    FEW,
    label=_("Ratings below which the public page warns that there are few"),
    help=_("Few ratings say little about a unit."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=1, max_value=1000),
    default=10,
)
