"""What desks show of irregularities."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from efficiency.irregularities.kinds import State
from efficiency.irregularities.lines import lines_of
from efficiency.irregularities.models import Finding
from efficiency.irregularities.querysets import FindingQuerySet
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way


def to_settle(user: Any) -> Block:
    """What the office has not settled: answered ones first."""
    waiting = Finding.objects.visible_to(user).waiting().filter(card=None)
    address = reverse("irregularities")
    answered = waiting.filter(state=State.ANSWERED)
    return Block(
        title=_("Irregularities to settle"),
        rows=_rows(answered),
        figures=[
            Figure(capped(answered), _("answered by the unit"), f"{address}?state=answered"),
            Figure(capped(waiting), _("not settled"), f"{address}?state=open"),
        ],
        ways=[way(_("Irregularities"), "irregularities")],
        empty=_("No statement on an irregularity awaits us."),
    )


def to_explain(user: Any) -> Block:
    """What the head of a unit may still explain."""
    found = Finding.objects.visible_to(user).filter(state=State.FOUND, card=None)
    return Block(
        title=_("Irregularities of our unit"),
        rows=_rows(found),
        ways=[way(_("Irregularities"), "irregularities")],
        empty=_("No irregularity of our unit awaits an explanation."),
    )


def _rows(findings: FindingQuerySet) -> list[Row]:
    found = findings.select_related("unit", "matter").order_by("-at", "-pk")[:SHOWN]
    return [
        Row(
            title=f"{line.finding.rule} {line.title}",
            path=reverse("irregularity", args=[line.finding.pk]),
            detail=_detail(line.finding),
        )
        for line in lines_of(found)
    ]


def _detail(finding: Finding) -> str:
    unit = finding.unit.short_name
    return f"{finding.matter.reference} · {unit}" if finding.matter is not None else unit
