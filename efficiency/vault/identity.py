"""What is kept of a citizen, and how it is sealed. No database here."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_NONCE_BYTES = 12
_PERSONAL_KEY = "personal_key"


class UnableToUnseal(Exception):
    """The sealed text was altered, belongs to another person, or was sealed with another key."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is and how to reach him; what was not given is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    id_number: str = ""
    address: str = ""

    def only(self, names: Iterable[str]) -> "Identity":
        """The same person with these fields alone."""
        return Identity(**{name: getattr(self, name) for name in names})

    def __repr__(self) -> str:
        """Nothing: a stray log line or traceback shows no name."""
        return "Identity(…)"


FIELDS = frozenset(field.name for field in fields(Identity))


def seal(identity: Identity, person_id: uuid.UUID, secret: str, personal_key: bytes = b"") -> bytes:
    """Encrypt for this person alone: version, random nonce, AES-256-GCM text with its tag.

    The key of the person's commitments is sealed in the same text, so that it goes with it.
    """
    nonce = token_bytes(_NONCE_BYTES)
    text = json.dumps(asdict(identity) | {_PERSONAL_KEY: personal_key.hex()}, ensure_ascii=False)
    return _VERSION + nonce + _cipher(secret).encrypt(nonce, text.encode(), person_id.bytes)


def unseal(sealed: bytes, person_id: uuid.UUID, secret: str) -> Identity:
    """Decrypt what `seal` made for this person. Raises UnableToUnseal."""
    opened = _opened(sealed, person_id, secret)
    opened.pop(_PERSONAL_KEY, None)
    return Identity(**opened)


def personal_key(sealed: bytes, person_id: uuid.UUID, secret: str) -> bytes:
    """The key of this person's commitments; empty for one stored before there were such keys. Raises UnableToUnseal."""
    return bytes.fromhex(_opened(sealed, person_id, secret).get(_PERSONAL_KEY, ""))


def _opened(sealed: bytes, person_id: uuid.UUID, secret: str) -> dict[str, str]:
    version, nonce, text = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if version != _VERSION:
        raise UnableToUnseal(person_id)
    try:
        plain = _cipher(secret).decrypt(nonce, text, person_id.bytes)
    except InvalidTag as error:
        raise UnableToUnseal(person_id) from error
    opened: dict[str, str] = json.loads(plain)
    return opened


def as_text(identity: Identity) -> str:
    """The identity as one text, always the same for the same identity."""
    return json.dumps(asdict(identity), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _cipher(secret: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vault person 1").derive(secret.encode())
    return AESGCM(derived)
