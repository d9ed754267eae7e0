"""Idempotency keys: an act sent twice under one key is done once and answered twice alike."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act
from efficiency.integrators.models import GivenAnswer

KEPT = timedelta(days=7)
# Longer than any act takes. Whoever comes later takes the act over; what took longer is undone.
LEASE = timedelta(seconds=30)
_NONCE_BYTES = 12


class KeyUsedOtherwise(Exception):
    """The key was sent before with something else."""


class KeyInUse(Exception):
    """The act under this key is being done, or was taken over by another request."""


@dataclass(frozen=True)
class Held:
    """A key that this request holds: it does the act and keeps the answer."""

    pk: int
    holder: str
    caller: str
    key: str


@dataclass(frozen=True)
class Known:
    """An answer that was given before under this key."""

    status: int
    body: bytes


def take(*, caller: str, key: str, request: str, now: datetime | None = None) -> Held | Known:
    """Take the key for this request, or find what was answered under it.

    `request` is everything that makes two requests the same. Commits before the act begins.
    Raises KeyUsedOtherwise and KeyInUse.
    """
    key_digest = _digest("key", caller, key)
    request_digest = _digest("request", caller, key, request)
    holder = secrets.token_hex(16)
    with act(now) as now:
        mine = GivenAnswer(
            caller=caller, key_digest=key_digest, request_digest=request_digest, holder=holder, began_at=now
        )
        GivenAnswer.objects.bulk_create([mine], ignore_conflicts=True)
        row = GivenAnswer.objects.get(caller=caller, key_digest=key_digest)
        if row.request_digest != request_digest:
            raise KeyUsedOtherwise
        if row.status is not None:
            return Known(row.status, _cipher(caller, key).decrypt(*_parts(row)))
        if row.holder != holder and not _took_over(row, holder, now):
            raise KeyInUse
        return Held(row.pk, holder, caller, key)


def keep(held: Held, *, status: int, body: bytes) -> None:
    """Keep the answer in the transaction of its act. Raises KeyInUse where another request took it over."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + _cipher(held.caller, held.key).encrypt(nonce, body, str(held.pk).encode())
    mine = GivenAnswer.objects.filter(pk=held.pk, holder=held.holder, status=None)
    if not mine.update(status=status, sealed_body=sealed):
        raise KeyInUse


def let_go(held: Held) -> None:
    """Forget the key: nothing was done under it."""
    GivenAnswer.objects.filter(pk=held.pk, holder=held.holder, status=None).delete()


def forget(*, now: datetime | None = None) -> int:
    """Delete the answers that were kept long enough; return how many."""
    with act(now) as now:
        return GivenAnswer.objects.filter(began_at__lt=now - KEPT).delete()[0]


def _took_over(row: GivenAnswer, holder: str, now: datetime) -> bool:
    """Take over what a request that died has left; of two that try, one does."""
    if row.began_at > now - LEASE:
        return False
    left = GivenAnswer.objects.filter(pk=row.pk, holder=row.holder, status=None)
    return bool(left.update(holder=holder, began_at=now))


def _digest(*parts: str) -> str:
    return keyed_digest(settings.COMMITMENT_KEY, "idempotency", *parts).hex()


def _parts(row: GivenAnswer) -> tuple[bytes, bytes, bytes]:
    sealed = bytes(row.sealed_body)
    return sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], str(row.pk).encode()


def _cipher(caller: str, key: str) -> AESGCM:
    # Made of what the caller sends and the table does not hold.
    return AESGCM(keyed_digest(settings.COMMITMENT_KEY, "idempotent answer", caller, key))
