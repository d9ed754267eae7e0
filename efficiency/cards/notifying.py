"""Whom an act on one card concerns, and the notice written with it."""

from datetime import datetime

from efficiency.cards.models import Card
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.roles import Role


def tell_heads(card: Card, kind: str, event: str, now: datetime) -> list[User]:
    """Tell the heads of the card's unit; returns them."""
    heads = list(User.objects.able().filter(unit=card.unit_id).holding(Role.HEAD))
    _send(card, kind, event, now, heads)
    return heads


def tell_role(card: Card, kind: str, event: str, now: datetime, role: Role) -> None:
    """Tell everybody who holds a role."""
    _send(card, kind, event, now, list(User.objects.able().holding(role)))


def _send(card: Card, kind: str, event: str, now: datetime, recipients: list[User]) -> None:
    notify(
        key=f"card-{card.pk}-{event}",
        recipients=recipients,
        kind=kind,
        params={
            "number": card.number,
            "matter": card.matter.reference if card.matter else "",
            "title": card.matter.title if card.matter else "",
            "unit": card.unit.name,
            "level": card.standing_level,
            "due": card.breached_at.isoformat(),
        },
        path=f"/cards/{card.pk}/",
        now=now,
        demo=card.demo,
    )
