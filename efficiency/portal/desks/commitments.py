"""What desks say of public commitments: broken ones to answer, to settle, to assess."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.commitments.kinds import Measure
from approvals.commitments.measuring import Month
from approvals.commitments.models import Verdict, Version
from efficiency.common.moments import local_date
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way


def broken_by_unit(user: Any) -> Block:
    """For the head: broken commitments that wait for the unit's answer."""
    waiting = Verdict.objects.visible_to(user).to_answer()
    return Block(
        title=_("Commitments broken by my unit"),
        rows=_rows(waiting),
        figures=[Figure(capped(waiting), _("to answer"), reverse("commitments_broken"))],
        ways=[way(_("Broken commitments"), "commitments_broken"), way(_("Publish a commitment"), "commitment_new")],
        empty=_("No broken commitment waits for an answer."),
    )


def to_settle(user: Any, now: datetime) -> Block:
    """For the office: broken commitments without a consequence, and those to assess for the month that is over."""
    waiting = Verdict.objects.visible_to(user).to_settle()
    month = Month.of(Month.of(local_date(now)).first - timedelta(days=1)).first
    done = Verdict.objects.filter(month=month).values("commitment")
    assess = Version.objects.standing(month).filter(measure=Measure.ASSESSED).exclude(commitment__in=done)
    page = reverse("commitments_broken")
    return Block(
        title=_("Broken commitments"),
        rows=_rows(waiting),
        figures=[
            Figure(capped(waiting), _("to settle"), page),
            Figure(capped(assess), _("to assess"), page),
        ],
        ways=[way(_("Broken commitments"), "commitments_broken"), way(_("What must be published"), "publication")],
        empty=_("No broken commitment waits for a consequence."),
    )


def _rows(verdicts: Any) -> list[Row]:
    found = verdicts.select_related("unit", "version").order_by("-month", "pk")[:SHOWN]
    return [
        Row(
            title=verdict.version.text,
            path=reverse("verdict", args=[verdict.pk]),
            detail=f"{verdict.unit.short_name} · {date_format(verdict.month, 'YEAR_MONTH_FORMAT')}",
        )
        for verdict in found
    ]
