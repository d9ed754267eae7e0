"""The log as a verifier reads it: seals, records beside their entries, and what is not sealed."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from efficiency.audit import verifier
from efficiency.audit.lines import columns, line
from efficiency.audit.models import Seal

# What the verifier takes: position, entry number, sealed hash, canonical line.
Record = tuple[int | None, int, bytes | None, bytes | None]
_AT_ONCE = 5_000
_LATER = 2**31  # of two transaction numbers, which count round 2**32, the later one

_SEALED = """
SELECT l.id, l.entry, l.hash, {columns}
FROM audit_leaf l LEFT JOIN audit_entry e ON e.id = l.entry WHERE l.id >= %s AND l.id < %s ORDER BY l.id"""
_UNSEALED = """
SELECT e.id, {columns}
FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = e.id) {settled} ORDER BY e.id"""


def seals() -> list[verifier.Seal]:
    """All seals, oldest first."""
    rows = Seal.objects.values_list("size", "root", "upto").order_by("id")
    return [verifier.Seal(size, bytes(root), upto) for size, root, upto in rows.iterator(chunk_size=_AT_ONCE)]


def sealed(first: int, end: int) -> Iterator[Record]:
    """The records at these positions; without a line where the entry is missing."""
    for row in _rows(_SEALED.format(columns=columns()), [first, end]):
        yield row[0], row[1], bytes(row[2]), line(row[3:], row[1])


def unsealed() -> Iterator[Record]:
    """Entries without a leaf, but for those whose transaction was open at the last seal."""
    newest = Seal.objects.order_by("-size").first()
    settled, values = "", list[Any]()
    if connection.vendor == "postgresql" and newest is not None and newest.horizon is not None:
        settled = "AND (e.id > %s OR (e.xmin::text::bigint - %s + 8589934592) %% 4294967296 < %s)"
        values = [newest.upto, newest.horizon % 2**32, _LATER]
    for row in _rows(_UNSEALED.format(columns=columns(), settled=settled), values):
        yield None, row[0], None, line(row[1:], row[0])


def left_over() -> tuple[int, int]:
    """First and end position of leaves that no seal covers: none, unless seals were taken away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COALESCE(MAX(size), 0) FROM audit_seal), (SELECT COALESCE(MAX(id), -1) + 1 FROM audit_leaf)"
        )
        size, end = cursor.fetchone()
    return size, max(size, end)


def _rows(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows in portions, without holding up any writer: SQLite reads outside a transaction."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # All rows will be read: let the planner not prefer what is quick to begin.
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
        with connection.chunked_cursor() as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
