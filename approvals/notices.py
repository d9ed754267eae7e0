"""What the people on a case tell each other."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.kinds import AskKind
from efficiency.notifications.texts import register


def _in_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """The kind of request in the reader's language."""
    return {**params, "what": str(AskKind(params["what"]).label)}


register(
    "case.asked",
    subject=_("Case %(number)s: %(what)s asked for"),
    body=_("%(unit)s handles %(matter)s and asks for %(what)s. Please rule before the limit runs out."),
    fill=_in_words,
)
register(
    "case.granted",
    subject=_("Case %(number)s: %(what)s granted"),
    body=_("What you asked for on %(matter)s was granted: %(what)s. The notice for the applicant is issued."),
    fill=_in_words,
)
register(
    "case.refused",
    subject=_("Case %(number)s: %(what)s refused"),
    body=_("What you asked for on %(matter)s was refused: %(what)s. The page of the case says why."),
    fill=_in_words,
)
register(
    "case.offered",
    subject=_("%(unit)s hands case %(number)s over to you"),
    body=_("%(unit)s wants to hand %(matter)s over. Please take it over, or say why not: once for each case."),
)
