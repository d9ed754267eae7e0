"""Check the audit log without the portal: only Python and the package `cryptography` (Ed25519).

    python verifier.py log EXPORT.jsonl [--checkpoint FILE]... [--hashes FILE] [--key KEY]...
    python verifier.py proof PROOF.json [--key KEY]...

The tree is that of RFC 6962 and 9162, a checkpoint a signed note (C2SP tlog-checkpoint), a
witness's line a tlog-cosignature. docs/audit.md describes every format in words.
"""

import argparse
import base64
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PORTAL, WITNESS = 1, 4  # kinds of key: Ed25519 over a note; cosignature/v1
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

    def climb(at: int, width: int, steps: Sequence[bytes]) -> bytes:
        if width == 1:
            return b"" if steps else leaf
        half = 1 << (width - 1).bit_length() - 1
        if at < half:
            return node_of(climb(at, half, steps[:-1]), steps[-1])
        return node_of(steps[-1], climb(at - half, width - half, steps[:-1]))

    try:
        return 0 <= position < size and climb(position, size, path) == root
    except IndexError:
        return False


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
        facts = dict(each.split(" ", 1) for each in more)
        upto, moment = int(facts.get("upto", 0)), facts.get("moment", "")
        return cls(body + "\n", origin, int(size), base64.b64decode(root), upto, moment, signatures)

    def signed_by(self, key: str) -> bool:
        """Whether the holder of this verification key signed or co-signed."""
        name, number, kind, public = read_key(key)
        for signer, given in self.signatures:
            text, signature = self.body, given[4:]
            if kind == WITNESS:
                text = f"cosignature/v1\ntime {int.from_bytes(given[4:12], 'big')}\n{self.body}"
                signature = given[12:]
            if (signer, given[:4]) == (name, number):
                try:
                    Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
                except InvalidSignature:
                    continue
                return True
        return False


def make_key(name: str, public: bytes, kind: int = PORTAL) -> str:
    """A verification key as one text: name+id+key."""
    number = sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]
    return f"{name}+{number.hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def read_key(key: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, kind and public key of such a text. Raises ValueError."""
    name, number, rest = key.strip().split("+", 2)
    raw = base64.b64decode(rest)
    if make_key(name, raw[1:], raw[0]) != key.strip():
        raise ValueError("not a verification key")
    return name, bytes.fromhex(number), raw[0], raw[1:]


@dataclass(frozen=True)
class Seal:
    """Size and root of the log after a seal; `upto`: the last entry number given out by then."""

    size: int
    root: bytes
    upto: int


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; positions count from 0. `outside`: only a checkpoint shows it."""

    kind: str
    position: int
    words: str
    outside: bool = False


class Examination:
    """Compares each record with what was sealed of it, and the whole with what is kept outside.

    Give it the records in the order of their positions, then those that are not sealed; then close.
    """

    def __init__(self, seals: Sequence[Seal], checkpoints: Sequence[Checkpoint] = (), hashes: bytes = b"") -> None:
        self.tree, self._faults, self.unsealed = Tree(), list[Fault](), list[int]()
        self._chunk, self._gone, self._changed = list[bytes](), list[int](), list[tuple[int, int, bytes, bytes]]()
        self._seals, self._outside = (
            {each.size: each.root for each in seals},
            {each.size: each.root for each in checkpoints},
        )
        self._bounds = sorted({*self._seals, *self._outside}, reverse=True)
        self._upto = max([*(seal.upto for seal in seals), *(each.upto for each in checkpoints)], default=0)
        self._previous, self._fits, self._differs, self._hashes = 0, 0, -1, b""
        for size in sorted(self._outside, reverse=True):
            if hashes and size * 32 <= len(hashes):
                tree = Tree()
                tree.extend([hashes[at : at + 32] for at in range(0, size * 32, 32)])
                self._hashes = hashes[: size * 32] if tree.root() == self._outside[size] else b""
                break

    def take(self, position: int | None, entry: int, sealed: bytes | None, line: bytes | None) -> None:
        """Judge one record: without a line its entry is missing, without a hash it is not sealed."""
        place = self.tree.size + len(self._chunk)
        if sealed is None:
            self.unsealed.append(entry)
            if entry <= self._upto:
                self._blame("inserted", place, f"entry {entry} was put in: numbers up to {self._upto} are sealed")
            return
        if line is None:
            self._gone.append(place)
        elif leaf_of(line) != sealed:
            self._changed.append((place, entry, sealed, line))
        if entry <= self._previous or position != place:
            self._blame("reordered", place, f"entry {entry} does not stand where it was sealed")
        self._previous = entry
        self._chunk.append(sealed)
        if self._bounds and place + 1 == self._bounds[-1]:
            self._settle()

    def close(self, given: int = 0) -> list[Fault]:
        """Judge the end and list what is wrong, the first bad record first.

        `given` is the last entry number that the database says it gave out.
        """
        whole = self.tree.size
        self._settle()
        size = self.tree.size
        if whole < size:
            self._blame("truncated", whole, f"the seals of the last {size - whole} records are missing")
        if (last := max(self._seals, default=0)) > size:
            self._blame("truncated", size, f"the last {last - size} sealed records are missing")
        if (last := max(self._outside, default=0)) > size:
            older = size in {*self._seals, 0} and given <= max([self._upto, *self.unsealed])
            words = f"the log ends after {size} records, a checkpoint covers {last}: "
            words += "an older state was put back (a restored backup?)" if older else "its end was cut off"
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
        if self._seals.get(size, root) != root:
            self._blame_root("forged", size, "the seals do not fit their records")
        if self._outside.get(size, root) != root:
            self._blame_root(
                "rewritten", size, f"the log was rewritten: it is not that of checkpoint {size}", outside=True
            )
        elif size in self._seals or size in self._outside:
            self._fits = size

    def _judge_entries(self, size: int) -> None:
        end = size
        while self._gone and self._gone[-1] == end - 1:
            end = self._gone.pop()
        if end < size:
            self._blame("truncated", end, f"the last {size - end} entries are missing")
        for place in self._gone:
            self._blame("deleted", place, f"the entry of record {place} is missing")
        others = self._changed if len(self._changed) <= _MOST_COMPARED else []
        for place, entry, sealed, _line in self._changed:
            moved = (line.replace(b'"id": %d,' % at, b'"id": %d,' % entry, 1) for _place, at, _sealed, line in others)
            if any(leaf_of(line) == sealed for line in moved):
                self._blame("reordered", place, f"entry {entry} changed places with another one")
            else:
                self._blame("changed", place, f"entry {entry} was changed after it was sealed")

    def _blame(self, kind: str, position: int, words: str, *, outside: bool = False) -> None:
        self._faults.append(Fault(kind, position, words, outside))

    def _blame_root(self, kind: str, size: int, words: str, *, outside: bool = False) -> None:
        if all(fault.kind != kind for fault in self._faults):
            exact = self._fits <= self._differs < size
            where = f"record {self._differs}" if exact else f"somewhere in records {self._fits} to {size - 1}"
            self._blame(kind, self._differs if exact else self._fits, f"{words}, first in {where}", outside=outside)


def read_export(path: Path) -> tuple[dict[str, Any], list[Seal], Iterator[tuple[int | None, int, bytes | None, bytes]]]:
    """Head, seals and records of an export: one JSON text a line, a record's being [hash, entry]."""
    file = path.open("rb")
    head = json.loads(next(file))
    seals = [Seal(size, bytes.fromhex(root), upto) for size, root, upto in head["seals"]]

    def records() -> Iterator[tuple[int | None, int, bytes | None, bytes]]:
        for position, raw in enumerate(file):
            # The canonical line stands in the export as it was hashed: from the comma to the bracket.
            sealed, line = (
                (None, raw[7:-2]) if raw.startswith(b"[null") else (bytes.fromhex(raw[2:66].decode()), raw[69:-2])
            )
            number = int(line[line.index(b'"id": ') + 6 :].split(b",", 1)[0])
            yield None if sealed is None else position, number, sealed, line

    return head, seals, records()


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
    wrong = [
        f"checkpoint {c.size} is not signed by {key}" for c in checkpoints for key in given.key if not c.signed_by(key)
    ]
    if proof:
        leaf, path = bytes.fromhex(proof["leaf"]), [bytes.fromhex(step) for step in proof["path"]]
        if not included(leaf, proof["position"], checkpoints[0].size, path, checkpoints[0].root):
            wrong.append("the proof does not lead to the checkpoint")
        if "entry" in proof and leaf_of(proof["entry"].encode()) != leaf:
            wrong.append("the entry is not the one that was sealed")
    else:
        head, seals, records = read_export(given.file)
        examination = Examination(seals, checkpoints, given.hashes.read_bytes() if given.hashes else b"")
        for record in records:
            examination.take(*record)
        wrong += [f"{fault.kind}: {fault.words}" for fault in examination.close(head["given"])]
        sys.stdout.write(f"{examination.tree.size} records sealed, {len(examination.unsealed)} not yet\n")
    notes = [] if given.key else ["no --key given: signatures were not checked"]
    notes += [] if checkpoints else ["no --checkpoint given: a log rewritten as a whole would not be noticed"]
    sys.stdout.write("".join(f"{line}\n" for line in [*notes, *(wrong or ["all is well"])]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
