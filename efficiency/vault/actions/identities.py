"""Storing an identity, and the only ways to read one."""

import logging
import uuid
from collections.abc import Collection
from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.keys import new_personal_key, personal_commitment
from efficiency.common.moments import act
from efficiency.vault.identity import FIELDS, Identity, as_text, seal, unseal
from efficiency.vault.models import Person, Reading

logger = logging.getLogger(__name__)

# More readings by one person within an hour than this are told to the log and the auditor.
MANY_READINGS = 30


class UnableToReveal(Exception):
    """The identity is not shown; the message says why."""


def store(identity: Identity, *, actor: Any | None, now: datetime | None = None, demo: bool = False) -> uuid.UUID:
    """Encrypt the identity, keep it, and return the random key by which other rooms know it.

    The entry holds a commitment keyed for this person, so that what was stored can be proved and
    not read, and not even proved once the person is erased.
    """
    with act(now) as now:
        person_id = uuid.uuid4()
        personal_key = new_personal_key()
        sealed = seal(identity, person_id, settings.VAULT_KEY, personal_key)
        Person.objects.create(id=person_id, sealed=sealed, stored_at=now, demo=demo)
        record(
            Verb.IDENTITY_STORED,
            at=now,
            actor=actor,
            kind="person",
            subject=person_id,
            commitment=personal_commitment(f"{person_id}{as_text(identity)}", personal_key),
            demo=demo,
        )
    return person_id


def reveal(
    person_id: uuid.UUID,
    *,
    reader: Any,
    purpose: str,
    fields: Collection[str],
    despite_block: str = "",
    now: datetime | None = None,
) -> Identity:
    """Record that `reader` reads these fields for this purpose, then return them.

    The record is committed before anything is returned: it stands even if the page fails.
    For this the call must not be inside an open transaction (RuntimeError). Who may read whom
    is decided by the room that asks. Who is blocked is shown to nobody but for the document that
    demands it (`despite_block`), which is kept with the record. Raises UnableToReveal.
    """
    purpose = purpose.strip()
    if not purpose:
        raise UnableToReveal(_("Say what you need the identity for."))
    unknown = set(fields) - FIELDS
    if unknown or not fields:
        raise UnableToReveal(_("Choose which details you need."))
    names = sorted(fields)
    with transaction.atomic(durable=True), act(now) as now:
        person = _person(person_id)
        if person.blocked_at is not None and not despite_block:
            raise UnableToReveal(_("Access to this identity is blocked at the person's request."))
        Reading.objects.create(person=person, reader=reader, purpose=purpose[:200], fields=names, read_at=now)
        record(
            Verb.IDENTITY_READ,
            at=now,
            actor=reader,
            kind="person",
            subject=person_id,
            data={"fields": names} | ({"despite block": despite_block} if despite_block else {}),
            demo=person.demo,
        )
        lately = Reading.objects.in_the_hour_before(now, reader).count()
    if lately > MANY_READINGS:
        logger.warning("user %s has read %s identities within an hour", reader.pk, lately)
    return unseal(bytes(person.sealed), person.id, settings.VAULT_KEY).only(names)


def address_for_sending(person_id: uuid.UUID, *, now: datetime | None = None) -> str:
    """Record that the postman reads the e-mail address, then return it; empty where none was given.

    Empty also where the person is blocked or erased: nobody is written to then.

    Like `reveal`, not inside an open transaction.
    """
    with transaction.atomic(durable=True), act(now) as now:
        person = Person.objects.get(pk=person_id)
        if person.blocked_at is not None or person.erased_at is not None:
            return ""
        data = {"fields": ["email"], "sending": True}
        record(Verb.IDENTITY_READ, at=now, actor=None, kind="person", subject=person_id, data=data, demo=person.demo)
    return unseal(bytes(person.sealed), person.id, settings.VAULT_KEY).email


def words_to_hide(person_id: uuid.UUID, *, now: datetime | None = None) -> tuple[str, ...]:
    """Record that the portal reads the identity, then return its words, to be taken out of a text.

    Nobody sees them, so the record may stand or fall with the act that asks.
    """
    with act(now) as now:
        person = Person.objects.get(pk=person_id)
        if person.erased_at is not None:
            return ()
        data = {"fields": sorted(FIELDS), "redacting": True}
        record(Verb.IDENTITY_READ, at=now, actor=None, kind="person", subject=person_id, data=data, demo=person.demo)
        return astuple(unseal(bytes(person.sealed), person.id, settings.VAULT_KEY))


def for_owner(person_id: uuid.UUID, *, fields: Collection[str], now: datetime | None = None) -> Identity:
    """Record that somebody reads, or uses again, what is kept of himself; then return these fields.

    He has shown number and query code; the room that asks has checked both. The record stands or
    falls with the act that asks, so what a page shows is asked for outside any other transaction.
    Raises UnableToReveal where he is blocked or erased.
    """
    with act(now) as now:
        person = _person(person_id)
        if person.blocked_at is not None:
            raise UnableToReveal(_("Access to this identity is blocked at the person's request."))
        data = {"fields": sorted(fields), "own": True}
        record(Verb.IDENTITY_READ, at=now, actor=None, kind="person", subject=person_id, data=data, demo=person.demo)
    return unseal(bytes(person.sealed), person.id, settings.VAULT_KEY).only(fields)


def same_person(persons: Collection[uuid.UUID], *, now: datetime | None = None) -> bool:
    """Record that the portal reads these identities, then tell whether they are one person's.

    By the number of the identity document; where none was given, by name and phone. Nobody sees them, so the record
    may stand or fall with the act that asks. Who was erased is nobody's equal.
    """
    with act(now) as now:
        known = set()
        for person in Person.objects.filter(pk__in=persons):
            if person.erased_at is not None:
                return False
            data = {"fields": ["id_number", "name", "phone"], "comparing": True}
            record(
                Verb.IDENTITY_READ, at=now, actor=None, kind="person", subject=person.pk, data=data, demo=person.demo
            )
            who = unseal(bytes(person.sealed), person.id, settings.VAULT_KEY)
            known.add((who.id_number.upper(),) if who.id_number else (who.name, who.phone))
    return len(known) == 1


def _person(person_id: uuid.UUID) -> Person:
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise UnableToReveal(_("This identity is no longer kept."))
    return person
