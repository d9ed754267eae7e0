"""Naming who answers for a unit. Each writes its entry in the same transaction."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import Responsibility, ResponsibilityKind, Unit, User


class UnableToName(Exception):
    """Nobody else is named; the message says why."""


def name_responsible(
    *,
    unit: Unit,
    kind: str,
    user: User | None,
    actor: User | None,
    office_name: str = "",
    now: datetime | None = None,
    demo: bool = False,
) -> Responsibility | None:
    """Name who answers for a unit from now on; nobody ends what stands. What stood before is kept."""
    with act(now) as now:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        name = office_name.strip() if kind == ResponsibilityKind.OFFICE else ""
        _check(kind, user, name)
        before = Responsibility.objects.filter(unit=unit, kind=kind, until=None).first()
        if before is not None and (before.user_id, before.office_name) == (user.pk if user else None, name):
            return before
        if before is not None:
            before.until = max(now, before.since)
            before.save(update_fields=["until"])
        data = {"kind": kind, "before": before.user_id if before else None, "after": user.pk if user else None}
        if user is None and not name:
            if before is not None:
                _note(Verb.RESPONSIBILITY_ENDED, unit, data, actor, now)
            return None
        row = Responsibility.objects.create(
            unit=unit, kind=kind, user=user, office_name=name, since=now, demo=demo or unit.demo
        )
        _note(Verb.RESPONSIBLE_NAMED, unit, data | {"office": name}, actor, now)
    return row


def _check(kind: str, user: User | None, name: str) -> None:
    if user is not None and not user.is_active:
        raise UnableToName(_("This account is disabled."))
    if kind == ResponsibilityKind.OFFICE and user is not None and not name:
        raise UnableToName(_("Give the working office its name."))


def _note(verb: Verb, unit: Unit, data: Mapping[str, object], actor: User | None, now: datetime) -> None:
    record(verb, at=now, actor=actor, kind="unit", subject=unit.pk, data=dict(data), demo=unit.demo)
