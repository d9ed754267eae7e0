"""What units and the office are told about ratings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.ratings.kinds import RulingKind
from efficiency.notifications.texts import register
from efficiency.workdays.templatetags.people import say_day


def _in_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """The stored facts in the reader's language."""
    words = dict(params)
    if "due" in words:
        words["due"] = say_day(date.fromisoformat(words["due"]))
    if "ruling" in words:
        words["ruling"] = RulingKind(words["ruling"]).label
    return words


register(
    "rating.came",
    subject=_("A bad rating has come for %(unit)s"),
    body=_("Somebody rated “%(item)s” badly and gave his name. Speak with him by %(due)s, then put it right."),
    fill=_in_words,
)
register(
    "rating.appealed",
    subject=_("%(unit)s appeals against a rating"),
    body=_(
        "%(unit)s says that a rating of “%(item)s” is mistaken or malicious. Reject the appeal or propose to void it."
    ),
)
register(
    "rating.ruled",
    subject=_("The office ruled on a rating of %(unit)s: %(ruling)s"),
    body=_("A rating of “%(item)s”: %(ruling)s. The rating's page shows the ground."),
    fill=_in_words,
)
