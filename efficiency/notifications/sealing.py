"""Encrypting what the room must be able to say again: addresses of robots, their secrets, phones."""

from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = b"\x01"
_NONCE_BYTES = 12


class UnableToUnseal(Exception):
    """The sealed text was altered, belongs to another row or column, or was sealed with another key."""


def seal(text: str, row: UUID, column: str) -> bytes:
    """Encrypt for this column of this row alone; nothing for nothing."""
    if not text:
        return b""
    nonce = token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + _cipher().encrypt(nonce, text.encode(), _place(row, column))


def unseal(sealed: bytes | memoryview, row: UUID, column: str) -> str:
    """Decrypt what `seal` made for this place. Raises UnableToUnseal."""
    given = bytes(sealed)
    if not given:
        return ""
    version, nonce, text = given[:1], given[1 : 1 + _NONCE_BYTES], given[1 + _NONCE_BYTES :]
    if version != _VERSION:
        raise UnableToUnseal(column)
    try:
        return _cipher().decrypt(nonce, text, _place(row, column)).decode()
    except InvalidTag as error:
        raise UnableToUnseal(column) from error


def _place(row: UUID, column: str) -> bytes:
    return row.bytes + column.encode()


def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"notifications 1").derive(
        settings.VAULT_KEY.encode()
    )
    return AESGCM(derived)
