"""Examining the whole log where it stands, with the same program that checks it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from efficiency.audit import reading, sealing
from efficiency.audit.verifier import Checkpoint, Examination, Fault


@dataclass(frozen=True)
class Result:
    """What came out; all is well where `faults` is empty, else the first names the first bad record."""

    size: int
    root: bytes
    unsealed: int
    faults: list[Fault]


def verify(checkpoints: Sequence[Checkpoint] = (), hashes: bytes = b"") -> Result:
    """Compare every entry with its seal, and the log with checkpoints and hashes kept outside.

    Writes nothing. Never inside an open transaction on a live portal: it reads for seconds.
    """
    seals = reading.seals()
    examination = Examination(seals, checkpoints, hashes)
    for record in reading.sealed(0, max((seal.size for seal in seals), default=0)):
        examination.take(*record)
    for record in reading.sealed(*reading.left_over()):
        examination.take(*record)
    for number, line in reading.unsealed(above=-(2**63), all_settled=False):
        examination.take(None, number, None, line)
    faults = examination.close(sealing.last_number())
    return Result(examination.tree.size, examination.tree.root(), len(examination.unsealed), faults)
