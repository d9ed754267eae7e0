"""What the room tells people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.cards.claims import limit_words
from efficiency.notifications.texts import register


def _said(params: Mapping[str, Any]) -> dict[str, Any]:
    """The moment as people say it; a card without a matter says so."""
    return {
        **params,
        "due": limit_words(datetime.fromisoformat(params["due"])),
        "matter": params["matter"] or _("(no matter)"),
    }


register(
    "card.issued",
    subject=gettext_lazy("Card %(number)s against %(unit)s"),
    body=gettext_lazy(
        "Card %(number)s was issued against %(unit)s. Matter: %(matter)s %(title)s. Moment of the breach: %(due)s. "
        "The card page shows the facts, how the deadline was counted, and how the unit can answer."
    ),
    fill=_said,
)
register(
    "card.reminder",
    subject=gettext_lazy("Please look at matter %(matter)s"),
    body=gettext_lazy(
        "Matter %(matter)s %(title)s at %(unit)s: its limit is near or has passed (%(due)s). "
        "This is a reminder: it has no number and no points."
    ),
    fill=_said,
)
register(
    "card.answered",
    subject=gettext_lazy("%(unit)s answered card %(number)s"),
    body=gettext_lazy(
        "%(unit)s made its statement on card %(number)s. The office now upholds, downgrades or revokes the card."
    ),
    fill=_said,
)
register(
    "card.ruled",
    subject=gettext_lazy("Decision on card %(number)s"),
    body=gettext_lazy(
        "The office decided on card %(number)s against %(unit)s. The card page shows the decision and its reason."
    ),
    fill=_said,
)
register(
    "card.ruling-proposed",
    subject=gettext_lazy("A proposal on card %(number)s needs a second person"),
    body=gettext_lazy(
        "A colleague proposed a decision on card %(number)s against %(unit)s. "
        "Another person of the office confirms or rejects it."
    ),
    fill=_said,
)
register(
    "card.rectified",
    subject=gettext_lazy("%(unit)s reported what it put right on card %(number)s"),
    body=gettext_lazy("%(unit)s reported what it put right after card %(number)s. The office can now close the card."),
    fill=_said,
)
register(
    "ladder.near",
    subject=gettext_lazy("Matter %(matter)s is due soon"),
    body=gettext_lazy("Matter %(matter)s %(title)s at %(unit)s is due soon and not finished. Limit: %(due)s."),
    fill=_said,
)
register(
    "ladder.late",
    subject=gettext_lazy("Matter %(matter)s is still not finished"),
    body=gettext_lazy(
        "The limit of matter %(matter)s %(title)s at %(unit)s has passed (%(due)s), a card was issued, "
        "and it is still not finished."
    ),
    fill=_said,
)
register(
    "ladder.late-leader",
    subject=gettext_lazy("%(unit)s, which you lead, is late with matter %(matter)s"),
    body=gettext_lazy(
        "The limit of matter %(matter)s %(title)s at %(unit)s has passed (%(due)s), a card was issued, "
        "and it is still not finished. You are told as the leader in charge."
    ),
    fill=_said,
)
