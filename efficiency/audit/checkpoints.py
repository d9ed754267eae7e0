"""Checkpoints: the log's size and root, signed, in a folder outside the database.

A checkpoint is a signed note in the form of C2SP's tlog-checkpoint. Beside the notes lies
`hashes`, all leaves of the log, 32 bytes each: worthless without a checkpoint, and with one
enough to name the first record that somebody rewrote, and to prove that the log only grew.
"""

import base64
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from efficiency.audit.models import Leaf, Seal
from efficiency.audit.verifier import Checkpoint
from efficiency.audit.witness import WITNESS_FOLDER, make_key, replace_text
from efficiency.common.keys import keyed_digest
from efficiency.common.moments import local_date

WITNESSES = ("auditor", "office")
_PORTION = 50_000


class UnableToPublish(Exception):
    """The log is not the one that was published last; the message says what differs."""


@dataclass(frozen=True)
class Cosigned:
    """How far a witness has confirmed the log; `at` is empty where it never did."""

    name: str
    key: str = ""
    size: int = 0
    at: datetime | None = None
    text: str = ""


def folder() -> Path:
    """Where checkpoints are published."""
    return Path(settings.CHECKPOINT_DIR)


def origin() -> str:
    """The log's name: the same for as long as its key."""
    return f"efficiency-portal/{hashlib.sha256(_public()).hexdigest()[:12]}"


def verification_key() -> str:
    """The key with which anybody checks the portal's signature."""
    return make_key(origin(), _public())


def note(seal: Seal) -> str:
    """The signed checkpoint of a seal; always the same text for the same seal."""
    moment = seal.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    root = base64.b64encode(bytes(seal.root)).decode()
    body = f"{origin()}\n{seal.size}\n{root}\nmoment {moment}\nupto {seal.upto}\n"
    number = bytes.fromhex(verification_key().split("+")[1])
    signature = base64.b64encode(number + _signer().sign(body.encode())).decode()
    return f"{body}\n— {origin()} {signature}\n"


def path_of(seal: Seal) -> Path:
    """The file of a seal's checkpoint."""
    return folder() / f"{local_date(seal.at):%Y-%m-%d}" / f"{seal.size:012}.txt"


def latest() -> Checkpoint | None:
    """The checkpoint that was published last."""
    try:
        return Checkpoint.read((folder() / "latest.txt").read_text("utf-8"))
    except FileNotFoundError:
        return None


def hashes() -> bytes:
    """All leaves as they were published; empty where nothing was."""
    try:
        return (folder() / "hashes").read_bytes()
    except FileNotFoundError:
        return b""


def publish() -> int:
    """Publish the checkpoint of every seal made since the last one; how many. Raises UnableToPublish.

    Where nothing is published yet, that of the newest seal alone.

    Nothing is published over a log that does not contain the last checkpoint: neither an older
    state of the database nor a rewritten one gets a signature.
    """
    with _alone():
        last = latest()
        refuse_unless_contained(last)
        size = last.size if last else 0
        fresh = list(Seal.objects.filter(size__gt=size).order_by("size"))
        if not fresh:
            return 0
        fresh = fresh if last else fresh[-1:]
        _publish_hashes(size, fresh[-1].size)
        replace_text(folder() / "portal.pub", verification_key() + "\n")
        for seal in fresh:
            replace_text(path_of(seal), note(seal))
        replace_text(folder() / "latest.txt", note(fresh[-1]))
    return len(fresh)


def refuse_unless_contained(last: Checkpoint | None) -> None:
    """Raise UnableToPublish where the database's log does not contain this checkpoint."""
    if last is None:
        return
    if last.origin != origin():
        raise UnableToPublish(f"the checkpoints in {folder()} are those of another log, {last.origin}")
    size = Seal.objects.order_by("-size").values_list("size", flat=True).first() or 0
    if size < last.size:
        raise UnableToPublish(
            f"the log has {size} entries, checkpoint {last.size} of {last.moment} is published:"
            " an older state of the database was put back, or the log's end was cut off"
        )
    sealed = Seal.objects.filter(size=last.size).values_list("root", flat=True).first()
    if sealed is None or bytes(sealed) != last.root:
        raise UnableToPublish(f"the log is not that of checkpoint {last.size} of {last.moment}: it was rewritten")


def set_aside(now: datetime) -> Path | None:
    """Begin a new folder of checkpoints after a backup was restored; what was published is kept."""
    if not folder().exists():
        return None
    kept = folder().with_name(f"{folder().name}-until-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    folder().rename(kept)
    return kept


def first_over(position: int) -> Seal | None:
    """The first seal over this position whose checkpoint is published."""
    over = Seal.objects.filter(size__gt=position).order_by("size")
    return next((seal for seal in chain(over[:100], over.reverse()[:1]) if path_of(seal).exists()), None)


def published(size: int) -> str:
    """The text of a published checkpoint with the lines of all witnesses that co-signed it; else empty."""
    seal = Seal.objects.filter(size=size).first()
    if seal is None or not path_of(seal).exists():
        return ""
    text = path_of(seal).read_text("utf-8")
    for witness in WITNESSES:
        file = folder() / WITNESS_FOLDER / witness / f"{size:012}.txt"
        if file.exists():
            text += file.read_text("utf-8").partition("\n\n")[2].splitlines(keepends=True)[-1]
    return text


def witnesses() -> list[Cosigned]:
    """How far each witness has confirmed the log, by signatures that hold."""
    return [_cosigned(name) for name in WITNESSES]


def _cosigned(name: str) -> Cosigned:
    place = folder() / WITNESS_FOLDER / name
    try:
        key, text = (place / "key.pub").read_text("utf-8").strip(), (place / "latest.txt").read_text("utf-8")
        checkpoint = Checkpoint.read(text)
        if not (checkpoint.signed_by(key) and checkpoint.signed_by(verification_key())):
            return Cosigned(name, key)
    except (OSError, ValueError):
        return Cosigned(name)
    signer = key.split("+")[0]
    stamp = next(int.from_bytes(given[4:12], "big") for who, given in checkpoint.signatures if who == signer)
    return Cosigned(name, key, checkpoint.size, datetime.fromtimestamp(stamp, UTC), text)


def _publish_hashes(first: int, end: int) -> None:
    path = folder() / "hashes"
    path.touch()
    with path.open("r+b") as file:
        if path.stat().st_size < first * 32:
            first = 0
        file.seek(first * 32)
        file.truncate()
        for at in range(first, end, _PORTION):
            rows = Leaf.objects.filter(pk__gte=at, pk__lt=min(at + _PORTION, end)).order_by("pk")
            file.write(b"".join([bytes(found) for found in rows.values_list("hash", flat=True)]))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone() -> Iterator[None]:
    """One publisher at a time."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyed_digest(settings.CHECKPOINT_KEY, "checkpoint ed25519 1"))


def _public() -> bytes:
    return _signer().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
