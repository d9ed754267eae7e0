"""The list of fees: versions, bounds, authority, and bringing a sheet in."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from approvals.fees.changes import KIND
from approvals.fees.models import Fee, Standard
from approvals.fees.sheets import heads, read_rows
from approvals.models import Item
from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from tests.approvals.builders import make_item
from tests.cast import make_user
from tests.common.queries import queries_of
from tests.fees.builders import make_standard, yuan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def row(item: Item, /, **cells: str) -> list[str]:
    """A row of the sheet that is well."""
    given = {
        "code": "SF-1",
        "item": item.code,
        "name": "不动产登记费",
        "authority": "national",
        "standing": "charged",
        "basis": "《不动产登记暂行条例》",
        "document": "",
        "lower": "80",
        "upper": "",
        "per": "件",
        "counting": "",
        "effective_from": "2027-01-01",
    }
    return list((given | cells).values())


def faults(item: Item, /, **cells: str) -> list[str]:
    return [f"{fault.row} {fault.column}" for fault in read_rows([row(item, **cells)], today=TODAY)[1]]


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    book, file = Workbook(), BytesIO()
    for each in (heads(), *rows):
        book.active.append(each)
    book.save(file)
    return SimpleUploadedFile("fees.xlsx", file.getvalue())


def test_in_force_is_the_newest_version_whose_day_has_come() -> None:
    first = make_standard(lower=yuan("100"))
    second = make_standard(first.fee.item, code=first.fee.code, since="2026-06-01", lower=yuan("60"))

    assert Standard.objects.in_force(date(2026, 5, 31)).get() == first
    assert Standard.objects.in_force(date(2026, 6, 1)).get() == second


def test_a_version_is_never_changed() -> None:
    standard = make_standard()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Standard.objects.filter(pk=standard.pk).update(lower=yuan("1"))


@pytest.mark.parametrize(
    "values",
    [
        {"authority": "city"},
        {"basis": ""},
        {"lower": yuan("-1"), "upper": yuan("5")},
        {"lower": yuan("9"), "upper": yuan("5")},
        {"lower": yuan("0")},
    ],
    ids=["of the city", "without a basis", "negative", "bounds crossed", "charged and free"],
)
def test_the_database_keeps_no_charge_that_is_not_lawful(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_standard(**values)


def test_a_fee_of_the_city_can_be_shown_as_abolished() -> None:
    standard = make_standard(authority="city", standing="abolished")

    assert (standard.chargeable, standard.cost(yuan("3"))) == (False, yuan("0.00"))


def test_the_lower_bound_is_charged() -> None:
    assert make_standard(lower=yuan("50"), upper=yuan("90")).cost(yuan("2")) == yuan("100.00")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"item": "KS-NONE"}, "2 Item code"),
        ({"authority": "city"}, "2 Authority"),
        ({"basis": ""}, "2 Basis"),
        ({"lower": "-1"}, "2 Lower bound (yuan)"),
        ({"lower": "1.005"}, "2 Lower bound (yuan)"),
        ({"upper": "70"}, "2 Upper bound (yuan)"),
        ({"standing": "free"}, "2 Lower bound (yuan)"),
        ({"effective_from": "soon"}, "2 In force from"),
        ({"code": "!"}, "2 Fee code"),
    ],
)
def test_each_fault_of_a_sheet_has_its_row_and_column(cells: dict[str, str], fault: str) -> None:
    assert faults(make_item(), **cells) == [fault]


def test_a_change_never_counts_backwards_but_a_new_fee_may_have_stood_long() -> None:
    standard = make_standard()

    assert faults(standard.fee.item, code=standard.fee.code, effective_from="2026-11-19") == ["2 In force from"]
    assert faults(standard.fee.item, code="SF-NEW", effective_from="2020-01-01") == []


def test_a_code_stays_with_its_item() -> None:
    standard = make_standard()

    assert faults(make_item(), code=standard.fee.code) == ["2 Fee code"]


def test_two_persons_of_the_office_put_a_fee_on_the_list() -> None:
    item, first, second = make_item(), make_user("office"), make_user("office")
    payload = {"rows": [row(item)]}

    change = propose(kind=KIND, title="收费", payload=payload, ground="新设", actor=first)
    assert Fee.objects.count() == 0
    decide(change=change, confirm=True, actor=second)

    standard = Standard.objects.get()
    assert (standard.lower, standard.upper) == (yuan("80"), yuan("80"))
    assert (standard.set_by, standard.confirmed_by) == (first, second)


def test_what_stands_already_is_no_change() -> None:
    item, first, second = make_item(), make_user("office"), make_user("office")
    payload = {"rows": [row(item)]}
    decide(
        change=propose(kind=KIND, title="收费", payload=payload, ground="新设", actor=first), confirm=True, actor=second
    )

    with pytest.raises(UnableToChange):
        propose(kind=KIND, title="收费", payload=payload, ground="再来", actor=first)


def test_a_sheet_with_a_fault_changes_nothing_and_shows_it(client: Client) -> None:
    item = make_item()
    client.force_login(make_user("office"))

    page = client.post(
        "/fees/import/",
        {"sheet": sheet(row(item), row(item, code="SF-2", basis="")), "ground": "年度"},
        headers=ENGLISH,
    )

    assert page.status_code == 422
    assert Change.objects.count() == 0
    assert 'data-label="Row">3<' in page.content.decode()


def test_a_sheet_that_is_well_becomes_a_proposal_that_shows_what_is_new(client: Client) -> None:
    client.force_login(make_user("office"))

    page = client.post(
        "/fees/import/", {"sheet": sheet(row(make_item())), "ground": "年度"}, follow=True, headers=ENGLISH
    )

    assert page.status_code == 200
    assert "SF-1" in page.content.decode()


def test_the_export_can_be_brought_in_again(client: Client) -> None:
    standard = make_standard()

    book = load_workbook(BytesIO(client.get("/fees/export/", headers=ENGLISH).content))
    lines = [[cell or "" for cell in line] for line in book.worksheets[0].iter_rows(values_only=True)]

    assert lines[1][:3] == [standard.fee.code, standard.fee.item.code, "不动产登记费"]
    assert lines[1][7:9] == ["80.00", "80.00"]


def test_everybody_reads_the_list_and_finds_a_fee_by_its_item(client: Client) -> None:
    make_standard(make_item(name="不动产首次登记"), name="登记费甲")
    make_standard(make_item(name="食品经营许可"), name="登记费乙")

    page = client.get("/fees/?q=食品").content.decode()

    assert "登记费乙" in page
    assert "登记费甲" not in page


def test_the_list_asks_as_often_for_thirty_fees_as_for_one(client: Client) -> None:
    item = make_item()
    make_standard(item)
    one = queries_of(client, "/fees/")
    for _number in range(29):
        make_standard(item)

    assert queries_of(client, "/fees/") == one


def test_the_page_of_an_item_says_what_it_costs(client: Client) -> None:
    item = make_item()
    make_standard(item, lower=yuan("80"))
    make_standard(item, name="公告费", authority="city", standing="abolished")

    page = client.get(f"/items/{item.code}/").content.decode()

    assert "80.00" in page
    assert "公告费" not in page


def test_the_form_shows_what_would_change_before_it_proposes(client: Client) -> None:
    standard = make_standard()
    client.force_login(make_user("office"))
    data = dict(
        zip(
            ("code", "item", "name", "authority", "standing", "basis", "document", "lower", "upper", "per"),
            row(standard.fee.item, code=standard.fee.code, lower="60"),
            strict=False,
        )
    )
    data |= {"effective_from": "2099-01-01", "ground": "降标", "change_document": "昆政〔演示〕1号"}

    shown = client.post(f"/fees/{standard.fee.code}/change/", data)
    sent = client.post(f"/fees/{standard.fee.code}/change/", data | {"propose": "1"})

    assert (shown.status_code, sent.status_code) == (200, 302)
    assert Change.objects.get().document == "昆政〔演示〕1号"


def test_only_the_office_keeps_the_list(client: Client) -> None:
    client.force_login(make_user("fee"))

    assert client.get("/fees/new/").status_code == 403
