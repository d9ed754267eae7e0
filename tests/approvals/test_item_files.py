"""The catalogue as Excel files."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from approvals.catalogue import add_items
from approvals.catalogue.exporting import filled
from approvals.catalogue.importing import plan, write_confirmed
from approvals.catalogue.sheet import ITEMS, MATERIALS, STAGES, columns
from approvals.models import Item, ItemImport
from efficiency.audit.models import Entry
from efficiency.common.lists import as_text
from efficiency.organization.models import Unit
from tests.approvals.builders import make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

ADDED = at("2026-09-01 09:00")
Rows = list[dict[str, str]]


@pytest.fixture
def unit() -> Unit:
    return make_unit("市市场监督管理局")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("office", unit=make_unit("市效能办", "office")))
    return client


def item_row(**changed: str) -> dict[str, str]:
    given = {
        "code": "KS-SCJG-0001",
        "name": "食品经营许可",
        "unit": "市市场监督管理局",
        "type": "行政许可",
        "basis": "《中华人民共和国食品安全法》第三十五条",
        "promised_limit": "5",
        "statutory_limit": "20",
    }
    return given | changed


def file_of(items: Rows, materials: Rows | None = None, stages: Rows | None = None) -> SimpleUploadedFile:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in ((ITEMS, items), (MATERIALS, materials or []), (STAGES, stages or [])):
        sheet, column = book.create_sheet(title), columns()[title]
        sheet.append(column.heads)
        for row in rows:
            sheet.append([row.get(name, "") for name in column.fields])
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("目录.xlsx", file.getvalue())


def send(editor: Client, *rows: Any) -> Any:
    return editor.post("/items/import/", {"sheet": file_of(*rows)}, headers={"accept-language": "en"})


def confirm(editor: Client, **given: str) -> ItemImport:
    kept = ItemImport.objects.get()
    assert editor.post(f"/items/imports/{kept.pk}/", {"ground": "第九轮提速"} | given).status_code == 302
    write_confirmed()
    kept.refresh_from_db()
    return kept


def test_a_file_without_faults_changes_nothing_before_it_is_confirmed(editor: Client, unit: Unit) -> None:
    answer = send(editor, [item_row()])

    assert answer.status_code == 302
    assert not Item.objects.exists()
    page = editor.get(answer.headers["Location"], headers={"accept-language": "en"}).content.decode()
    assert "New: 1 · changed: 0 · unchanged: 0" in page


def test_a_confirmed_file_is_written_with_materials_and_stages(editor: Client, unit: Unit) -> None:
    code = "KS-SCJG-0001"
    send(
        editor,
        [item_row(main_code="KS-SCJG-00", main_name="食品经营许可（主项）", audience="自然人、企业法人")],
        [{"code": code, "name": "申请书", "originals": "2"}, {"code": code, "name": "授权书", "required": "否"}],
        [{"code": code, "name": "审查", "limit": "3", "post": "审查岗"}],
    )

    kept = confirm(editor)

    assert (kept.state, kept.error, kept.done) == ("done", "", 1)
    item = Item.objects.select_related("main").get()
    assert item.main is not None
    assert (item.main.code, item.audience, item.promised_limit) == ("KS-SCJG-00", ["1", "2"], 5)
    assert list(item.material_rows.values_list("name", "originals", "required")) == [
        ("申请书", 2, True),
        ("授权书", 1, False),
    ]
    assert list(item.stage_rows.values_list("name", "limit")) == [("审查", 3)]
    assert item.versions.get().ground == "第九轮提速"
    assert Entry.objects.filter(verb="items-imported").get().data == {"added": 1, "changed": 0, "unchanged": 0}


def test_a_file_for_a_later_day_is_scheduled(editor: Client, unit: Unit) -> None:
    item = make_item(unit, code="KS-SCJG-0001")
    send(editor, [item_row(promised_limit="3")])

    confirm(editor, effective_on="2099-01-01")

    item.refresh_from_db()
    assert (item.promised_limit, item.next_change_at) == (5, at("2099-01-01 00:00"))


FAULTS = [
    ([item_row(promised_limit="-1")], [], [], "事项", 2, "承诺办结时限", "This is missing"),
    ([item_row(promised_limit="五天")], [], [], "事项", 2, "承诺办结时限", "whole number"),
    ([item_row(promised_limit="21")], [], [], "事项", 2, "承诺办结时限", "must not be longer"),
    ([item_row(unit="市没有局")], [], [], "事项", 2, "实施主体", "市没有局"),
    ([item_row(type="行政许愿")], [], [], "事项", 2, "事项类型", "行政许愿"),
    ([item_row(code="有空 格")], [], [], "事项", 2, "事项编码", "3 to 50 letters"),
    ([item_row(), item_row()], [], [], "事项", 3, "事项编码", "twice"),
    ([item_row(phone="13800000001")], [], [], "事项", 2, "咨询电话", "mobile number"),
    ([item_row(appointment="也许")], [], [], "事项", 2, "支持预约", "是 or 否"),
    ([item_row()], [{"code": "KS-NO", "name": "申请书"}], [], "材料", 2, "事项编码", "no item with this code"),
    ([item_row()], [{"code": "KS-SCJG-0001", "name": ""}], [], "材料", 2, "材料名称", "required"),
    (
        [item_row()],
        [{"code": "KS-SCJG-0001", "name": "申请书"}] * 2,
        [],
        "材料",
        3,
        "材料名称",
        "twice",
    ),
    ([item_row()], [], [{"code": "KS-SCJG-0001", "name": "审查", "limit": "1.5"}], "环节", 2, "时限", "whole number"),
    (
        [
            item_row(main_code="KS-00", main_name="甲"),
            item_row(code="KS-2", main_code="KS-00", main_name="乙"),
        ],
        [],
        [],
        "事项",
        3,
        "主项基本编码",
        "Another row",
    ),
]


@pytest.mark.parametrize(("items", "materials", "stages", "sheet", "row", "column", "text"), FAULTS)
def test_every_fault_is_named_with_sheet_row_and_column(
    editor: Client,
    unit: Unit,
    items: Rows,
    materials: Rows,
    stages: Rows,
    sheet: str,
    row: int,
    column: str,
    text: str,
) -> None:
    answer = send(editor, items, materials, stages)

    assert answer.status_code == 422
    fault = answer.context["faults"][0]
    assert (fault.sheet, fault.row, fault.column) == (sheet, row, column)
    assert text in fault.text
    assert not ItemImport.objects.exists()


def test_minus_one_is_missing_and_never_a_number(editor: Client, unit: Unit) -> None:
    send(editor, [item_row(statutory_limit="-1", visits="-1")])

    confirm(editor)

    item = Item.objects.get()
    assert (item.statutory_limit, item.visits) == (None, 1)


def test_a_file_that_is_no_sheet_is_refused(editor: Client) -> None:
    answer = editor.post("/items/import/", {"sheet": SimpleUploadedFile("a.xlsx", b"no sheet")})

    assert answer.status_code == 422


def test_a_file_without_the_three_sheets_is_refused(editor: Client) -> None:
    book, file = Workbook(), BytesIO()
    book.save(file)

    answer = editor.post("/items/import/", {"sheet": SimpleUploadedFile("a.xlsx", file.getvalue())})

    assert answer.status_code == 422


def test_the_preview_names_what_differs(editor: Client, unit: Unit) -> None:
    make_item(unit, code="KS-SCJG-0001", materials="申请书")

    answer = send(editor, [item_row(promised_limit="3")], [{"code": "KS-SCJG-0001", "name": "身份证"}])

    lines = ItemImport.objects.get().summary["lines"]
    assert answer.status_code == 302
    assert [line[2:] for line in lines] == [
        ["promised limit", "5 working days", "3 working days"],
        ["materials", "申请书", "身份证"],
    ]


def test_a_catalogue_that_has_moved_since_the_preview_is_not_overwritten(editor: Client, unit: Unit) -> None:
    item = make_item(unit, code="KS-SCJG-0001")
    send(editor, [item_row(promised_limit="3")])
    Item.objects.filter(pk=item.pk).update(newest=2)

    kept = confirm(editor)

    item.refresh_from_db()
    assert (kept.state, item.promised_limit) == ("failed", 5)
    assert "has changed since" in kept.error or "变" in kept.error


def test_a_dropped_file_is_never_written(editor: Client, unit: Unit) -> None:
    send(editor, [item_row()])
    kept = ItemImport.objects.get()

    editor.post(f"/items/imports/{kept.pk}/drop/")
    again = editor.post(f"/items/imports/{kept.pk}/", {"ground": "改"})
    write_confirmed()

    assert again.status_code == 422
    assert not Item.objects.exists()


def test_the_template_holds_the_three_sheets_with_their_columns(editor: Client) -> None:
    answer = editor.get("/items/template/")

    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["事项", "材料", "环节"]
    assert [cell.value for cell in book["材料"][1]][:3] == ["事项编码", "材料名称", "是否必备"]


def test_an_export_is_noted_and_holds_what_the_list_shows(editor: Client, unit: Unit) -> None:
    make_item(unit, code="KS-1")
    make_item(name="排水户接管", code="KS-2")

    answer = editor.get("/items/export/", {"q": "食品"})

    sheet = load_workbook(BytesIO(answer.content))["事项"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["KS-1"]
    entry = Entry.objects.get(verb="items-exported")
    assert entry.data == {"rows": 1, "filters": {"q": "食品"}}


WORDS = some.text(
    some.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cn", "Co"), blacklist_characters="、"),
    max_size=12,
)
NAMES = some.lists(WORDS.filter(bool), max_size=4, unique=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=WORDS,
    names=NAMES,
    stages=NAMES,
    copies=some.integers(0, 99),
    statutory=some.none() | some.integers(20, 365),
    themes=some.sets(some.sampled_from(["p01", "f02", "f16"])),
    yes=some.booleans(),
)
def test_what_is_exported_and_read_in_again_changes_nothing(
    words: str, names: list[str], stages: list[str], copies: int, statutory: int | None, themes: set[str], yes: bool
) -> None:
    with transaction.atomic():
        add_items(
            values=[
                {
                    "code": "KS-WALK",
                    "name": f"事{words}",
                    "unit": make_unit(),
                    "type": "01",
                    "basis": f"据{words}",
                    "conditions": words,
                    "promised_limit": 5,
                    "statutory_limit": statutory,
                    "themes": sorted(themes),
                    "appointment": yes,
                    "on_commitment": yes,
                    "green": not yes,
                    "questions": f"{words}\n\n{words}",
                    "materials": [{"name": name, "copies": copies, "required": yes, "note": words} for name in names],
                    "stages": [{"name": name, "limit": None if yes else copies} for name in stages],
                }
            ],
            actor=None,
            now=ADDED,
        )
        sheets = filled(list(Item.objects.filter(code="KS-WALK").select_related("unit", "main")))

        again = plan(
            {title: [[as_text(cell).strip() for cell in row] for row in rows] for title, _heads, rows in sheets}
        )

        assert (again.faults, again.lines, again.added, again.unchanged) == ([], [], [], 1)
        transaction.set_rollback(True)


def test_only_the_office_imports(client: Client) -> None:
    client.force_login(make_user("window", unit=make_unit()))

    assert client.get("/items/import/").status_code == 403
    assert client.get("/items/template/").status_code == 403
