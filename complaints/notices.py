"""What the hotline and the units tell each other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register
from efficiency.workdays.templatetags.people import say_day


def _in_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """The stored facts in the reader's language: days as people write them, rulings as words."""
    words = dict(params)
    if "due" in words:
        words["due"] = say_day(date.fromisoformat(words["due"]))
    if "granted" in words:
        words["ruling"] = gettext("granted") if words["granted"] else gettext("refused")
    return words


register(
    "complaint.dispatched",
    subject=_("Complaint %(number)s has come to %(unit)s"),
    body=_("%(matter)s was given to %(unit)s. Sign for it, assign a handler, and answer by %(due)s."),
    fill=_in_words,
)
register(
    "complaint.assigned",
    subject=_("You handle complaint %(number)s"),
    body=_("%(matter)s was assigned to you at %(unit)s. The complaint's page shows how many working days are left."),
)
register(
    "complaint.replied",
    subject=_("%(unit)s answered complaint %(number)s"),
    body=_("%(unit)s answered %(matter)s. Check the answer, then close the complaint or send it back."),
)
register(
    "complaint.sent-back",
    subject=_("The answer to complaint %(number)s was sent back"),
    body=_(
        "The hotline sent the answer to %(matter)s back to %(unit)s, time %(times)s. "
        "The complaint's page says what is missing. Answer again by %(due)s."
    ),
    fill=_in_words,
)
register(
    "complaint.return-asked",
    subject=_("%(unit)s asks to return complaint %(number)s"),
    body=_("%(unit)s asks the hotline to take %(matter)s back. Its reply clock runs until you rule."),
)
register(
    "complaint.return-ruled",
    subject=_("Ruling on the return of complaint %(number)s: %(ruling)s"),
    body=_("The hotline ruled on the return of %(matter)s: %(ruling)s. The complaint's page shows the reason."),
    fill=_in_words,
)
register(
    "complaint.extension-asked",
    subject=_("%(unit)s asks for more time for complaint %(number)s"),
    body=_("%(unit)s asks for %(days)s more working days to answer %(matter)s. Rule before the answer is due."),
)
register(
    "complaint.extension-ruled",
    subject=_("Ruling on more time for complaint %(number)s: %(ruling)s"),
    body=_("More time for the answer to %(matter)s: %(ruling)s. The complaint's page shows the reason."),
    fill=_in_words,
)
