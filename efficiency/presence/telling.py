"""Whom an act of this room concerns, and the notice written with it."""

from collections.abc import Iterable
from datetime import datetime

from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.responsibility import responsible_for
from efficiency.presence.models import Enquiry, Handover, Leave, Unexcused


def leave_asked(leave: Leave, people: Iterable[User], *, now: datetime) -> None:
    """Tell whoever decides."""
    _tell_of_leave("asked", leave, people, now, name=leave.user.display_name)


def leave_decided(leave: Leave, *, now: datetime) -> None:
    """Tell whoever asked; and whoever stands in, from when until when."""
    note = leave.decision_note or "–"
    _tell_of_leave("decided", leave, [leave.user], now, personal=True, decision=leave.state, note=note)
    if leave.state == "approved" and leave.deputy is not None:
        _tell_of_leave("stand-in", leave, [leave.deputy], now, name=leave.user.display_name)


def unexcused_recorded(row: Unexcused, *, now: datetime) -> None:
    """Tell the person himself, with the ground."""
    notify(
        key=f"unexcused-{row.pk}",
        recipients=[row.user],
        kind="presence.unexcused",
        params={"first": row.first_day.isoformat(), "days": str(row.days), "ground": row.ground},
        path=f"/unexcused/{row.pk}/",
        now=now,
        demo=row.demo,
        personal=True,
    )


def enquiry_offered(enquiry: Enquiry, handover: Handover, *, now: datetime) -> None:
    """Tell the person it was offered to, or the head of the unit."""
    people = [handover.user] if handover.user else responsible_for(handover.unit, "head", now)
    _tell_of_enquiry("offered", enquiry, handover, people, now)


def enquiry_answered(enquiry: Enquiry, handover: Handover, *, now: datetime) -> None:
    """Tell whoever offered it."""
    _tell_of_enquiry("taken" if handover.taken else "declined", enquiry, handover, [handover.by], now)


def _tell_of_leave(
    event: str, leave: Leave, people: Iterable[User], now: datetime, *, personal: bool = False, **facts: str
) -> None:
    notify(
        key=f"leave-{leave.pk}-{event}",
        recipients=people,
        kind=f"leave.{event}",
        params={"first": leave.first_day.isoformat(), "last": leave.last_day.isoformat(), **facts},
        path=f"/leave/{leave.pk}/",
        now=now,
        demo=leave.demo,
        personal=personal,
    )


def _tell_of_enquiry(event: str, enquiry: Enquiry, handover: Handover, people: Iterable[User], now: datetime) -> None:
    notify(
        key=f"enquiry-{enquiry.pk}-{event}-{handover.pk}",
        recipients=people,
        kind=f"enquiry.{event}",
        params={"topic": enquiry.topic, "unit": handover.unit.name, "reason": handover.reason or "–"},
        path=f"/asked/{enquiry.pk}/",
        now=now,
        demo=enquiry.demo,
    )
