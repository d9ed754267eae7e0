"""Whom an act on a rating concerns, and the notice written with it. No notice names a rater."""

from datetime import datetime

from approvals.ratings.kinds import RulingKind
from approvals.ratings.models import Rating
from efficiency.clocks.models import Clock
from efficiency.common.moments import local_date
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.querysets import UserQuerySet
from efficiency.organization.roles import Role


def heads_of(unit: Unit) -> UserQuerySet:
    """The heads of the unit, or where it has none, of the nearest unit above that has."""
    people = User.objects.able().holding(Role.HEAD)
    for pk in reversed(unit.path.strip("/").split("/")):
        found = people.filter(unit_id=int(pk))
        if found.exists():
            return found
    return people.none()


def came(rating: Rating, clock: Clock, *, now: datetime) -> None:
    """Tell the heads that a bad rating with a name has come, and until when the rater is to be contacted."""
    # The stored moment is exclusive: midnight after the due day belongs to the day before it.
    due = local_date(clock.due_at - clock.due_at.resolution).isoformat()
    _tell("came", rating, heads_of(rating.unit), now, due=due)


def appealed(rating: Rating, *, now: datetime) -> None:
    """Tell the office that an appeal waits."""
    _tell("appealed", rating, User.objects.able().holding(Role.OFFICE), now)


def ruled(rating: Rating, kind: RulingKind, *, now: datetime) -> None:
    """Tell the heads what the office has decided."""
    _tell("ruled", rating, heads_of(rating.unit), now, ruling=kind.value)


def _tell(event: str, rating: Rating, people: UserQuerySet, now: datetime, **facts: str) -> None:
    notify(
        key=f"rating-{rating.pk}-{event}-{int(now.timestamp())}",
        recipients=people,
        kind=f"rating.{event}",
        params={"item": str(rating.item or rating.source), "unit": rating.unit.name, **facts},
        path=f"/ratings/{rating.pk}/",
        now=now,
        demo=rating.demo,
    )
