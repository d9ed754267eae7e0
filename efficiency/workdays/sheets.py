"""A table of days from a file: Excel or CSV, as lines the office would have typed. No database."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST = 256 * 1024
_LARGEST_UNPACKED = 8 * 1024 * 1024  # a small file that unpacks into a large one is no table of days
_MOST_ROWS, _MOST_CELLS = 500, 6


class UnreadableSheet(ValueError):
    """The file is no table that can be read; the text says why."""


def lines_of(name: str, content: bytes) -> str:
    """The rows as text, a day a line; a head row and empty rows are left out."""
    if len(content) > LARGEST:
        raise UnreadableSheet(_("The file is larger than %(size)s KB.") % {"size": LARGEST // 1024})
    rows = _of_book(content) if content[:2] == b"PK" else _of_text(content)
    return "\n".join(line for line in (_line(row) for row in rows) if line)


def _of_book(content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise UnreadableSheet(_("The file is too large for a table of days."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_CELLS, values_only=True):
            yield list(row)
        book.close()
    except UnreadableSheet:
        raise
    except Exception as error:  # whatever a broken archive makes of its reader
        raise UnreadableSheet(_("This is no Excel file that can be read.")) from error


def _of_text(content: bytes) -> Iterable[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            lines = text.splitlines()[:_MOST_ROWS]
            return csv.reader(lines, delimiter="\t" if "\t" in text else ",")
    raise UnreadableSheet(_("Save the table as Excel (.xlsx) or as CSV."))


def _line(row: list[Any]) -> str:
    cells = [_cell(value) for value in row[:_MOST_CELLS]]
    text = " ".join(cell for cell in cells if cell)
    return text if cells and any(sign.isdigit() for sign in cells[0]) else ""


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else " ".join(str(value).split())
