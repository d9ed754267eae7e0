"""The canonical line of an entry: one spelling of one row, the same on both databases.

A line is a JSON object in the spelling of PostgreSQL's jsonb: names by length, then by bytes;
", " and ": " between; UTF-8, escaped only where JSON must; whole numbers in decimal; moments
in UTC with six decimals. PostgreSQL can thus print it by itself, which costs less than a hash.
"""

import json
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

_quoted = json.JSONEncoder(ensure_ascii=False).encode
_parsed = json.JSONDecoder(parse_float=Decimal).decode

# One call that joins all pieces: half the price of joining them two by two.
_POSTGRES = """
CASE WHEN e.id IS NOT NULL THEN concat(
'{"at": "', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '", "id": ', e.id, ', "data": ', e.data,
', "demo": ', CASE WHEN e.demo THEN 'true' ELSE 'false' END, ', "kind": ', to_json(e.subject_kind),
', "verb": ', to_json(e.verb), ', "actor": ', coalesce(e.actor_id::text, 'null'), ', "label": ', to_json(e.actor_label),
', "subject": ', to_json(e.subject_id), ', "commitment": ',
CASE WHEN e.commitment IS NULL THEN 'null' ELSE '"' || encode(e.commitment, 'hex') || '"' END, '}') END"""
# Sums and concatenations, so that the driver hands over what is stored and converts nothing.
_SQLITE = """
e.at || '', e.data, e.demo + 0, e.subject_kind, e.verb, e.actor_id, e.actor_label, e.subject_id,
CASE WHEN e.commitment IS NOT NULL THEN lower(hex(e.commitment)) END"""


def canonical(value: Any) -> str:
    """JSON in this one spelling."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        names = _in_order(tuple(value))
        return "{" + ", ".join([f"{quoted}: {canonical(value[name])}" for name, quoted in names]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([canonical(each) for each in value]) + "]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    number = Decimal(str(value))
    return format(abs(number) if number == 0 else number, "f")


def columns() -> str:
    """What a SELECT asks of `audit_entry e`, last of all, for `line` to make the line of."""
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE


def line(asked: tuple[Any, ...], number: int) -> bytes | None:
    """The line of entry `number` made of what `columns` asked of SQLite; None where there is no such entry."""
    if asked[0] is None:
        return None
    try:
        return _line(number, *asked)
    except (AttributeError, TypeError, ValueError, ArithmeticError):
        # Somebody wrote into the file what the portal never writes: it fits no seal.
        return f"unreadable {asked!r}".encode(errors="backslashreplace")


def line_of_copy(field: bytes) -> bytes | None:
    """The line that PostgreSQL made, out of a field of COPY; None where there is no such entry."""
    if b"\\" not in field:
        return field
    # JSON escapes every sign that COPY would, but for the backslash itself.
    return None if field == b"\\N" else field.replace(b"\\\\", b"\\")


def _line(
    number: int,
    at: str,
    data: str,
    demo: int,
    kind: str,
    verb: str,
    actor: int | None,
    label: str,
    subject: str,
    commitment: str | None,
) -> bytes:
    moment = f"{at[:10]}T{at[11:]}" if len(at) == _WITH_DECIMALS else f"{at[:10]}T{at[11:]}.000000"
    facts = "{}" if data == "{}" else canonical(_parsed(data))
    return (
        f'{{"at": "{moment}Z", "id": {number}, "data": {facts}, "demo": {"true" if demo else "false"}, '
        f'"kind": {_quoted(kind)}, "verb": {_quoted(verb)}, "actor": {"null" if actor is None else actor}, '
        f'"label": {_quoted(label)}, "subject": {_quoted(subject)}, '
        f'"commitment": {"null" if commitment is None else _quoted(commitment)}}}'
    ).encode(errors="surrogatepass")


_WITH_DECIMALS = len("2026-01-01 00:00:00.000000")


@lru_cache(maxsize=1024)
def _in_order(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The names in the spelling's order, each beside itself in quotes."""
    ranked = sorted(names, key=lambda name: (len(raw := name.encode(errors="surrogatepass")), raw))
    return [(name, _quoted(name)) for name in ranked]
