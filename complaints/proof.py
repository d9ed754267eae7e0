"""What the hotline asks of a form's token and proof of work before it takes a complaint without a look."""

from datetime import datetime, timedelta

from complaints.defined import PROOF_BITS
from complaints.kinds import Suspicion
from efficiency.changes.settings import value_of
from efficiency.common import proof
from efficiency.common.proof import Token, does_prove, find

__all__ = ["LONGEST", "SHORTEST", "Token", "does_prove", "find", "issue", "read", "suspicion"]

_SALT = "complaints.form"
SHORTEST = timedelta(seconds=3)  # nobody reads the form and writes a sentence in less
LONGEST = timedelta(hours=24)


def issue(now: datetime) -> str:
    """A signed token for a form opened now."""
    return proof.issue(now, salt=_SALT)


def read(text: str, now: datetime) -> Token | None:
    """The token's content, or None where it was not issued here."""
    return proof.read(text, now, salt=_SALT)


def suspicion(text: str, nonce: str, now: datetime) -> str:
    """Why a form with this token and proof is held for a check; empty where it is not."""
    token = read(text, now)
    if token is None or now - token.opened_at > LONGEST:
        return Suspicion.TOKEN
    if now - token.opened_at < SHORTEST:
        return Suspicion.QUICK
    return "" if does_prove(text, nonce, value_of(PROOF_BITS, token.opened_at)) else Suspicion.PROOF
