"""What desks say of speed-up rounds: who has not answered, what a head has yet to answer."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.rounds.models import Proposal, Round
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit
from efficiency.organization.responsibility import duties_of
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way
from efficiency.workdays.templatetags.people import say_day


def rounds_of_office(now: datetime) -> list[Block]:
    """The rounds that are with the departments, with those who are silent and what is to be settled."""
    rounds = list(Round.objects.under_way().order_by("answer_by", "pk")[:SHOWN])
    if not rounds:
        return []
    proposals = Proposal.objects.filter(round__in=rounds)
    silent = Unit.objects.filter(pk__in=proposals.unanswered().order_by().values("unit")).order_by("path")
    names = "、".join(silent.values_list("short_name", flat=True)[:SHOWN])
    first = reverse("round-proposals", args=[rounds[0].pk])
    return [
        Block(
            title=_("Speed-up rounds with the departments"),
            note=_("No answer yet from %(names)s.") % {"names": names} if names else "",
            rows=[_row(round_, now, reverse("round", args=[round_.pk])) for round_ in rounds],
            figures=[
                Figure(capped(proposals.unanswered()), _("not answered"), f"{first}?answer=none"),
                Figure(capped(proposals.unsettled()), _("objections to settle"), f"{first}?answer=unsettled"),
            ],
            ways=[way(_("Speed-up rounds"), "rounds"), way(_("Simulator"), "simulator")],
        )
    ]


def rounds_of_head(user: Any, now: datetime) -> list[Block]:
    """The rounds in which items of his own unit await his answer; none where nothing does."""
    own = Proposal.objects.unanswered().filter(unit__in=duties_of(user, now).heads)
    rounds = list(Round.objects.under_way().filter(pk__in=own.order_by().values("round")).order_by("answer_by", "pk"))
    if not rounds:
        return []
    counts: dict[int, int] = {}
    for pk in own.filter(round__in=rounds).order_by().values_list("round", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return [
        Block(
            title=_("Shorter limits are proposed for our items"),
            rows=[_row(one, now, reverse("round-answer", args=[one.pk]), counts[one.pk]) for one in rounds[:SHOWN]],
            ways=[way(_("Speed-up rounds"), "rounds")],
        )
    ]


def _row(round_: Round, now: datetime, path: str, count: int = 0) -> Row:
    day = say_day(round_.answer_by)
    over = round_.answer_by < local_date(now)
    until = _("answers were due by %(day)s") % {"day": day} if over else _("answers by %(day)s") % {"day": day}
    items = ngettext("%(count)s item to answer", "%(count)s items to answer", count) % {"count": count} if count else ""
    return Row(title=round_.title, path=path, detail=" · ".join(filter(None, (items, until))))
