"""Check the audit log without the portal: only Python and the package `cryptography` (Ed25519).

    python verifier.py log EXPORT.jsonl [--checkpoint FILE]... [--hashes FILE] [--key KEY]...
    python verifier.py proof PROOF.json [--key KEY]...

Tree: RFC 6962 and 9162. Notes: C2SP tlog-checkpoint, tlog-cosignature. In words: docs/audit.md.
"""

import argparse
import base64
import json
import re
import sys
from binascii import unhexlify
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# Position, entry number, sealed hash (none: not sealed), canonical line (none: the entry is missing).
Record = tuple[int | None, int, bytes | None, bytes | None]
Seal = tuple[int, bytes, int]  # size and root of the log after a seal, last entry number given out by then
PORTAL, WITNESS = 1, 4  # kinds of key: Ed25519 over a note; cosignature/v1
_RECORD = re.compile(rb'\[(null|"[0-9a-f]{64}"), (\{"at": [^,]*, "id": (-?\d+), .*\})\]\n')
_MOST_COMPARED = 200  # changed records among which places are looked for that were exchanged


def leaf_of(line: bytes) -> bytes:
    """The hash of an entry's canonical line."""
    return sha256(b"\0" + line).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash above two others."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A growing log: on each level the finished subtree that has no right neighbour yet."""

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        self.size = size
        hashes = iter([peaks[at : at + 32] for at in range(0, len(peaks), 32)])
        levels = reversed(range(size.bit_length()))
        self.waiting = [next(hashes) if size >> level & 1 else b"" for level in levels][::-1]

    def extend(self, leaves: Sequence[bytes], finished: Callable[[int, list[bytes]], None] | None = None) -> None:
        """Append leaves; `finished` hears of each level's newly finished subtrees, left to right."""
        self.size += len(leaves)
        row, level = list(leaves), 0
        while row:
            if finished:
                finished(level, row)
            if level == len(self.waiting):
                self.waiting.append(b"")
            if self.waiting[level]:
                row = [self.waiting[level], *row]
            self.waiting[level] = row.pop() if len(row) & 1 else b""
            row = [sha256(b"\1" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
            level += 1

    def peaks(self) -> bytes:
        """The waiting subtrees, largest first: enough to go on from here."""
        return b"".join(reversed(self.waiting))

    def root(self) -> bytes:
        """The root over all leaves."""
        found = b""
        for peak in filter(None, self.waiting):
            found = node_of(peak, found) if found else peak
        return found or sha256(b"").digest()


def included(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the leaf stands at this position (RFC 9162, 2.1.3)."""
    rights, at, width, found = list[bool](), position, size, leaf
    while width > 1:
        half = 1 << (width - 1).bit_length() - 1
        rights.append(at >= half)
        at, width = (at - half, width - half) if at >= half else (at, half)
    for right, step in zip(reversed(rights), path, strict=False):
        found = node_of(step, found) if right else node_of(found, step)
    return 0 <= position < size and len(path) == len(rights) and found == root


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says: size and root of the log at a moment; `upto`: the last number given out."""

    body: str
    origin: str
    size: int
    root: bytes
    upto: int
    moment: str
    signatures: tuple[tuple[str, bytes], ...]

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Take a signed note apart. Raises ValueError."""
        body, _gap, tail = text.partition("\n\n")
        origin, size, root, *more = body.split("\n")
        signed = [each.split(" ") for each in tail.splitlines()]
        if any(len(each) != 3 or each[0] != "—" for each in signed) or len(base64.b64decode(root)) != 32:
            raise ValueError("not a checkpoint")
        signatures = tuple((each[1], base64.b64decode(each[2])) for each in signed)
        facts = {"moment": "", "upto": "0"} | dict(each.split(" ", 1) for each in more)
        numbers = int(size), base64.b64decode(root), int(facts["upto"])
        return cls(body + "\n", origin, *numbers, facts["moment"], signatures)

    def signed_by(self, key: str) -> bool:
        """Whether the holder of this verification key signed or co-signed."""
        name, number, kind, public = read_key(key)
        for signature in [given for signer, given in self.signatures if (signer, given[:4]) == (name, number)]:
            stamped = f"cosignature/v1\ntime {int.from_bytes(signature[4:12], 'big')}\n" if kind == WITNESS else ""
            with suppress(InvalidSignature):
                signed = signature[12 if stamped else 4 :]
                Ed25519PublicKey.from_public_bytes(public).verify(signed, (stamped + self.body).encode())
                return True
        return False


def read_key(key: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, kind and public key of a verification key: name+id+key. Raises ValueError."""
    name, number, rest = key.strip().split("+", 2)
    raw = base64.b64decode(rest)
    return name, bytes.fromhex(number), raw[0], raw[1:]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; positions count from 0. `outside`: only a checkpoint shows it."""

    kind: str
    position: int
    words: str
    outside: bool = False


class Examination:
    """Compares records with their seals and checkpoints: take them by position, unsealed ones last; then close."""

    def __init__(self, seals: Sequence[Seal], checkpoints: Sequence[Checkpoint] = (), hashes: bytes = b"") -> None:
        self.tree, self.unsealed, self._faults = Tree(), list[int](), list[Fault]()
        self._chunk, self._gone, self._changed = list[bytes](), list[int](), list[tuple[int, int, bytes, bytes]]()
        self._seals = {size: root for size, root, _ in seals}
        self._outside = {each.size: each.root for each in checkpoints}
        self._bounds = sorted({*self._seals, *self._outside}, reverse=True)
        self._given = {0: 0} | {size: upto for size, _, upto in seals} | {each.size: each.upto for each in checkpoints}
        self._previous, self._fits, self._differs, self._lost = 0, [0, 0], -1, 0
        # Hashes kept outside count for as far as a checkpoint vouches for them.
        size, tree = max([each for each in self._outside if each * 32 <= len(hashes)], default=0), Tree()
        tree.extend([hashes[at : at + 32] for at in range(0, size * 32, 32)])
        self._hashes = hashes[: size * 32] if size and tree.root() == self._outside[size] else b""

    def take(self, position: int | None, entry: int, sealed: bytes | None, line: bytes | None) -> None:
        """Judge one record: without a line its entry is missing, without a hash it is not sealed."""
        place = self.tree.size + len(self._chunk)
        if sealed is None:
            self.unsealed.append(entry)
            return
        if line is None:
            self._gone.append(place)
        elif leaf_of(line) != sealed:
            self._changed.append((place, entry, sealed, line))
        if position is not None and position != place + self._lost:
            self._blame("deleted", place, f"the leaf of record {place} is missing")
            self._lost = position - place
        if entry <= self._previous:
            self._blame("reordered", place, f"entry {entry} does not stand where it was sealed")
        self._previous = entry
        self._chunk.append(sealed)
        if self._bounds and place + 1 == self._bounds[-1]:
            self._settle()

    def close(self, given: int = 0) -> list[Fault]:
        """List what is wrong, the first bad record first; `given`: the last number the database gave out."""
        self._settle()
        size, last = self.tree.size, max(self._seals, default=0)
        upto = max(number for sealed, number in self._given.items() if sealed <= size)
        for entry in [each for each in self.unsealed if each <= upto]:
            self._blame("inserted", size, f"entry {entry} was put in: numbers up to {upto} had been sealed")
        if last != size:
            words = f"the last {last - size} records" if last > size else f"the seals of the last {size - last} records"
            self._blame("truncated", min(last, size), f"{words} are missing")
        if (last := max(self._outside, default=0)) > size:
            older = size in {*self._seals, 0} and given <= max([upto, *self.unsealed])
            why = "an older state was put back (a restored backup?)" if older else "its end was cut off"
            words = f"the log ends after {size} records, a checkpoint covers {last}: {why}"
            self._blame("older" if older else "truncated", size, words, outside=True)
        self._judge_entries(size)
        self._faults.sort(key=lambda fault: (fault.position, fault.outside))
        return self._faults

    def _settle(self) -> None:
        start, mine = self.tree.size, b"".join(self._chunk)
        theirs = self._hashes[start * 32 : start * 32 + len(mine)]
        if self._differs < 0 and mine[: len(theirs)] != theirs:
            different = (at for at in range(0, len(theirs), 32) if mine[at : at + 32] != theirs[at : at + 32])
            self._differs = start + next(different) // 32
        self.tree.extend(self._chunk)
        self._chunk, self._previous, size, root = [], 0, self.tree.size, self.tree.root()
        if self._bounds and self._bounds[-1] == size:
            self._bounds.pop()
        both = self._seals, self._outside
        if self._seals.get(size, root) != root:
            self._blame_root("forged", size, "the hashes do not fit their seal")
        if self._outside.get(size, root) != root:
            self._blame_root("rewritten", size, f"this is not the log of checkpoint {size}", outside=True)
        self._fits = [size if roots.get(size) == root else at for roots, at in zip(both, self._fits, strict=True)]

    def _judge_entries(self, size: int) -> None:
        end = size
        while self._gone and self._gone[-1] == end - 1:
            end = self._gone.pop()
        if end < size:
            self._blame("truncated", end, f"the last {size - end} entries are missing")
        for place in self._gone:
            self._blame("deleted", place, f"the entry of record {place} is missing")
        for place, entry, sealed, _line in self._changed:
            others = self._changed if len(self._changed) <= _MOST_COMPARED else []
            moved = (line.replace(b'"id": %d,' % at, b'"id": %d,' % entry, 1) for _place, at, _sealed, line in others)
            swapped = any(leaf_of(line) == sealed for line in moved)
            words = "changed places with another one" if swapped else "was changed after it was sealed"
            self._blame("reordered" if swapped else "changed", place, f"entry {entry} {words}")

    def _blame(self, kind: str, position: int, words: str, *, outside: bool = False) -> None:
        self._faults.append(Fault(kind, position, words, outside))

    def _blame_root(self, kind: str, size: int, words: str, *, outside: bool = False) -> None:
        if all(fault.kind != kind for fault in self._faults):
            exact = (start := self._fits[outside]) <= self._differs < size
            where = f"record {self._differs}" if exact else f"one of the records {start} to {size - 1}"
            self._blame(kind, self._differs if exact else start, f"{words}, first in {where}", outside=outside)


def read_export(path: Path) -> tuple[int, list[Seal], Iterator[Record]]:
    """Last number given out, seals and records of an export; a record's line is [hash, entry]."""
    file = path.open("rb")
    head = json.loads(next(file))
    seals = [(size, bytes.fromhex(root), upto) for size, root, upto in head["seals"]]

    def records() -> Iterator[Record]:
        for position, raw in enumerate(file):
            # The canonical line stands in the export as it was hashed: from the comma to the bracket.
            found = _RECORD.fullmatch(raw)
            sealed, line, number = found.groups() if found else (b"00" * 32, raw, b"0")
            hashed = None if sealed == b"null" else unhexlify(sealed.strip(b'"'))
            missing = line.endswith(b'"missing": true}')
            yield None if hashed is None else position, int(number), hashed, None if missing else line

    return head["given"], seals, records()


def main() -> int:
    """Check an export or a proof; 0 where all is well, 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["log", "proof"])
    parser.add_argument("file", type=Path)
    for name in ("--checkpoint", "--key"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--hashes", type=Path)
    given = parser.parse_args()
    proof = json.loads(given.file.read_text("utf-8")) if given.what == "proof" else {}
    texts = [proof["checkpoint"]] if proof else [Path(name).read_text("utf-8") for name in given.checkpoint]
    checkpoints = [Checkpoint.read(text) for text in texts]
    signers = [(each, key) for each in checkpoints for key in given.key]
    wrong = [f"checkpoint {each.size} is not signed by {key}" for each, key in signers if not each.signed_by(key)]
    if proof:
        leaf, path = bytes.fromhex(proof["leaf"]), [bytes.fromhex(step) for step in proof["path"]]
        if not included(leaf, proof["position"], checkpoints[0].size, path, checkpoints[0].root):
            wrong.append("the proof does not lead to the checkpoint")
        if "entry" in proof and leaf_of(proof["entry"].encode()) != leaf:
            wrong.append("the entry is not the one that was sealed")
    else:
        last, seals, records = read_export(given.file)
        examination = Examination(seals, checkpoints, given.hashes.read_bytes() if given.hashes else b"")
        for record in records:
            examination.take(*record)
        wrong += [f"{fault.kind}: {fault.words}" for fault in examination.close(last)]
        sys.stdout.write(f"{examination.tree.size} records sealed, {len(examination.unsealed)} not yet\n")
    words = wrong or ["all is well"]
    if not (given.key and checkpoints):
        words.append(
            "without --key no signature was checked, without --checkpoint no log rewritten as a whole is found"
        )
    sys.stdout.write("\n".join(words) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
