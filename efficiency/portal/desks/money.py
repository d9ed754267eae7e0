"""The desk of the fee window: what is to be charged and paid back, and what came in today."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.fees.closing import closing_of
from approvals.fees.models import Adjustment, Bill
from approvals.fees.money import written
from efficiency.common.moments import local_date
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way
from efficiency.portal.desks.presence import presence


def fee(user: Any, now: datetime) -> list[Block]:
    """The fee window."""
    today = closing_of(local_date(now)).all
    window, sheet = reverse("fee_window"), reverse("fee_closing")
    waiting = Bill.objects.open()
    return [
        Block(
            title=_("To be paid"),
            rows=[
                Row(f"{bill.number} · {written(bill.total)} {_('yuan')}", reverse("bill", args=[bill.number]))
                for bill in waiting.order_by("made_at", "pk")[:SHOWN]
            ],
            figures=[
                Figure(capped(waiting), _("to be paid"), window),
                Figure(written(today.taken), _("taken today (yuan)"), sheet),
                Figure(str(today.count), _("payments today"), sheet),
            ],
            ways=[way(_("Fee window"), "fee_window"), way(_("Make a bill"), "bill_new"), way(_("All bills"), "bills")],
            empty=_("No bill waits to be paid."),
        ),
        Block(
            title=_("To be paid back"),
            rows=adjustment_rows(Adjustment.objects.to_pay_back()),
            ways=[way(_("Waivers and refunds"), "adjustments")],
            empty=_("Nothing is to be paid back."),
        ),
        presence(user, now),
    ]


def to_decide() -> Block:
    """What the office has to decide on fees."""
    waiting = Adjustment.objects.waiting()
    return Block(
        title=_("Waivers and refunds to decide"),
        rows=adjustment_rows(waiting),
        figures=[Figure(capped(waiting), _("awaiting a decision"), reverse("adjustments") + "?state=proposed")],
        ways=[way(_("Waivers and refunds"), "adjustments"), way(_("Bills"), "bills")],
        empty=_("Nothing awaits a decision."),
    )


def adjustment_rows(rows: Any) -> list[Row]:
    """The first of some waivers and refunds, the oldest on top."""
    found = rows.select_related("line__bill", "line__unit", "line__standard").order_by("pk")[:SHOWN]
    return [
        Row(
            title=f"{each.get_kind_display()} {written(each.amount)} {_('yuan')} · {each.line.standard.name}",
            path=reverse("adjustment", args=[each.pk]),
            detail=f"{each.line.bill.number} · {each.line.unit.short_name}",
        )
        for each in found
    ]
