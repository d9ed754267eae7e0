"""The sealer: gives every settled entry its place in the log, and closes the log over it.

Settled means committed. Entries get their positions when they are sealed, in batches ordered by
number; one whose transaction commits late comes into a later seal, so none waits for others.
Appending an entry stays a plain insert: sealing reads entries and writes tables of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from efficiency.audit import reading
from efficiency.audit.models import Node, Seal
from efficiency.audit.verifier import Tree, leaf_of
from efficiency.common.moments import database_now

# On SQLite a seal holds the one write lock: it must be over before anybody notices.
BATCH = {"postgresql": 50_000, "sqlite": 5_000}
# Between taking a number and its transaction's own number lie microseconds. A number that has not
# come up after this long, with every transaction of that time ended, never will by itself.
GRACE = timedelta(minutes=2)
TILE = 8  # levels whose subtrees are kept: every eighth
_LOCK = 0x5EA1  # one sealer at a time


@dataclass(frozen=True)
class Sealed:
    """What one call of `seal` did."""

    entries: int
    seals: int
    size: int


def seal(now: datetime | None = None) -> Sealed:
    """Seal all settled entries, a transaction for each batch. A second sealer does nothing."""
    entries = seals = last = 0
    batch = BATCH[connection.vendor]
    while True:
        added, last = _seal_batch(now, last, batch)
        entries, seals = entries + added, seals + bool(added)
        if added < batch:
            break
    newest = Seal.objects.order_by("-size").first()
    return Sealed(entries, seals, newest.size if newest else 0)


def _seal_batch(now: datetime | None, after: int, most: int) -> tuple[int, int]:
    """Seal up to `most` entries numbered above `after`; how many, and the last one's number."""
    with transaction.atomic():
        if not _alone():
            return 0, after
        at = now or database_now()
        newest = Seal.objects.order_by("-size").first()
        given, (oldest, _next) = last_number(), _horizon()
        found = reading.unsealed(max(newest.floor if newest else 0, after), most)
        if not found:
            return 0, after
        numbers, leaves = [number for number, _line in found], [leaf_of(line) for _number, line in found]
        tree = Tree(newest.size, bytes(newest.peaks)) if newest else Tree()
        keep(tree, numbers, leaves)
        looked_at = numbers[-1] if len(numbers) == most else given
        upto = max(looked_at, newest.upto if newest else 0)
        Seal.objects.create(
            at=at,
            size=tree.size,
            added=len(leaves),
            root=tree.root(),
            peaks=tree.peaks(),
            upto=upto,
            floor=max(newest.floor if newest else 0, _floor(at, oldest, upto) if after == 0 else 0),
            horizon=_horizon()[1],
        )
    return len(numbers), numbers[-1]


def _floor(at: datetime, oldest: int, upto: int) -> int:
    """The number up to which nothing can come up any more, now that all that stood was sealed.

    On SQLite, where writers take turns, that is all; on PostgreSQL what was given out before a
    seal whose transactions had all ended before this one looked: it has seen what they left.
    """
    if connection.vendor != "postgresql":
        return upto
    over = Seal.objects.filter(at__lte=at - GRACE, horizon__lte=oldest, upto__lte=upto).order_by("-size").first()
    return over.upto if over else 0


def keep(tree: Tree, numbers: list[int], leaves: list[bytes]) -> None:
    """Put the leaves into the tree, and leaves and finished subtrees into their tables."""
    first = tree.size
    nodes: list[Node] = []

    def finished(level: int, hashes: list[bytes]) -> None:
        if level and level % TILE == 0:
            nodes.extend(Node(level=level, index=(first >> level) + at, hash=each) for at, each in enumerate(hashes))

    tree.extend(leaves, finished)
    Node.objects.bulk_create(nodes, batch_size=500)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, first, numbers, leaves)
        else:
            rows = [(first + at, number, leaves[at]) for at, number in enumerate(numbers)]
            cursor.executemany("INSERT INTO audit_leaf (id, entry, hash) VALUES (%s, %s, %s)", rows)


def _copy(cursor: CursorWrapper, first: int, numbers: list[int], leaves: list[bytes]) -> None:
    text = StringIO(
        "".join([f"{first + at}\t{number}\t\\\\x{leaves[at].hex()}\n" for at, number in enumerate(numbers)])
    )
    raw: Any = cursor.cursor
    raw.copy_expert("COPY audit_leaf (id, entry, hash) FROM STDIN", text)


def _horizon() -> tuple[int, int | None]:
    """The oldest transaction number still running, and the next one to be given out."""
    if connection.vendor != "postgresql":
        return 0, None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
        )
        oldest, following = cursor.fetchone()
    return oldest, following


def last_number() -> int:
    """The last entry number that the database gave out, whether its entry still stands or not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_entry_id_seq")
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _alone() -> bool:
    """Take the sealer's lock for this transaction; on SQLite the transaction itself is one."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
