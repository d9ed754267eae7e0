"""Whom a request on a case concerns, and the notice written with it. No notice names an applicant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from approvals.models import Ask, AskKind, Handover
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role


def heads_of(unit: Unit) -> list[User]:
    """The heads of a unit, or where it has none, of the nearest unit above that has."""
    people = User.objects.able().holding(Role.HEAD)
    for pk in reversed(unit.path.strip("/").split("/")):
        found = list(people.filter(unit_id=int(pk)))
        if found:
            return found
    return []


def asked(ask: Ask, *, now: datetime) -> None:
    """Tell the heads of the unit that has the case."""
    matter = ask.case.matter
    path = f"{matter.path}asks/{ask.pk}/"
    _tell(f"case-ask-{ask.pk}", "case.asked", heads_of(matter.unit), ask, path, now)


def ruled(ask: Ask, *, now: datetime) -> None:
    """Tell who asked."""
    kind = "case.granted" if ask.granted else "case.refused"
    _tell(f"case-ask-{ask.pk}-ruled", kind, [ask.asked_by], ask, ask.case.matter.path, now)


def offered(handover: Handover, *, now: datetime) -> None:
    """Tell the heads of the unit that is to take the case."""
    matter = handover.case.matter
    params = {"number": matter.reference, "matter": matter.title, "unit": handover.from_unit.name}
    notify(
        key=f"case-handover-{handover.pk}",
        recipients=heads_of(handover.to_unit),
        kind="case.offered",
        params=params,
        path=matter.path,
        now=now,
        demo=matter.demo,
    )


def _tell(key: str, kind: str, people: Iterable[User], ask: Ask, path: str, now: datetime) -> None:
    matter = ask.case.matter
    params: dict[str, Any] = {
        "number": matter.reference,
        "matter": matter.title,
        "unit": matter.unit.name,
        "what": AskKind(ask.kind).value,
    }
    notify(key=key, recipients=people, kind=kind, params=params, path=path, now=now, demo=matter.demo)
