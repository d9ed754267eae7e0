"""Whom a waiver or refund concerns, and the notice written with it."""

from datetime import datetime

from approvals.fees.models import Adjustment
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.roles import Role


def adjustment_proposed(adjustment: Adjustment, *, now: datetime) -> None:
    """Tell the office, which decides."""
    _tell(adjustment, "proposed", User.objects.able().holding(Role.OFFICE).order_by("pk"), now)


def adjustment_decided(adjustment: Adjustment, *, now: datetime) -> None:
    """Tell whoever proposed it."""
    _tell(adjustment, "decided", [adjustment.proposed_by], now)


def _tell(adjustment: Adjustment, event: str, people: object, now: datetime) -> None:
    notify(
        key=f"adjustment-{adjustment.pk}-{event}",
        recipients=people,  # type: ignore[arg-type]
        kind=f"fee.{event}",
        params={
            "bill": adjustment.line.bill.number,
            "amount": f"{adjustment.amount:.2f}",
            "kind": adjustment.kind,
            "state": adjustment.state,
        },
        path=f"/fee-adjustments/{adjustment.pk}/",
        now=now,
        demo=adjustment.demo,
    )
