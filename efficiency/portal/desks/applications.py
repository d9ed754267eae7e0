"""What came online and waits for somebody of the unit, or of the service centre's windows."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.kinds import CaseState, Intake
from approvals.models import Case
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.portal.blocks import Block, Figure, by_clock, capped, soonest, way

_WAITING = "?state=received&online=on"


def filed_online(user: Any, now: datetime) -> Block:
    """Online applications to accept or to notice, soonest first: by law within 5 working days."""
    cases = Case.objects.visible_to(user).filter(channel=Intake.ONLINE)
    waiting = cases.filter(state=CaseState.RECEIVED)
    clocks = Clock.objects.running().filter(kind=ClockKind.ACCEPTANCE, matter__case__in=waiting)
    listed = reverse("cases") + _WAITING
    return Block(
        title=_("Filed online: to accept or to notice"),
        rows=by_clock(soonest(clocks)),
        figures=[
            Figure(capped(clocks.filter(due_at__lte=now)), _("past the limit"), listed),
            Figure(capped(clocks), _("waiting"), listed),
            Figure(
                capped(cases.filter(state=CaseState.CORRECTING)),
                _("waiting for the applicant"),
                reverse("cases") + "?state=correcting&online=on",
            ),
        ],
        ways=[way(_("All online applications"), "cases", "?online=on")],
        empty=_("No online application waits."),
    )


def share_and_details(user: Any) -> Block:
    """Where the office reads how much comes online, and says what departments may read of applicants."""
    return Block(
        title=_("Online applications and the one form"),
        ways=[
            way(_("Share of online applications"), "online_share"),
            way(_("Details of applicants"), "item_fields_list"),
        ],
    )


def share(user: Any) -> Block:
    """Where leaders and heads read how much comes online."""
    return Block(title=_("Online applications"), ways=[way(_("Share of online applications"), "online_share")])
