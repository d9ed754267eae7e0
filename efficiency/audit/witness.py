"""A witness: confirms with its own key that the log only grew since it looked last.

    python witness.py --name auditor --key KEYFILE --log FOLDER --folder OWN [--portal-key KEY]

Runs away from the portal, with verifier.py beside it. FOLDER is the portal's folder of
checkpoints or a copy of it, OWN the witness's: what it confirmed last, out of reach of whoever
runs the portal. The confirmation is a cosignature/v1 (C2SP tlog-cosignature), also laid into
FOLDER/witnesses/NAME where that can be written.
"""

import argparse
import base64
import os
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

try:
    from efficiency.audit.verifier import PORTAL, WITNESS, Checkpoint, Tree, node_of
except ImportError:  # away from the portal, with verifier.py in the same folder
    from verifier import PORTAL, WITNESS, Checkpoint, Tree, node_of  # type: ignore[import-not-found,no-redef]

WITNESS_FOLDER = "witnesses"


class Refused(Exception):
    """The witness does not confirm; the message says why."""


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the log only grew (RFC 9162, 2.1.4)."""

    def climb(at: int, width: int, steps: Sequence[bytes], whole: bool) -> tuple[bytes, bytes]:
        if at == width:
            found = (b"" if steps else old_root) if whole else (steps[0] if len(steps) == 1 else b"")
            return found, found
        half = 1 << (width - 1).bit_length() - 1
        if at <= half:
            before, after = climb(at, half, steps[:-1], whole)
            return before, node_of(after, steps[-1])
        before, after = climb(at - half, width - half, steps[:-1], False)
        return node_of(steps[-1], before), node_of(steps[-1], after)

    if old == 0 or old == new:
        return not path and (old == 0 or old_root == new_root)
    try:
        return old < new and len(path) <= 64 and climb(old, new, path, True) == (old_root, new_root)
    except IndexError:
        return False


def make_key(name: str, public: bytes, kind: int = PORTAL) -> str:
    """A verification key as one text: name+id+key."""
    number = sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]
    return f"{name}+{number.hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def confirm(name: str, key: Path, log: Path, own: Path, portal_key: str = "") -> str:
    """Check the newest checkpoint against the last one confirmed, then co-sign it; the text. Raises Refused."""
    own.mkdir(parents=True, exist_ok=True)
    text, checkpoint = _newest(log, own, portal_key)
    _refuse_unless_grown(_confirmed(own), checkpoint, (log / "hashes").read_bytes())
    signer, stamp = _signer(key), int(time.time())
    public = make_key(f"witness/{name}", signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), WITNESS)
    signature = signer.sign(f"cosignature/v1\ntime {stamp}\n{checkpoint.body}".encode())
    raw = bytes.fromhex(public.split("+")[1]) + stamp.to_bytes(8, "big") + signature
    text += f"— witness/{name} {base64.b64encode(raw).decode()}\n"
    _keep(own, public, checkpoint.size, text)
    with suppress(PermissionError):
        _keep(log / WITNESS_FOLDER / name, public, checkpoint.size, text)
    return text


def _keep(folder: Path, public: str, size: int, text: str) -> None:
    replace_text(folder / "key.pub", f"{public}\n")
    replace_text(folder / f"{size:012}.txt", text)
    replace_text(folder / "latest.txt", text)


def replace_text(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _newest(log: Path, own: Path, portal_key: str) -> tuple[str, Checkpoint]:
    try:
        text = (log / "latest.txt").read_text("utf-8")
    except FileNotFoundError:
        raise Refused(f"there is no checkpoint in {log}") from None
    pinned, checkpoint = own / "portal.pub", Checkpoint.read(text)
    if not pinned.exists():
        # Seen for the first time; whoever wants to be sure compares it, or hands the key in.
        replace_text(pinned, (portal_key or (log / "portal.pub").read_text("utf-8").strip()) + "\n")
    key = portal_key or pinned.read_text("utf-8").strip()
    if not checkpoint.signed_by(key):
        raise Refused(f"checkpoint {checkpoint.size} is not signed with the portal's key {key}")
    return text, checkpoint


def _confirmed(own: Path) -> Checkpoint | None:
    try:
        return Checkpoint.read((own / "latest.txt").read_text("utf-8"))
    except FileNotFoundError:
        return None


def _refuse_unless_grown(last: Checkpoint | None, new: Checkpoint, hashes: bytes) -> None:
    """Compute both roots anew from the leaves: the old one proves that its entries are all there still."""
    if last is not None and last.size > new.size:
        raise Refused(f"the log shrank from {last.size} to {new.size} entries: an older state, or its end cut off")
    tree, past = Tree(), last.size if last else 0
    tree.extend([hashes[at : at + 32] for at in range(0, past * 32, 32)])
    if last is not None and tree.root() != last.root:
        raise Refused(f"the log is no longer the one confirmed at {last.size} entries")
    tree.extend([hashes[at : at + 32] for at in range(past * 32, new.size * 32, 32)])
    if tree.root() != new.root:
        raise Refused(f"the hashes beside it do not give the root of checkpoint {new.size}")


def _signer(path: Path) -> Ed25519PrivateKey:
    """The witness's own key, made on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("utf-8").strip()))


def main() -> int:
    """Confirm once; 0 where it was confirmed, 1 where it was refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    for name in ("--key", "--log", "--folder"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--portal-key", default="")
    given = parser.parse_args()
    try:
        sys.stdout.write(confirm(given.name, given.key, given.log, given.folder, given.portal_key))
    except Refused as refusal:
        sys.stderr.write(f"Not confirmed: {refusal}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
