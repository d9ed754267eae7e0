"""Keyset pages and Excel files."""

import base64
import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from efficiency.audit.models import Entry
from efficiency.common.lists import BadCursor, Page, as_text, excel, page
from efficiency.organization.models import Unit
from tests.cast import make_unit

ORDER = ["-name", "pk"]


@pytest.fixture
def names(db: None) -> list[str]:
    """Seven units whose names repeat, in the order of the list."""
    for name in "abbbcde":
        make_unit(name)
    return list("edcbbba")


def walk(found: Page[Unit], step: str) -> list[list[str]]:
    """The pages from here on, each as the names it shows."""
    pages = [[row.name for row in found.rows]]
    while cursor := getattr(found, step):
        found = page(Unit.objects.all(), order=ORDER, size=2, **{step: cursor})
        pages.append([row.name for row in found.rows])
    return pages


def test_forwards_each_row_is_shown_once(names: list[str]) -> None:
    pages = walk(page(Unit.objects.all(), order=ORDER, size=2), "after")

    assert pages == [["e", "d"], ["c", "b"], ["b", "b"], ["a"]]


def test_backwards_the_same_pages_come_again(names: list[str]) -> None:
    found = page(Unit.objects.all(), order=ORDER, size=2)
    while found.after:
        found = page(Unit.objects.all(), order=ORDER, size=2, after=found.after)

    assert walk(found, "before") == [["a"], ["b", "b"], ["c", "b"], ["e", "d"]]


def test_the_first_page_has_none_before_and_the_last_none_after(names: list[str]) -> None:
    only = page(Unit.objects.all(), order=ORDER, size=7)

    assert (len(only.rows), only.before, only.after) == (7, None, None)


def test_a_page_takes_one_query(names: list[str], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = page(Unit.objects.all(), order=ORDER, size=2)
    with django_assert_num_queries(1):
        page(Unit.objects.all(), order=ORDER, size=2, after=first.after or "")


@pytest.mark.parametrize(
    "cursor", ["nonsense", "e30", "WzFd", "WyJhIiwieCJd", "é", "=" * 9, "W251bGwsbnVsbF0", "WyJhXHUwMDAwIiwxXQ"]
)
@pytest.mark.django_db
def test_a_broken_cursor_is_told(cursor: str) -> None:
    with pytest.raises(BadCursor):
        page(Unit.objects.all(), order=ORDER, after=cursor)


def test_a_cursor_that_no_database_can_compare_is_told(db: None) -> None:
    with pytest.raises(BadCursor):
        page(Unit.objects.all(), order=ORDER, after=_cursor("\ud800", 1))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_cursor_outside_all_time_is_told(db: None, moment: str) -> None:
    with pytest.raises(BadCursor):
        page(Entry.objects.all(), order=["-at", "-pk"], after=_cursor(moment, 1))


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "|calc", "%0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    """THREATS 20."""
    assert as_text(text).startswith("'")


@pytest.mark.parametrize(
    ("raw", "shown"), [("a\x00b", "a\ufffdb"), ("\ud800", "\ufffd"), ("\x01=1", "\ufffd=1"), (None, ""), (7, "7")]
)
def test_signs_that_a_sheet_cannot_hold_are_shown(raw: object, shown: str) -> None:
    """THREATS 20."""
    assert as_text(raw) == shown


def test_every_cell_of_a_sheet_is_text() -> None:
    """THREATS 20."""
    response = excel("list", ["单位", "=head"], [[text, 7] for text in FORMULAS])

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert {cell.data_type for row in rows for cell in row} == {"s"}
    assert [cell.value for cell in rows[0]] == ["单位", "'=head"]
    assert len(rows) == len(FORMULAS) + 1
    assert response["Content-Disposition"] == 'attachment; filename="list.xlsx"'
