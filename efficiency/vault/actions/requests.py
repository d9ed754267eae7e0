"""Requests of people about their own data (PIPL 45 to 50): found, copied, corrected, ended, answered."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.keys import commitment, personal_commitment
from efficiency.common.moments import act, local_date
from efficiency.vault.actions.identities import reveal
from efficiency.vault.actions.retention import UnableToErase, block, erase, refusal_to_erase
from efficiency.vault.defined import ANSWER_DAYS
from efficiency.vault.holdings import Held, held_about
from efficiency.vault.identity import FIELDS, Identity, as_text, personal_key, seal, unseal
from efficiency.vault.kinds import Outcome
from efficiency.vault.models import DataRequest, Person, Reading


class UnableToAnswer(Exception):
    """The request stays as it is; the message says why."""


@dataclass(frozen=True)
class Dossier:
    """Everything kept about one person."""

    person: uuid.UUID
    identity: Identity
    held: list[Held]


def receive_request(
    *, kind: str, channel: str, checked: str, actor: Any, now: datetime | None = None, demo: bool = False
) -> DataRequest:
    """Enter a request into the register; the day by which it is answered follows."""
    with act(now) as now:
        due_on = local_date(now) + timedelta(days=value_of(ANSWER_DAYS, now))
        request = DataRequest.objects.create(
            kind=kind,
            channel=channel,
            checked=checked.strip(),
            received_at=now,
            received_by=actor,
            due_on=due_on,
            demo=demo,
        )
        _note(Verb.DATA_REQUEST_RECEIVED, request, actor, now, kind=kind, due=due_on.isoformat())
    return request


def seek(*, request: DataRequest, given: Identity, actor: Any, now: datetime | None = None) -> list[uuid.UUID]:
    """Look through the vault for the person of a request: name and one number or address must fit.

    The vault has no index, so that nobody who copies the database can tell which rows belong to
    one person; every row is opened here. The search is recorded before anything is returned, and
    so is a reading of whoever was found.
    """
    wanted = {name: _plain(value) for name, value in asdict(given).items() if value.strip()}
    if "name" not in wanted or not set(wanted) & {"phone", "email", "id_number"}:
        raise UnableToAnswer(_("Give the name and one of: phone, e-mail, identity number."))
    with transaction.atomic(durable=True), act(now) as now:
        request = _open(request)
        found = [person for person in Person.objects.filter(erased_at=None).iterator() if _fits(person, wanted)]
        request.persons = [str(person.pk) for person in found]
        request.save(update_fields=["persons"])
        record(
            Verb.IDENTITY_SOUGHT,
            at=now,
            actor=actor,
            kind="data-request",
            subject=request.pk,
            data={"fields": sorted(wanted), "found": len(found)},
            commitment=commitment(as_text(given)),
            demo=request.demo,
        )
        purpose = _("Request %(number)s of the person") % {"number": request.pk}
        for person in found:
            Reading.objects.create(person=person, reader=actor, purpose=purpose, fields=sorted(wanted), read_at=now)
    return [person.pk for person in found]


def _fits(person: Person, wanted: Mapping[str, str]) -> bool:
    identity = asdict(unseal(bytes(person.sealed), person.pk, settings.VAULT_KEY))
    return all(_plain(identity[name]) == value for name, value in wanted.items())


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", text).casefold()


def export(*, request: DataRequest, actor: Any, now: datetime | None = None) -> list[Dossier]:
    """Everything kept about the persons of a request, to be handed to them; a reading of each is recorded.

    A blocked person gets the copy of his own data all the same.
    """
    ground = _("Request %(number)s of the person") % {"number": request.pk}
    persons = persons_of(request)
    dossiers = []
    for person in persons:
        identity = reveal(person.pk, reader=actor, purpose=ground, fields=FIELDS, despite_block=ground, now=now)
        dossiers.append((person.pk, identity))
    with act(now) as now:
        held = held_about([person.pk for person in persons], now)
        _note(Verb.DATA_EXPORTED, request, actor, now, persons=len(persons), things=len(held))
    return [Dossier(pk, identity, [one for one in held if one.person == pk]) for pk, identity in dossiers]


def correct(
    *, request: DataRequest, person: Person, changes: Mapping[str, str], actor: Any, now: datetime | None = None
) -> None:
    """Set right what is wrong in an identity; its entry holds a commitment to the new text."""
    with act(now) as now:
        request = _open(request)
        person = Person.objects.select_for_update().get(pk=person.pk, erased_at=None)
        if str(person.pk) not in request.persons:
            raise UnableToAnswer(_("This person does not belong to the request."))
        opened, key = bytes(person.sealed), settings.VAULT_KEY
        before, own_key = unseal(opened, person.pk, key), personal_key(opened, person.pk, key)
        given = {name: value for name, value in changes.items() if value and value != getattr(before, name)}
        if not given:
            raise UnableToAnswer(_("Nothing differs from what is kept."))
        after = replace(before, **given)
        Person.objects.filter(pk=person.pk).update(sealed=seal(after, person.pk, key, own_key))
        record(
            Verb.IDENTITY_CORRECTED,
            at=now,
            actor=actor,
            kind="person",
            subject=person.pk,
            data={"fields": sorted(given), "request": request.pk},
            commitment=personal_commitment(f"{person.pk}{as_text(after)}", own_key),
            demo=person.demo,
        )


def erase_or_block(*, request: DataRequest, actor: Any, now: datetime | None = None) -> dict[uuid.UUID, str]:
    """Erase each person of a request, or block him where a law keeps his data; returns why (T-85)."""
    with act(now) as now:
        request = _open(request)
        reasons = {}
        for person in persons_of(request):
            reasons[person.pk] = refusal_to_erase(person, now)
            try:
                erase(person=person, actor=actor, now=now)
            except UnableToErase as refusal:
                block(person=person, ground=str(refusal), actor=actor, now=now)
    return reasons


def answer_request(
    *,
    request: DataRequest,
    outcome: str,
    refusal: str,
    reply: str,
    actor: Any,
    now: datetime | None = None,
) -> DataRequest:
    """Close a request with its answer; what is refused, wholly or in part, names its ground (PIPL 50)."""
    with act(now) as now:
        request = _open(request)
        if not reply.strip():
            raise UnableToAnswer(_("Write the reply."))
        if (outcome == Outcome.GRANTED) != (not refusal):
            raise UnableToAnswer(_("Name a ground where something is refused, and none where all is granted."))
        request.outcome, request.refusal, request.reply = outcome, refusal, reply.strip()
        request.answered_at, request.answered_by = now, actor
        request.save(update_fields=["outcome", "refusal", "reply", "answered_at", "answered_by"])
        _note(Verb.DATA_REQUEST_ANSWERED, request, actor, now, outcome=outcome, ground=refusal)
    return request


def persons_of(request: DataRequest) -> list[Person]:
    """The persons of a request that are still kept."""
    return list(Person.objects.filter(pk__in=request.persons, erased_at=None).order_by("stored_at", "pk"))


def _open(request: DataRequest) -> DataRequest:
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not request.open:
        raise UnableToAnswer(_("This request has been answered."))
    return request


def _note(verb: Verb, request: DataRequest, actor: Any, now: datetime, **facts: object) -> None:
    record(verb, at=now, actor=actor, kind="data-request", subject=request.pk, data=facts, demo=request.demo)
