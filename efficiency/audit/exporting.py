"""The log as one file that verifier.py reads: JSON Lines, a record's line being [hash, entry]."""

import json
from collections.abc import Iterator

from efficiency.audit import reading, sealing
from efficiency.audit.checkpoints import origin


def export() -> Iterator[bytes]:
    """Head, then every record as it was sealed, then entries that await their seal.

    An entry stands in its line byte by byte as it is hashed. One that is missing is `null`.
    """
    seals = reading.seals()
    head = {
        "format": "audit-log 1",
        "origin": origin(),
        "given": sealing.last_number(),
        "seals": [[size, root.hex(), upto] for size, root, upto in seals],
    }
    yield json.dumps(head).encode() + b"\n"
    end = seals[-1][0] if seals else 0
    for first, last in ((0, end), reading.left_over()):
        for _position, entry, sealed, line in reading.sealed(first, last):
            assert sealed is not None
            missing = b'{"at": null, "id": %d, "missing": true}' % entry
            yield b'["%s", %s]\n' % (sealed.hex().encode(), missing if line is None else line)
    for _entry, line in reading.unsealed(above=-(2**63), all_settled=False):
        yield b"[null, %s]\n" % line
