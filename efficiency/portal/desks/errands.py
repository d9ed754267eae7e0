"""What desks say of errands: what the agent does next, and the papers that wait at the window."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errands.kinds import FOR_AGENT, State
from approvals.errands.models import Errand
from approvals.errands.rules import may_run
from efficiency.common.moments import local_date
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way

_LOOKED_AT = 60


def errands(user: Any, now: datetime) -> list[Block]:
    """For an agent his errands; last, for every window, the papers that agents brought."""
    brought = _brought(user)
    return [_mine(user, now), brought] if may_run(user) else [brought]


def _mine(user: Any, now: datetime) -> Block:
    """What this agent and his room must do now, the latest first."""
    today, every = local_date(now), reverse("errands")
    own = Errand.objects.open().filter(unit=user.unit_id)
    listed = own.select_related("item", "to_unit", "case").order_by("taken_in_at", "pk")[:_LOOKED_AT]
    to_do = [errand for errand in listed if errand.step in FOR_AGENT]
    to_do.sort(key=lambda errand: (not errand.is_late(today), errand.carry_by))
    late = own.filter(state=State.WITH_AGENT, carry_by__lt=today)
    return Block(
        title=_("My errands: what to do next"),
        rows=[
            Row(
                title=f"{errand.step.label}: {errand.item.name}",
                path=reverse("errand", args=[errand.number]),
                detail=f"{errand.number} · {errand.to_unit.short_name}",
            )
            for errand in to_do[:SHOWN]
        ],
        figures=[
            Figure(capped(late), _("carried late"), every),
            Figure(capped(own), _("open"), every),
        ],
        ways=[way(_("Take an errand"), "errand_new"), way(_("All errands"), "errands")],
        empty=_("No errand waits for you."),
    )


def _brought(user: Any) -> Block:
    """Papers that lie at this window and are no case yet."""
    waiting = Errand.objects.at_window(user)
    rows = [
        Row(title=errand.item.name, path=reverse("errand", args=[errand.number]), detail=errand.unit.short_name)
        for errand in waiting.select_related("item", "unit").order_by("carried_at", "pk")[:SHOWN]
    ]
    brought = f"{reverse('errands')}?show=brought"
    return Block(
        title=_("Papers that agents brought"),
        rows=rows,
        figures=[Figure(capped(waiting), _("to take over"), brought)],
        empty=_("No agent waits."),
    )
