"""One-time codes by time (RFC 6238) and recovery codes. No database here.

The secret is sealed for one account: version, random nonce, AES-256-GCM text with its tag, by a
key of its own derived from VAULT_KEY. Who has a copy of the database has no secret.
"""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django_otp.oath import TOTP

from efficiency.common.keys import keyed_digest

STEP_SECONDS = 30
# A phone's clock may be one step off on either side.
TOLERANCE = 1
RECOVERY_CODES = 10
_VERSION = b"\x01"
_NONCE_BYTES = 12
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another: 5 bits each


class UnableToUnseal(Exception):
    """The sealed secret was altered, belongs to another account, or was sealed with another key."""


def new_secret() -> bytes:
    """A random secret of 160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(20)


def seal(secret: bytes, account: int, key: str) -> bytes:
    """Encrypt for this account alone."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + _cipher(key).encrypt(nonce, secret, str(account).encode())


def unseal(sealed: bytes, account: int, key: str) -> bytes:
    """Decrypt what `seal` made for this account. Raises UnableToUnseal."""
    nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _VERSION:
            raise UnableToUnseal(account)
        return _cipher(key).decrypt(nonce, text, str(account).encode())
    except (InvalidTag, ValueError) as error:
        raise UnableToUnseal(account) from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor 1").derive(key.encode()))


def step_of(secret: bytes, code: str, at: datetime, after: int) -> int | None:
    """The step of 30 seconds whose code this is, later than `after`; None where it is none."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    totp = TOTP(secret, step=STEP_SECONDS)
    totp.time = at.timestamp()
    if not totp.verify(int(code), tolerance=TOLERANCE, min_t=after + 1):
        return None
    return int(totp.t())


def code_at(secret: bytes, at: datetime) -> str:
    """The code that the phone shows at this moment."""
    totp = TOTP(secret, step=STEP_SECONDS)
    totp.time = at.timestamp()
    return f"{totp.token():06d}"


def spelled(secret: bytes) -> str:
    """The secret for typing it into the app: groups of four signs."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, account: str, house: str) -> str:
    """What the QR code holds: the secret with the names that the app shows."""
    label = f"{quote(house, safe='')}:{quote(account, safe='')}"
    text = base64.b32encode(secret).decode()
    return f"otpauth://totp/{label}?" + urlencode({"secret": text, "issuer": house}, quote_via=quote)


def new_recovery_codes() -> list[str]:
    """Codes of 50 bits, each good once."""
    return [
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str, account: int, key: str) -> str:
    """What is kept of a recovery code: a keyed digest, bound to the account."""
    clean = code.upper().replace("-", "").replace(" ", "")
    return keyed_digest(key, "recovery code", str(account), clean).hex()
