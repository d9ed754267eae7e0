"""Telling people of what a lower room does: changes that take two persons."""

from datetime import datetime

from efficiency.changes.kinds import UnableToChange, kind_of
from efficiency.changes.models import Change
from efficiency.notifications.actions import notify
from efficiency.organization.models import User


def tell_of_change(change: Change, event: str, now: datetime) -> None:
    """A proposal reaches everybody who may decide on it, a decision the one who proposed."""
    if event == "proposed":
        _tell(change, "change.proposed", _deciders(change), change.proposed_by.display_name, now)
    elif event in ("confirmed", "rejected") and change.decided_by is not None:
        _tell(change, "change.decided", [change.proposed_by], change.decided_by.display_name, now)


def _deciders(change: Change) -> list[User]:
    try:
        roles = kind_of(change.kind).deciders
    except UnableToChange:  # a kind that no room knows any more
        return []
    return list(User.objects.able().holding(*roles).exclude(pk=change.proposed_by_id))


def _tell(change: Change, kind: str, people: list[User], by: str, now: datetime) -> None:
    notify(
        key=f"change-{change.pk}-{kind.partition('.')[2]}",
        recipients=people,
        kind=kind,
        params={"title": change.title, "by": by, "decision": change.decision},
        path=f"/changes/{change.pk}/",
        now=now,
        demo=change.demo,
    )
