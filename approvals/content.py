"""What a version of an item holds: plain data that JSON keeps, compared and put together. No database.

`materials` and `stages` are lists of rows, each a dict; codes of closed lists are sorted lists;
the department and the main item are their keys.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

Content = dict[str, Any]

# What stands in columns of the item itself, and in columns of its guide.
OF_ITEM = (
    "main",
    "unit",
    "code",
    "name",
    "type",
    "handling",
    "basis",
    "conditions",
    "procedure",
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "fee",
    "special",
    "audience",
    "themes",
    "channels",
    "venues",
    "depth",
    "visits",
    "delegation",
    "on_commitment",
    "green",
    "appointment",
    "post",
    "result",
    "result_validity",
    "active",
)
OF_GUIDE = (
    "statutory_note",
    "promised_note",
    "powers",
    "quantity",
    "partners",
    "intermediaries",
    "delegation_note",
    "places",
    "hours",
    "phone",
    "supervision_phone",
    "address",
    "questions",
)
ROWS = ("materials", "stages")
FIELDS = (*OF_ITEM, *OF_GUIDE, *ROWS)
RELATIONS = ("main", "unit")
FLAGS = ("on_commitment", "green")  # younger than the first versions, which do not hold them: no
CODES = ("special", "audience", "themes", "channels", "venues")

MATERIAL: Content = {
    "name": "",
    "required": True,
    "originals": 1,
    "copies": 0,
    "issuer": "",
    "shared": False,
    "note": "",
    "sample": "",
}
STAGE: Content = {"name": "", "limit": None, "limit_unit": "wd", "post": ""}


def plain(values: Mapping[str, Any], before: Mapping[str, Any]) -> Content:
    """`values` as a version keeps them: keys for rows of tables, whole rows for materials and stages.

    A text of materials, one a line, keeps what `before` says about materials of the same name.
    """
    made: Content = {}
    for name, value in values.items():
        if name in RELATIONS:
            made[name] = getattr(value, "pk", value)
        elif name in CODES:
            made[name] = sorted({str(code) for code in value})
        elif name == "materials":
            known = {row["name"]: row for row in before.get("materials", [])}
            given = _lines(value) if isinstance(value, str) else value
            made[name] = [whole_row(row, known.get(_name(row), MATERIAL)) for row in given]
        elif name == "stages":
            made[name] = [whole_row(row, STAGE) for row in value]
        else:
            made[name] = _text(value)
    return made


def _text(value: Any) -> Any:
    """A text as it is kept: lines end as they do on paper, not as a browser sends them."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def whole_row(row: str | Mapping[str, Any], rest: Mapping[str, Any]) -> Content:
    """A row with all its members; a name alone is a row with the `rest` as it stands."""
    given = {"name": row} if isinstance(row, str) else row
    return {name: _text(given.get(name, rest[name])) for name in rest}


def _name(row: str | Mapping[str, Any]) -> str:
    return row if isinstance(row, str) else str(row["name"])


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what differs, in the order of FIELDS. A name that is missing is empty."""
    return [name for name in FIELDS if _value(before, name) != _value(after, name)]


def _value(content: Mapping[str, Any], name: str) -> Any:
    value = _text(content.get(name, False if name in FLAGS else None))
    return None if value in ("", [], None) else value


def names_twice(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names that more than one row has."""
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["name"]] = seen.get(row["name"], 0) + 1
    return [name for name, times in seen.items() if times > 1]


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content, so that the audit log proves what a version held."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
