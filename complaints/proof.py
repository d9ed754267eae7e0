"""The form's token: when it was opened, one key for one complaint, and a small proof of work."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from complaints.defined import PROOF_BITS
from complaints.kinds import Suspicion
from efficiency.changes.settings import value_of

_SALT = "complaints.form"
SHORTEST = timedelta(seconds=3)  # nobody reads the form and writes a sentence in less
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Token:
    """What a form carries: the key under which its complaint is stored, and when it was opened."""

    submission: str
    opened_at: datetime


def issue(now: datetime) -> str:
    """A signed token for a form opened now."""
    return signing.dumps({"key": secrets.token_urlsafe(24), "at": now.timestamp()}, salt=_SALT, compress=False)


def read(text: str, now: datetime) -> Token | None:
    """The token's content, or None where it was not issued here."""
    try:
        held = signing.loads(text, salt=_SALT)
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


def suspicion(text: str, nonce: str, now: datetime) -> str:
    """Why a form with this token and proof is held for a check; empty where it is not."""
    token = read(text, now)
    if token is None or now - token.opened_at > LONGEST:
        return Suspicion.TOKEN
    if now - token.opened_at < SHORTEST:
        return Suspicion.QUICK
    return "" if does_prove(text, nonce, value_of(PROOF_BITS, token.opened_at)) else Suspicion.PROOF
