"""Writing entries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb


class UnableToRecord(Exception):
    """An entry was to be written outside the transaction of its change."""


def record(
    verb: Verb,
    *,
    at: datetime,
    actor: Any | None,
    kind: str,
    subject: object,
    data: dict[str, Any] | None = None,
    commitment: bytes | None = None,
    demo: bool = False,
) -> Entry:
    """Write one entry in the transaction that is open.

    `kind` and `subject` name the thing ("card", 17); `data` holds JSON-ready facts without
    personal data. Raises UnableToRecord when no transaction is open.
    """
    if not connection.in_atomic_block:
        raise UnableToRecord(verb)
    return Entry.objects.create(
        at=at,
        actor=actor,
        actor_label=actor.display_name if actor else "",
        verb=Verb(verb),
        subject_kind=kind,
        subject_id=str(subject),
        data=data or {},
        commitment=commitment,
        demo=demo,
    )


def record_all(entries: Iterable[Entry]) -> None:
    """Write many entries in the transaction that is open, in their order. Raises UnableToRecord."""
    if not connection.in_atomic_block:
        raise UnableToRecord(len(list(entries)))
    Entry.objects.bulk_create(entries, batch_size=500)
