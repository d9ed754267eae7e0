"""Writing entries."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb

_through: ContextVar[dict[str, Any] | None] = ContextVar("through", default=None)


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
    personal data. Where another system acts for the actor, its token is named in `data` as
    `through`. Raises UnableToRecord when no transaction is open.
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
        data=_named(data or {}),
        commitment=commitment,
        demo=demo,
    )


def record_all(entries: Iterable[Entry]) -> None:
    """Write many entries in the transaction that is open, in their order. Raises UnableToRecord."""
    if not connection.in_atomic_block:
        raise UnableToRecord(len(list(entries)))
    rows = list(entries)
    for entry in rows:
        entry.data = _named(entry.data)
    Entry.objects.bulk_create(rows, batch_size=500)


@contextmanager
def nobody_between() -> Iterator[None]:
    """A span in which a system may come between an account and its acts; at the end it is forgotten."""
    token = _through.set(None)
    try:
        yield
    finally:
        _through.reset(token)


def act_through(*, token: int, system: str) -> None:
    """From now on, until `nobody_between` ends, entries say that this system acts by this token."""
    _through.set({"token": token, "system": system})


def _named(data: dict[str, Any]) -> dict[str, Any]:
    through = _through.get()
    return data if through is None else {**data, "through": through}
