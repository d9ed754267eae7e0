"""The texts of what this room tells people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register
from efficiency.presence.kinds import LeaveState


def _decided(params: Mapping[str, Any]) -> dict[str, Any]:
    return {**params, "decision": str(LeaveState(params["decision"]).label)}


register(
    "leave.asked",
    subject=_("%(name)s asks for leave"),
    body=_("%(name)s asks for leave from %(first)s until %(last)s. Please decide."),
)
register(
    "leave.decided",
    subject=_("Your leave from %(first)s: %(decision)s"),
    body=_("Your leave from %(first)s until %(last)s: %(decision)s. Note: %(note)s"),
    fill=_decided,
)
register(
    "leave.stand-in",
    subject=_("You stand in for %(name)s from %(first)s"),
    body=_("%(name)s is on leave from %(first)s until %(last)s. New work, notices and cards reach you too."),
)
register(
    "presence.unexcused",
    subject=_("An absence without leave was recorded"),
    body=_(
        "From %(first)s, %(days)s working days. Ground: %(ground)s. If this is wrong, tell your head or the "
        "efficiency office: it can be withdrawn."
    ),
)
register(
    "enquiry.offered",
    subject=_("Please take over: %(topic)s"),
    body=_("Somebody was asked about “%(topic)s” and offers it to %(unit)s. Take it over, or say why not."),
)
register(
    "enquiry.taken",
    subject=_("Taken over: %(topic)s"),
    body=_("%(unit)s has taken “%(topic)s” over. It is no longer yours."),
)
register(
    "enquiry.declined",
    subject=_("Not taken over: %(topic)s"),
    body=_("%(unit)s does not take “%(topic)s” over. It stays yours. Reason: %(reason)s"),
)
