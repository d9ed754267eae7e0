"""The texts of what this room tells people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from efficiency.cards.claims import limit_words
from efficiency.notifications.texts import register


def _due(params: Mapping[str, Any]) -> dict[str, Any]:
    return {**params, "due": limit_words(datetime.fromisoformat(params["due"]))}


register(
    "consultation.asked",
    subject=_("Your opinion is asked: %(number)s"),
    body=_("%(unit)s is asked for its opinion in “%(title)s” (%(number)s) by %(due)s."),
    fill=_due,
)
register(
    "consultation.leader",
    subject=_("Please take a consultation: %(number)s"),
    body=_("You were named as the leader who takes “%(title)s” (%(number)s)."),
)
register(
    "consultation.complete",
    subject=_("All units have answered: %(number)s"),
    body=_("Every unit has given its opinion in “%(title)s” (%(number)s). It can be concluded."),
)
register(
    "consultation.concluded",
    subject=_("Concluded: %(number)s"),
    body=_("“%(title)s” (%(number)s) is concluded. Its page shows the minutes and what was agreed."),
)
register(
    "bulletin.drafted",
    subject=_("A supervision bulletin needs a second person: %(title)s"),
    body=_("A colleague drafted the bulletin “%(title)s”. Please approve or reject it."),
)
register(
    "bulletin.issued",
    subject=_("%(number)s: %(title)s"),
    body=_("The bulletin %(number)s “%(title)s” names your unit. Please acknowledge it and say what you will do."),
)
