"""Whom an errand concerns, and the notice written with each hand-over. No notice names an applicant."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from approvals.errands.models import Errand
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.roles import Role


def carried(errand: Errand, *, now: datetime) -> None:
    """Tell the window staff of the unit that is to take the papers."""
    staff = User.objects.able().holding(Role.WINDOW).filter(unit=errand.to_unit)
    _tell("carried", errand, staff, now)


def sent_back(errand: Errand, *, now: datetime) -> None:
    """Tell the agent."""
    _tell("sent-back", errand, [errand.agent], now)


def taken(errand: Errand, *, now: datetime) -> None:
    """Tell the agent."""
    _tell("taken", errand, [errand.agent], now)


def _tell(what: str, errand: Errand, people: Iterable[User], now: datetime) -> None:
    notify(
        key=f"errand-{errand.pk}-{what}-{now.isoformat()}",
        recipients=people,
        kind=f"errand.{what}",
        params={"number": errand.number, "item": errand.item.name, "unit": errand.unit.short_name},
        path=reverse("errand", args=[errand.number]),
        now=now,
        demo=errand.demo,
    )
