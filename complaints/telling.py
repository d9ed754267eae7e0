"""Whom an act on a complaint concerns, and the notice written with it. No notice names a citizen."""

from datetime import datetime
from typing import Any

from complaints.models import Complaint, Dispatch, Reply, Request
from efficiency.clocks.models import Clock
from efficiency.common.moments import local_date
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.querysets import UserQuerySet
from efficiency.organization.roles import Role


def handlers_of(unit: Unit) -> UserQuerySet:
    """The people who can handle a complaint of a unit: its handlers and those below it."""
    return User.objects.able().holding(Role.HANDLER).filter(unit__path__startswith=unit.path)


def people_of(unit: Unit, role: Role) -> UserQuerySet:
    """Holders of a role in the unit, or where it has none, in the nearest unit above that has."""
    people = User.objects.able().holding(role)
    for pk in reversed(unit.path.strip("/").split("/")):
        found = people.filter(unit_id=int(pk))
        if found.exists():
            return found
    return people.none()


def dispatched(complaint: Complaint, given: Dispatch, reply: Clock, *, now: datetime) -> None:
    """Tell the head of the unit what has come and when it is due."""
    _tell("dispatched", complaint, given.pk, people_of(given.unit, Role.HEAD), now, due=_day(reply))


def assigned(complaint: Complaint, handler: User, *, now: datetime) -> None:
    """Tell the handler."""
    # Assigned away and back again is a new event, so the moment is part of the key.
    _tell("assigned", complaint, int(now.timestamp()), [handler], now)


def asked(complaint: Complaint, request: Request, *, now: datetime) -> None:
    """Tell the hotline that a unit asks for something; an extension the office too."""
    if request.kind == Request.RETURN:
        _tell("return-asked", complaint, request.pk, _operators(), now)
    else:
        people = User.objects.able().holding(Role.OPERATOR, Role.OFFICE)
        _tell("extension-asked", complaint, request.pk, people, now, days=request.days)


def ruled(complaint: Complaint, request: Request, *, now: datetime) -> None:
    """Tell the unit that asked."""
    people = {user.pk: user for user in [*people_of(request.unit, Role.HEAD), request.asked_by]}
    kind = "return-ruled" if request.kind == Request.RETURN else "extension-ruled"
    _tell(kind, complaint, request.pk, people.values(), now, granted=bool(request.granted))


def replied(complaint: Complaint, given: Reply, *, now: datetime) -> None:
    """Tell the hotline that an answer waits for its check."""
    _tell("replied", complaint, given.pk, _operators(), now)


def sent_back(complaint: Complaint, given: Reply, clock: Clock, *, now: datetime) -> None:
    """Tell head and handler; from the second time on the efficiency office too."""
    people = {user.pk: user for user in people_of(complaint.matter.unit, Role.HEAD)}
    if complaint.handler is not None:
        people[complaint.handler.pk] = complaint.handler
    if complaint.supervised:
        people |= {user.pk: user for user in User.objects.able().holding(Role.OFFICE)}
    _tell("sent-back", complaint, given.pk, people.values(), now, due=_day(clock), times=complaint.reworks)


def _operators() -> UserQuerySet:
    return User.objects.able().holding(Role.OPERATOR)


def _day(clock: Clock) -> str:
    # The stored moment is exclusive: midnight after the due day belongs to the day before it.
    return local_date(clock.due_at - clock.due_at.resolution).isoformat()


def _tell(event: str, complaint: Complaint, about: int, people: Any, now: datetime, **facts: Any) -> None:
    matter = complaint.matter
    notify(
        key=f"complaint-{complaint.pk}-{event}-{about}",
        recipients=people,
        kind=f"complaint.{event}",
        params={"number": matter.reference, "matter": matter.title, "unit": matter.unit.name, **facts},
        path=matter.path,
        now=now,
        demo=matter.demo,
    )
