"""The log as a verifier reads it: seals, records beside their entries, and what is not sealed."""

from binascii import unhexlify
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from typing import Any

from django.db import connection

from efficiency.audit import verifier
from efficiency.audit.lines import columns, line, line_of_copy
from efficiency.audit.models import Seal

_AT_ONCE = 8_000  # more of them cost so much that PostgreSQL compiles the statement, each time anew
_LATER = 2**31  # of two transaction numbers, which count round 2**32, the later one

_SEALED = """
SELECT l.id, l.entry, l.hash, {columns}
FROM audit_leaf l LEFT JOIN audit_entry e ON e.id = l.entry WHERE l.id >= %s AND l.id < %s ORDER BY l.id"""
# OFFSET 0 holds the planner to one look into the index for each leaf: a hash join would read all
# entries for every portion.
_SEALED_LATERAL = """
SELECT l.id, l.entry, encode(l.hash, 'hex'), e.line FROM audit_leaf l
LEFT JOIN LATERAL (SELECT {columns} AS line FROM audit_entry e WHERE e.id = l.entry OFFSET 0) e ON true
WHERE l.id >= %s AND l.id < %s ORDER BY l.id"""
_UNSEALED = """
SELECT e.id, {columns} FROM audit_entry e
WHERE e.id > %s {settled} AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = e.id) ORDER BY e.id LIMIT %s"""


def seals() -> list[verifier.Seal]:
    """All seals, oldest first."""
    rows = Seal.objects.values_list("size", "root", "upto").order_by("id")
    return [(size, bytes(root), upto) for size, root, upto in rows.iterator(chunk_size=_AT_ONCE)]


def sealed(first: int, end: int) -> Iterator[verifier.Record]:
    """The records at these positions; without a line where the entry is missing."""
    portions = [(at, min(at + _AT_ONCE, end)) for at in range(first, end, _AT_ONCE)]
    if connection.vendor != "postgresql":
        statement = _SEALED.format(columns=columns())
        for portion in portions:
            for row in _fetched(statement, portion):
                yield row[0], row[1], row[2], line(row[3:], row[1])
        return
    statement = _SEALED_LATERAL.format(columns=columns())
    for rows in _ahead(statement, portions):
        for raw in rows:
            position, entry, hashed, text = raw.split(b"\t", 3)
            yield int(position), int(entry), unhexlify(hashed), line_of_copy(text[:-1])


def line_of(entry: int) -> bytes | None:
    """The canonical line of one entry as it stands now; None where there is none."""
    statement = f"SELECT {columns()} FROM audit_entry e WHERE e.id = %s"  # noqa: S608  (columns of our own)
    if connection.vendor != "postgresql":
        return next((line(row, entry) for row in _fetched(statement, [entry])), None)
    return next((line_of_copy(text[:-1]) for text in _copied(_raw(), statement, [entry])), None)


def unsealed(above: int = 0, most: int | None = None, *, all_settled: bool = True) -> list[tuple[int, bytes]]:
    """Numbers and lines of entries without a leaf, by number.

    With `all_settled` false those are left out whose transaction was open at the last seal: they
    have been committed since and await their seal, whatever their number.
    """
    newest = None if all_settled else Seal.objects.order_by("-size").first()
    most = 2**62 if most is None else most
    if connection.vendor != "postgresql":
        rows = _fetched(_UNSEALED.format(columns=columns(), settled=""), [above, most])
        return [(row[0], line(row[1:], row[0]) or b"") for row in rows]
    settled, values = "", [above]
    if newest is not None and newest.horizon is not None:
        settled = "AND (e.id > %s OR (e.xmin::text::bigint - %s + 8589934592) %% 4294967296 < %s)"
        values += [newest.upto, newest.horizon % 2**32, _LATER]
    statement = _UNSEALED.format(columns=columns(), settled=settled)
    split = (raw.split(b"\t", 1) for raw in _copied(_raw(), statement, [*values, most]))
    return [(int(entry), line_of_copy(text[:-1]) or b"") for entry, text in split]


def left_over() -> tuple[int, int]:
    """First and end position of leaves that no seal covers: none, unless seals were taken away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COALESCE(MAX(size), 0) FROM audit_seal), (SELECT COALESCE(MAX(id), -1) + 1 FROM audit_leaf)"
        )
        size, end = cursor.fetchone()
    return size, max(size, end)


def _fetched(statement: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def _copied(raw: Any, statement: str, values: Sequence[int]) -> list[bytes]:
    """The rows as COPY writes them, one text each: what the driver need not take apart."""
    sink = _Sink()
    with raw.cursor() as cursor:
        cursor.copy_expert(f"COPY ({cursor.mogrify(statement, values).decode()}) TO STDOUT", sink)
    return sink.rows


class _Sink:
    """A file that keeps what is written to it, row by row."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []

    def write(self, row: bytes) -> None:
        self.rows.append(row)


def _ahead(statement: str, portions: Iterable[Sequence[int]]) -> Iterator[list[bytes]]:
    """Let the database work on the next portions while this one is looked at, over two connections.

    Within a transaction over its own alone: another connection does not see what it has written.
    """
    with ExitStack() as until_end:
        links = [_raw()]
        if not connection.in_atomic_block:
            second = connection.copy()
            until_end.callback(second.close)
            second.ensure_connection()
            links.append(second.connection)
        workers = [(until_end.enter_context(ThreadPoolExecutor(max_workers=1)), link) for link in links]
        waiting: deque[Future[list[bytes]]] = deque()
        for (worker, link), portion in zip(cycle(workers), portions, strict=False):
            waiting.append(worker.submit(_copied, link, statement, portion))
            if len(waiting) > len(workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
