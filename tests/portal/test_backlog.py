"""Bringing in the open matters of an older system: all or nothing, true dates, only on trial."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from approvals.models import Case, CaseState
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.cards.backlog import backlogs
from efficiency.cards.models import Card, Shadow
from efficiency.cards.sweep import sweep
from efficiency.changes.models import Change
from efficiency.clocks.models import Clock
from efficiency.organization.models import UnitKind
from tests.approvals.builders import make_item
from tests.cards.builders import visitor
from tests.cards.test_launching import launch
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
NOTHING: list[Any] = []


@pytest.fixture
def city() -> Any:
    make_unit("12345 中心", kind=UnitKind.HOTLINE)
    unit = make_unit()
    launch()
    return unit


def sheet(code: str, *rows: list[Any], heads: list[str] | None = None) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(heads if heads is not None else backlogs()[code].heads)
    for row in rows:
        page.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("backlog.xlsx", file.getvalue())


def bring_in(code: str, file: SimpleUploadedFile) -> Any:
    given = {"backlog": code, "sheet": file, "ground": "昆效办〔2026〕8号", "document": ""}
    return visitor(make_user("office")).post("/launch/backlog/", given)


def confirm() -> None:
    visitor(make_user("office")).post(f"/changes/{Change.objects.latest('pk').pk}/", {"confirm": "yes"})


def complaint_row(unit: Any, number: str = "A-1", **more: Any) -> list[Any]:
    row: dict[str, Any] = {
        "number": number,
        "kind": "repair",
        "content": "路灯不亮，电话 13812345678",
        "place": "前进中路",
        "filed_at": "2026-03-02 09:00",
        "code": unit.code,
        "dispatched_at": "2026-03-03 10:00",
    }
    return list((row | more).values())


def test_a_complaint_comes_in_with_its_true_dates_once_a_second_person_confirms(city: Any) -> None:
    assert bring_in("complaints", sheet("complaints", complaint_row(city))).status_code == 302
    assert not Complaint.objects.exists()
    confirm()

    complaint = Complaint.objects.select_related("matter").get()
    assert (complaint.filed_at, complaint.dispatched_at) == (at("2026-03-02 09:00"), at("2026-03-03 10:00"))
    assert complaint.matter.unit == city
    due = dict(Clock.objects.values_list("kind", "due_at"))
    assert due["reply"] == at("2026-03-11 00:00")  # 5 working days after 3 March, ends at 24:00 on the 10th
    assert set(due) == {"citizen", "reply"}
    assert Entry.objects.get(verb="backlog-imported").subject_id == complaint.matter.reference


def test_what_was_overdue_before_the_start_gets_a_shadow_and_no_card(city: Any) -> None:
    bring_in("complaints", sheet("complaints", complaint_row(city)))
    assert "1 of them is overdue now: a would-be card, no card." in Change.objects.latest("pk").effect
    confirm()

    sweep()

    assert Shadow.objects.filter(breached_at=at("2026-03-11 00:00"), level=1).count() == 1
    assert not Card.objects.exists()


def test_phones_in_the_text_are_not_kept_anywhere(city: Any) -> None:
    bring_in("complaints", sheet("complaints", complaint_row(city)))
    confirm()

    assert "13812345678" not in str(Change.objects.latest("pk").payload)
    assert "13812345678" not in Complaint.objects.get().content


def test_every_fault_is_named_with_row_and_column_and_nothing_changes(city: Any) -> None:
    rows = [
        complaint_row(city),
        complaint_row(city, "A-2", kind="凑热闹"),
        complaint_row(city, "A-3", filed_at="昨天"),
        complaint_row(city, "A-4", code="nowhere"),
        complaint_row(city, "A-5", dispatched_at="2026-03-01 10:00"),
        complaint_row(city, "A-1"),
        complaint_row(city, "A-7", filed_at="2999-01-01 09:00", code="", dispatched_at=""),
    ]

    page = bring_in("complaints", sheet("complaints", *rows))

    assert page.status_code == 422
    found = [(fault.row, fault.column, fault.text) for fault in page.context["faults"]]
    assert (4, "Filed at", "Enter a valid date/time.") in found
    assert (5, "Code of the unit", "No unit has this code.") in found
    assert (6, "Dispatched at", "It was dispatched before it was filed.") in found
    assert (7, "Number in the older system", "This number stands in the sheet twice.") in found
    assert (8, "", "A day lies ahead.") in found
    assert {row for row, *_ in found} == {2, 3, 4, 5, 6, 7, 8}
    assert not Change.objects.filter(kind="backlog").exists()


def test_a_part_that_is_live_takes_no_backlog() -> None:
    """Nobody puts back-dated work where cards are issued."""
    make_unit("12345 中心", kind=UnitKind.HOTLINE)
    unit = make_unit()

    page = bring_in("complaints", sheet("complaints", complaint_row(unit)))

    assert page.status_code == 422
    assert page.context["faults"][0].text == "市城市管理局 is not on trial: its work enters by the portal itself."


def test_a_number_comes_in_once(city: Any) -> None:
    bring_in("complaints", sheet("complaints", complaint_row(city)))
    confirm()

    page = bring_in("complaints", sheet("complaints", complaint_row(city)))

    assert page.context["faults"][0].text == "This number has been brought in already."


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"a,b,c"], ids=["empty", "broken", "text"])
def test_what_is_no_sheet_is_refused(city: Any, content: bytes) -> None:
    page = bring_in("complaints", SimpleUploadedFile("x.xlsx", content))

    assert page.status_code == 422


def test_other_columns_are_refused_and_the_right_ones_named(city: Any) -> None:
    page = bring_in("complaints", sheet("complaints", ["x"], heads=["Nummer"])).content.decode()

    assert "The first row must hold these titles: Number in the older system, Kind" in page


def test_a_case_comes_in_with_its_limits_then_and_its_pause(city: Any) -> None:
    item, clerk = make_item(), make_user("window", unit=city)
    row = ["B-1", item.code, clerk.username, "2026-03-02 09:00", "2026-03-03 10:00", 10, 20,
           "expert-review", "昆审停〔2026〕3号", "2026-03-04", "2026-03-11"]  # fmt: skip

    assert bring_in("cases", sheet("cases", row)).status_code == 302
    confirm()

    case = Case.objects.get()
    assert (case.state, case.promised_limit, case.clerk) == (CaseState.ACCEPTED, 10, clerk)
    due = dict(Clock.objects.values_list("kind", "due_at"))
    assert due == {"promised": at("2026-03-24 17:00"), "statutory": at("2026-04-08 17:00")}


def test_a_case_accepted_after_five_days_counts_from_its_receipt(city: Any) -> None:
    """T-14"""
    item, clerk = make_item(), make_user("window", unit=city)
    row = ["B-2", item.code, clerk.username, "2026-03-02 09:00", "2026-03-20 10:00", *[""] * 6]

    bring_in("cases", sheet("cases", row))
    confirm()

    assert Case.objects.get().accepted_from == at("2026-03-02 09:00")
    assert set(Clock.objects.values_list("started_at", flat=True)) == {at("2026-03-02 09:00")}


def test_the_empty_sheet_has_the_titles_that_are_asked_for(city: Any) -> None:
    answer = visitor(make_user("office")).get("/launch/backlog/complaints/template/")

    page = load_workbook(BytesIO(answer.content)).active
    assert page is not None
    assert [cell.value for cell in page[1]] == backlogs()["complaints"].heads
    assert visitor(make_user("office")).get("/launch/backlog/nothing/template/").status_code == 404
