"""Examining the whole log where it stands, with the same program that checks it elsewhere."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from efficiency.audit import checkpoints as outside
from efficiency.audit import reading, sealing
from efficiency.audit.models import Verification
from efficiency.audit.verifier import Checkpoint, Examination, Fault
from efficiency.common.moments import database_now


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
    for record in reading.sealed(0, seals[-1][0] if seals else 0):
        examination.take(*record)
    for record in reading.sealed(*reading.left_over()):
        examination.take(*record)
    for number, line in reading.unsealed(above=-(2**63), all_settled=False):
        examination.take(None, number, None, line)
    faults = examination.close(sealing.last_number())
    return Result(examination.tree.size, examination.tree.root(), len(examination.unsealed), faults)


def examine(
    *, actor: Any | None, checkpoints: Sequence[Checkpoint] = (), now: datetime | None = None
) -> tuple[Verification, Result]:
    """Examine the log against these checkpoints and the one published last, and keep the outcome."""
    began = time.monotonic()
    last = outside.latest()
    against = [*checkpoints, *([last] if last else [])]
    result = verify(against, outside.hashes())
    first = result.faults[0] if result.faults else None
    kept = Verification.objects.create(
        at=now or database_now(),
        by=actor,
        size=result.size,
        checkpoint=max((checkpoint.size for checkpoint in against), default=0),
        faults=len(result.faults),
        kind=first.kind if first else "",
        words=first.words[:300] if first else "",
        seconds=round(time.monotonic() - began, 2),
    )
    return kept, result
