"""Lists that grow with the city's life: keyset pages (no COUNT, no OFFSET) and Excel files."""

import base64
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Row = TypeVar("Row", bound=Model)


class BadCursor(ValueError):
    """The cursor in the address was not made by this list."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows with the cursors of its neighbours (None at either end)."""

    rows: Sequence[Row]
    after: str | None
    before: str | None


def page(rows: QuerySet[Row], *, order: Sequence[str], after: str = "", before: str = "", size: int = 50) -> Page[Row]:
    """Cut one page out of `rows`, ordered by `order` (field names, "-" for descending).

    The last name must be unique (the primary key), and no ordered column may be NULL.
    One query, whatever the depth. Raises BadCursor.
    """
    backwards = bool(before)
    keys = [_turned(name) for name in order] if backwards else list(order)
    cursor = before or after
    if cursor:
        rows = rows.filter(_beyond(keys, _decode(cursor, len(keys), rows.model, keys)))
    found = list(rows.order_by(*keys)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else bool(after)
    has_next = True if backwards else more
    return Page(
        rows=found,
        after=_encode(found[-1], order) if found and has_next else None,
        before=_encode(found[0], order) if found and has_previous else None,
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else "-" + name


def _beyond(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows strictly after `values` in the order `keys`."""
    condition = Q()
    for depth, name in enumerate(keys):
        equal = {keys[i].lstrip("-"): values[i] for i in range(depth)}
        step = {f"{name.lstrip('-')}__{'lt' if name.startswith('-') else 'gt'}": values[depth]}
        condition |= Q(**equal, **step)
    return condition


def _encode(row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if hasattr(value, "isoformat") else value)
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int, model: type[Model], keys: Sequence[str]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != length:
            raise BadCursor(cursor)
        if any(value is None or "\0" in str(value) for value in values):  # no database compares with these
            raise BadCursor(cursor)
        cleaned = [_cleaned(model, name.lstrip("-"), value) for name, value in zip(keys, values, strict=True)]
        for value in cleaned:  # what no database driver can send: half a sign, a moment before all time
            _ = value.astimezone(UTC) if isinstance(value, datetime) else str(value).encode()
        return cleaned
    except BadCursor:
        raise
    except Exception as error:  # any broken text: base64, JSON, field conversion
        raise BadCursor(cursor) from error


def _cleaned(model: type[Model], path: str, value: Any) -> Any:
    *relations, name = path.split("__")
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        assert isinstance(related, type)  # a path names real relations
        model = related
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return field.to_python(value)  # type: ignore[union-attr]


# What Excel or LibreOffice would read as a formula, in half and full width.
_FORMULA = re.compile(r"^[\s\x00-\x20]*[=+\-@|%＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def as_text(value: object) -> str:
    """Return the cell's text: control signs shown as �, formula starts guarded with an apostrophe."""
    text = _CONTROL.sub("\ufffd", "" if value is None else str(value))
    return "'" + text if _FORMULA.match(text.lstrip("'")) else text


def from_text(cell: str) -> str:
    """Return what `as_text` made this cell of: the guard is taken off again."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell.lstrip("'")) else cell


def excel(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download of one sheet: `heads` in bold, then each row, every cell as text."""
    return excel_sheets(name, [("Sheet", heads, rows)])


def excel_sheets(name: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> HttpResponse:
    """A download of several sheets, each with its title, its heads and its rows."""
    book = Workbook(write_only=True)
    for title, heads, rows in sheets:
        _fill(book.create_sheet(title), heads, rows)
    file = BytesIO()
    book.save(file)
    response = HttpResponse(
        file.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _fill(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    bold = []
    for head in heads:
        cell = WriteOnlyCell(sheet, value=as_text(head))
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=as_text(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
