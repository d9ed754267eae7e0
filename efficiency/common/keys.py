"""Secret keys: from the environment in production, made on first start on one machine."""

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings


def key(env: Any, name: str, data_dir: Path) -> str:
    """Return the secret `name`: NAME or NAME_FILE in the environment, else a file of our own.

    The file DATA_DIR/keys/NAME is made on first use, readable by its owner only (0600).
    """
    given: str = env.str(name, default="")
    if given:
        return given
    path = data_dir / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written whole under another name, then linked: of two processes that start together one
        # makes the key, and neither ever reads a file that is still empty.
        draft = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    value = path.read_text().strip()
    if not value:
        raise RuntimeError(f"The key file {path} is empty; remove it or write a key into it.")
    return value


def keyed_digest(secret: str, *parts: str) -> bytes:
    """HMAC-SHA-256 over the parts, each set apart from the next (32 bytes)."""
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def commitment(text: str) -> bytes:
    """A keyed commitment to personal data: proves what was recorded, reveals nothing (32 bytes)."""
    return keyed_digest(settings.COMMITMENT_KEY, text)


def new_personal_key() -> bytes:
    """The key of one person's commitments (32 bytes). Kept with the person and nowhere else."""
    return secrets.token_bytes(32)


def personal_commitment(text: str, personal_key: bytes) -> bytes:
    """A commitment to a person's data that nobody can link to it once the person's key is deleted.

    COMMITMENT_KEY alone would let its holder try names until one fits, for ever.
    """
    return keyed_digest(settings.COMMITMENT_KEY, personal_key.hex(), text)


def query_code(seed: str) -> str:
    """The citizen's query code that belongs to `seed`: 12 signs of base32, 60 bits."""
    return base64.b32encode(keyed_digest(settings.TRACKING_KEY, "code", seed)).decode()[:12]


def query_code_digest(code: str) -> str:
    """What is stored instead of a query code: a keyed digest (64 hex signs)."""
    clean = code.replace("-", "").replace(" ", "").upper()
    return keyed_digest(settings.TRACKING_KEY, "stored", clean).hex()
