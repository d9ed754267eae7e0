"""The token of a public form: when it was opened, one key for one sending; and a small proof of work."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing


@dataclass(frozen=True)
class Token:
    """What a form carries: the key under which what it sends is stored, and when it was opened."""

    submission: str
    opened_at: datetime


def issue(now: datetime, *, salt: str) -> str:
    """A signed token for a form opened now; the salt names the form."""
    return signing.dumps({"key": secrets.token_urlsafe(24), "at": now.timestamp()}, salt=salt, compress=False)


def read(text: str, now: datetime, *, salt: str) -> Token | None:
    """The token's content, or None where it was not issued for this form."""
    try:
        held = signing.loads(text, salt=salt)
        return Token(str(held["key"]), datetime.fromtimestamp(held["at"], now.tzinfo))
    except (signing.BadSignature, KeyError, TypeError, ValueError, OverflowError):
        return None


def does_prove(token: str, nonce: str, bits: int) -> bool:
    """Tell whether SHA-256 of "token:nonce" begins with enough zero bits."""
    if len(nonce) > 20:
        return False
    digest = hashlib.sha256(f"{token}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def find(token: str, bits: int | None = None) -> str:
    """The first nonce that proves: what the browser's worker does. By default with the bits a city starts with."""
    bits = settings.PROOF_BITS if bits is None else bits
    nonce = 0
    while not does_prove(token, str(nonce), bits):
        nonce += 1
    return str(nonce)
