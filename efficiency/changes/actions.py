"""Proposing a change, and deciding on one: always two persons."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import committed
from efficiency.audit.wording import register as register_words
from efficiency.changes.kinds import Effect, Payload, UnableToChange, kind_of
from efficiency.changes.models import Change, Decision
from efficiency.common.moments import act

Teller = Callable[[Change, str, datetime], None]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    """Let a higher room tell people of what happens here: called with the change, the event
    ("proposed", "confirmed", "rejected") and the moment, inside the transaction."""
    _tellers.append(teller)


def effect_of(*, kind: str, payload: Payload, now: datetime | None = None) -> Effect:
    """What the change would do now; writes nothing. Raises UnableToChange where it cannot be applied."""
    with act(now) as now:
        return kind_of(kind).effect(payload, now)


def propose(
    *,
    kind: str,
    title: str,
    payload: Payload,
    ground: str,
    actor: Any,
    document: str = "",
    now: datetime | None = None,
    demo: bool = False,
) -> Change:
    """Put a change before a second person. Raises UnableToChange where it could not be applied now."""
    if not ground.strip():
        raise UnableToChange(_("Name the ground."))
    known = kind_of(kind)
    if not known.may_propose(actor):
        raise UnableToChange(_("Your role may not propose this change."))
    with act(now) as now:
        effect = known.effect(payload, now)
        change = Change.objects.create(
            kind=kind,
            title=title[:200],
            payload=dict(payload),
            effect=effect.sentences,
            ground=ground.strip(),
            document=document.strip(),
            proposed_by=actor,
            proposed_at=now,
            demo=demo,
        )
        # The payload stands in the row, which nobody can change; the entry proves it by its digest.
        digest = sha256(json.dumps(change.payload, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        _note(Verb.CHANGE_PROPOSED, change, actor, now, change.ground, kind=kind, payload=digest)
        _tell(change, "proposed", now)
    return change


def decide(*, change: Change, confirm: bool, note: str = "", actor: Any, now: datetime | None = None) -> Change:
    """Confirm a change, which applies it at once, or reject it: never the person who proposed it."""
    with act(now) as now:
        change = _locked(change)
        if change.proposed_by_id == actor.pk:
            raise UnableToChange(_("A change is decided by another person than the one who proposed it."))
        known = kind_of(change.kind)
        if not known.may_decide(actor):
            raise UnableToChange(_("Your role may not decide on this change."))
        if not confirm and not note.strip():
            raise UnableToChange(_("Say why the change is rejected."))
        if confirm:
            change.result = known.apply(change, actor, now)
        _end(change, Decision.CONFIRMED if confirm else Decision.REJECTED, actor, now, note)
        verb = Verb.CHANGE_CONFIRMED if confirm else Verb.CHANGE_REJECTED
        _note(verb, change, actor, now, kind=change.kind, proposed_by=change.proposed_by_id)
        _tell(change, change.decision, now)
    return change


def withdraw(*, change: Change, actor: Any, now: datetime | None = None) -> Change:
    """Take one's own proposal back before it is decided."""
    with act(now) as now:
        change = _locked(change)
        if change.proposed_by_id != actor.pk:
            raise UnableToChange(_("Only the person who proposed a change withdraws it."))
        _end(change, Decision.WITHDRAWN, actor, now, "")
        _note(Verb.CHANGE_WITHDRAWN, change, actor, now, kind=change.kind)
    return change


def _locked(change: Change) -> Change:
    change = Change.objects.select_for_update().get(pk=change.pk)
    if not change.open:
        raise UnableToChange(_("This change has been decided already."))
    return change


def _end(change: Change, decision: Decision, actor: Any, now: datetime, note: str) -> None:
    change.decision, change.decided_by, change.decided_at, change.note = decision, actor, now, note.strip()[:500]
    change.save(update_fields=["decision", "decided_by", "decided_at", "note", "result"])


def _note(verb: Verb, change: Change, actor: Any, now: datetime, words: str = "", /, **facts: object) -> None:
    """Write an entry; to typed `words`, which stand in the change, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="change",
        subject=change.pk,
        data=dict(facts),
        commitment=committed(words) if words else None,
        demo=change.demo,
    )


def _grounds(entries: Sequence[Entry]) -> dict[int, str]:
    grounds = dict(Change.objects.filter(pk__in=[entry.subject_id for entry in entries]).values_list("pk", "ground"))
    return {entry.pk: grounds[int(entry.subject_id)] for entry in entries if int(entry.subject_id) in grounds}


register_words(Verb.CHANGE_PROPOSED, _grounds)


def _tell(change: Change, event: str, now: datetime) -> None:
    for teller in _tellers:
        teller(change, event, now)
