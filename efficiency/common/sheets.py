"""Reading a sheet that somebody fills: every fault with its row and column, or every row."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django import forms
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED = 64 * 1024 * 1024


class UnreadableSheet(ValueError):
    """The file is no Excel sheet, too big, or has other columns; the text says which."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell. `row` is the number Excel shows; `column` the column's title.

    `sheet` is the sheet's title where a file has several.
    """

    row: int
    column: str
    text: str
    sheet: str = ""

    def __str__(self) -> str:
        return _("Row %(row)s, %(column)s: %(text)s") % {"row": self.row, "column": self.column, "text": self.text}


def read_sheet(file: IO[bytes], *, heads: Sequence[str], most: int) -> list[list[str]]:
    """The rows below the heads of the first sheet, as text; empty rows at the end are passed over.

    Raises UnreadableSheet where the file is not what the template was.
    """
    filled = _filled(next(iter(_sheets(file).values()), []), heads=heads, most=most)
    if not filled:
        raise UnreadableSheet(_("The sheet holds no rows."))
    return filled


def read_sheets(
    file: IO[bytes], *, heads: Mapping[str, Sequence[str]], most: Mapping[str, int]
) -> dict[str, list[list[str]]]:
    """The rows of several sheets of a file, by the titles of the sheets; a sheet may hold none.

    Raises UnreadableSheet where a sheet is missing or has other columns.
    """
    sheets = _sheets(file)
    missing = [title for title in heads if title not in sheets]
    if missing:
        raise UnreadableSheet(_("The file must have the sheet “%(title)s”.") % {"title": missing[0]})
    return {title: _filled(sheets[title], heads=heads[title], most=most[title]) for title in heads}


def _filled(rows: list[list[str]], *, heads: Sequence[str], most: int) -> list[list[str]]:
    found = [cell for cell in rows[0] if cell] if rows else []
    if found != list(heads):
        raise UnreadableSheet(_("The first row must hold these titles: %(heads)s.") % {"heads": ", ".join(heads)})
    filled = [(row + [""] * len(heads))[: len(heads)] for row in rows[1:]]
    while filled and not any(filled[-1]):
        filled.pop()
    if len(filled) > most:
        raise UnreadableSheet(_("The sheet holds more than %(most)s rows. Split it.") % {"most": most})
    return filled


def _sheets(file: IO[bytes]) -> dict[str, list[list[str]]]:
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableSheet(_("The sheet is too big. Split it."))
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        return {
            sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in book.worksheets
        }
    except UnreadableSheet:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise UnreadableSheet(_("This file is not an Excel sheet (.xlsx).")) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def faults_of(form: forms.Form, *, row: int) -> list[Fault]:
    """The errors of a row's form, each with its column's title; "" for what concerns the whole row."""
    return [
        Fault(row, str(form.fields[name].label) if name in form.fields else "", str(text))
        for name, errors in form.errors.items()
        for text in errors
    ]
