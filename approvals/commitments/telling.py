"""Whom a broken commitment concerns."""

from datetime import datetime

from approvals.commitments.models import Verdict
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.roles import Role


def broken(verdict: Verdict, *, now: datetime) -> None:
    """Tell the heads of the unit and the office that a commitment was not kept in a month."""
    heads = User.objects.able().holding(Role.HEAD).filter(unit=verdict.unit_id)
    office = User.objects.able().holding(Role.OFFICE)
    notify(
        key=f"commitment-{verdict.pk}-broken",
        recipients={user.pk: user for user in [*heads, *office]}.values(),
        kind="commitment.broken",
        params={"unit": verdict.unit.name, "text": verdict.version.text, "month": f"{verdict.month:%Y-%m}"},
        path=f"/commitments/verdicts/{verdict.pk}/",
        now=now,
        demo=verdict.demo,
    )
