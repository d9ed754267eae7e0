"""How an identity ends: erased when no law keeps it any more, blocked where one still does."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.vault.holdings import held_about, holdings
from efficiency.vault.models import Person

# How many persons one run of the timetable ends: the next run goes on.
MOST_AT_ONCE = 500


class UnableToErase(Exception):
    """The identity must still be kept; the message says why."""


@dataclass(frozen=True)
class Kept:
    """What a run of the timetable did."""

    erased: int
    kept: int


def refusal_to_erase(person: Person, now: datetime) -> str:
    """Say why this person's data must still be kept; empty where it need not be."""
    if person.held_for:
        return _("It is kept for a procedure: %(document)s.") % {"document": person.held_for}
    held = [one for one in held_about([person.pk], now) if one.binds(now)]
    if any(one.kept_until is None for one in held):
        return _("A matter of this person is still being handled.")
    return _("The legal period of keeping has not ended.") if held else ""


def erase(*, person: Person, actor: Any | None, now: datetime | None = None) -> None:
    """Erase an identity for good, with what the person wrote in other rooms.

    The entries of the audit trail stay whole: they hold commitments under a key that goes with
    the identity. Raises UnableToErase while anything must be kept.
    """
    with act(now) as now:
        person = Person.objects.select_for_update().get(pk=person.pk)
        refusal = refusal_to_erase(person, now)
        if refusal:
            raise UnableToErase(refusal)
        if person.erased_at is not None:
            return
        Person.objects.filter(pk=person.pk).update(sealed=b"", erased_at=now, blocked_at=None)
        for holding in holdings():
            holding.forget(person.pk, now)
        record(Verb.IDENTITY_ERASED, at=now, actor=actor, kind="person", subject=person.pk, demo=person.demo)


def block(*, person: Person, ground: str, actor: Any, now: datetime | None = None) -> None:
    """Show this identity to nobody any more, though it must be kept."""
    with act(now) as now:
        if Person.objects.filter(pk=person.pk, blocked_at=None, erased_at=None).update(blocked_at=now):
            data = {"ground": ground}
            record(
                Verb.IDENTITY_BLOCKED,
                at=now,
                actor=actor,
                kind="person",
                subject=person.pk,
                data=data,
                demo=person.demo,
            )


def unblock(*, person: Person, ground: str, actor: Any, now: datetime | None = None) -> None:
    """Let a blocked identity be shown again, for a ground."""
    with act(now) as now:
        if Person.objects.filter(pk=person.pk, blocked_at__isnull=False).update(blocked_at=None):
            data = {"ground": ground}
            record(
                Verb.IDENTITY_UNBLOCKED,
                at=now,
                actor=actor,
                kind="person",
                subject=person.pk,
                data=data,
                demo=person.demo,
            )


def hold(*, person: Person, document: str, actor: Any, now: datetime | None = None) -> None:
    """Erase nothing of this person while a procedure needs it; with an empty document the procedure is over."""
    with act(now) as now:
        changed = Person.objects.filter(pk=person.pk, erased_at=None).exclude(held_for=document)
        if changed.update(held_for=document):
            verb = Verb.IDENTITY_HELD if document else Verb.IDENTITY_RELEASED
            data = {"document": document} if document else {}
            record(verb, at=now, actor=actor, kind="person", subject=person.pk, data=data, demo=person.demo)


def keep_to_periods(*, now: datetime | None = None) -> Kept:
    """Erase the identities of which nothing must be kept any more. Run by the timetable every night."""
    with act(now) as now:
        candidates = list(dict.fromkeys(pk for holding in holdings() for pk in holding.over(now)))
        rows = Person.objects.filter(pk__in=candidates, erased_at=None, held_for="").order_by("stored_at", "pk")
        people = list(rows[:MOST_AT_ONCE])
    erased = sum(_erased(person.pk, now) for person in people)
    return Kept(erased, len(people) - erased)


def _erased(pk: uuid.UUID, now: datetime) -> bool:
    try:
        erase(person=Person.objects.get(pk=pk), actor=None, now=now)
    except UnableToErase:
        return False
    return True
