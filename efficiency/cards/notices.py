"""What the room tells people."""

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register

register(
    "card.issued",
    subject=_("Card %(number)s against %(unit)s"),
    body=_(
        "%(unit)s did not keep its promise on matter %(matter)s, due %(due)s. Card %(number)s (level %(level)s) was "
        "issued. The card page shows how the deadline was counted and how the unit can answer."
    ),
)
register(
    "card.reminder",
    subject=_("Matter %(matter)s is due soon"),
    body=_("%(unit)s must finish matter %(matter)s by %(due)s. This is a reminder: it has no number and no points."),
)
register(
    "card.answered",
    subject=_("%(unit)s answered card %(number)s"),
    body=_("%(unit)s gave its statement on card %(number)s. The office now upholds, downgrades or revokes the card."),
)
register(
    "card.ruled",
    subject=_("Decision on card %(number)s"),
    body=_("The office decided on card %(number)s against %(unit)s. The card page shows the decision and its reason."),
)
register(
    "card.ruling-proposed",
    subject=_("A decision on card %(number)s needs a second person"),
    body=_(
        "A colleague proposed a decision on card %(number)s against %(unit)s. "
        "Another person of the office confirms or rejects it."
    ),
)
