"""Whom an act of this room concerns, and the notice written with it."""

from collections.abc import Collection
from datetime import datetime

from approvals.rounds.models import Round
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import responsible_for


def asked(round_: Round, units: Collection[int], *, now: datetime) -> None:
    """Ask whoever heads these departments for an answer."""
    _tell("asked", round_, units, now, until=round_.answer_by.isoformat())


def approved(round_: Round, units: Collection[int], *, now: datetime) -> None:
    """Tell whoever heads them from when the new limits hold."""
    _tell("approved", round_, units, now, day=round_.effective_on.isoformat())


def _tell(event: str, round_: Round, units: Collection[int], now: datetime, **facts: str) -> None:
    people: dict[int, User] = {}
    for unit in Unit.objects.filter(pk__in=units).order_by("path"):
        people |= {user.pk: user for user in responsible_for(unit, "head", now)}
    notify(
        key=f"round-{round_.pk}-{event}-{now.timestamp():.0f}",
        recipients=people.values(),
        kind=f"round.{event}",
        params={"title": round_.title, **facts},
        path=f"/rounds/{round_.pk}/",
        now=now,
        demo=round_.demo,
    )
