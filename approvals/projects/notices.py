"""The texts of what this room tells people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.projects.kinds import RequestKind
from efficiency.cards.claims import limit_words
from efficiency.notifications.texts import register


def _due(params: Mapping[str, Any]) -> dict[str, Any]:
    return {**params, "due": limit_words(datetime.fromisoformat(params["due"]))}


def _asked(params: Mapping[str, Any]) -> dict[str, Any]:
    outcome = _("granted") if params["granted"] == "True" else _("refused")
    return {**params, "kind": str(RequestKind(params["kind"]).label), "granted": str(outcome)}


register(
    "project.leader",
    subject=_("You lead the major project %(number)s"),
    body=_("The project “%(title)s” (%(number)s) stands on the register of major projects under you."),
)
register(
    "project.part",
    subject=_("Joint handling: your part of project %(number)s"),
    body=_("%(unit)s is asked for its part of “%(step)s”, project “%(title)s” (%(number)s), by %(due)s."),
    fill=_due,
)
register(
    "clock-request.asked",
    subject=_("Please decide: %(kind)s, %(number)s"),
    body=_("For “%(title)s” (%(number)s) somebody asks for: %(kind)s. Another person than the one who asks decides."),
    fill=_asked,
)
register(
    "clock-request.decided",
    subject=_("%(number)s: %(kind)s %(granted)s"),
    body=_("Your request for “%(title)s” (%(number)s) was decided: %(kind)s %(granted)s."),
    fill=_asked,
)
