"""The share of online applications against the city's target (S05), and the office's lists of details (S07)."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from approvals.applications import actions
from approvals.applications.models import FieldList
from approvals.applications.share import Share, share_of
from approvals.models import Case, Item
from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.organization.models import User
from tests.applications.builders import MONDAY, filed, online_item
from tests.approvals.builders import make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def one_of_three(year: int = 2026) -> Item:
    """A department's item with two cases at the counter and one online, all in September."""
    item, clerk = online_item(), make_clerk()
    for day in (7, 8):
        make_case(item, clerk, now=at(f"{year}-09-{day:02d} 10:00"))
    filed(item, now=at(f"{year}-09-14 20:00"))
    return item


@pytest.mark.parametrize(
    ("online", "received", "percent"),
    [
        (1, 3, Decimal("33.3")),
        (2, 3, Decimal("66.7")),
        (0, 5, Decimal("0.0")),
        (9, 9, Decimal(100)),
    ],
)
def test_the_share_has_one_place_and_is_rounded_once(online: int, received: int, percent: Decimal) -> None:
    assert Share(received=received, online=online).percent == percent


def test_where_nothing_was_received_there_is_no_share() -> None:
    assert Share().percent is None
    assert Share().from_target(45) is None


def test_cases_are_counted_by_month_and_by_the_department_of_their_item() -> None:
    item = one_of_three()

    found = share_of(2026)

    assert (found.all.received, found.all.online) == (3, 1)
    assert (found.months[9].percent, found.units[item.unit_id].percent) == (Decimal("33.3"), Decimal("33.3"))


def test_a_case_of_new_years_eve_belongs_to_the_year_of_its_day_in_shanghai() -> None:
    filed(now=at("2027-01-01 00:10"))

    assert share_of(2026).all.received == 0
    assert share_of(2027).months[1].online == 1


def test_however_many_cases_there_are_it_takes_two_queries(django_assert_num_queries: Any) -> None:
    one_of_three()
    with django_assert_num_queries(2):
        share_of(2026)
    for _time in range(10):
        filed(now=MONDAY)
    with django_assert_num_queries(2):
        share_of(2026)


def test_the_page_sets_the_share_beside_the_citys_target() -> None:
    one_of_three()

    page = text(signed_in(make_user("office")).get("/online-share/?of=2026"))

    assert "33.3" in page
    assert "11.7 percentage points below the target." in page
    assert "no law sets it" in page


def test_the_target_is_the_citys_own() -> None:
    one_of_three()
    adjust(key="applications.target", value=30, ground="昆效办〔2026〕1号", actor=None, now=MONDAY)

    page = text(signed_in(make_user("executive")).get("/online-share/?of=2026"))

    assert "The target is reached, by 3.3 percentage points." in page


def test_a_head_reads_the_figures_of_his_own_unit_alone() -> None:
    """T-38."""
    item = one_of_three()
    filed(online_item(make_unit("市住建局")))

    page = text(signed_in(make_user("head", unit=item.unit)).get("/online-share/?of=2026"))

    assert "33.3" in page
    assert "市住建局" not in page


def test_the_export_names_departments_and_months_and_is_on_record() -> None:
    """T-82."""
    item, office = one_of_three(), make_user("office")

    answer = signed_in(office).get("/online-share/export/?of=2026")

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows == [
        (item.unit.name, "9", "3", "1", "33.3", "45"),
        (item.unit.name, "whole year", "3", "1", "33.3", "45"),
        ("All departments", "whole year", "3", "1", "33.3", "45"),
    ]
    assert Entry.objects.get(verb="share-exported").data == {"rows": 3, "filters": {"year": "2026"}}


@pytest.mark.parametrize("asked", ["", "?of=", "?of=x", "?of=99999"])
def test_a_year_that_cannot_be_read_is_this_year(asked: str) -> None:
    filed(now=timezone.now())

    assert "100.0" in text(signed_in(make_user("office")).get(f"/online-share/{asked}"))


def test_the_office_gives_an_item_a_list_of_its_own_and_takes_it_back() -> None:
    item, client = make_item(), signed_in(make_user("office"))
    path = f"/applicant-details/{item.code}/"

    client.post(path, {"kind": "own", "chosen": ["address"], "ground": "需核对地点"})
    own = text(client.get("/applicant-details/"))
    client.post(path, {"kind": "city", "ground": "不再需要"})

    assert "Name、Number of the document、Address" in own
    assert list(FieldList.objects.values_list("chosen", flat=True)) == [["address"], None]
    assert "Name、Number of the document、Phone" in text(client.get("/applicant-details/"))


@pytest.mark.parametrize(
    "sent",
    [{"kind": "own", "chosen": ["address"]}, {"ground": "x"}, {"kind": "own", "chosen": ["name"], "ground": "x"}],
)
def test_a_list_that_cannot_be_set_comes_back_with_what_was_typed(sent: dict[str, Any]) -> None:
    item = make_item()

    answer = signed_in(make_user("office")).post(f"/applicant-details/{item.code}/", sent)

    assert answer.status_code == 422
    assert not FieldList.objects.exists()


def test_the_list_of_items_has_as_many_queries_with_thirty_as_with_one(django_assert_max_num_queries: Any) -> None:
    office, unit = make_user("office"), make_unit("市住建局")
    client = signed_in(office)
    first = make_item(unit)
    client.get("/applicant-details/")
    with django_assert_max_num_queries(12):
        client.get("/applicant-details/")
    for item in [first, *(make_item(unit) for _time in range(29))]:
        actions.set_fields(item=item, chosen=["phone"], ground="x", actor=office, now=MONDAY)
    with django_assert_max_num_queries(12):
        client.get("/applicant-details/")


def test_an_application_is_counted_once_however_often_it_is_completed() -> None:
    case = filed()

    assert Case.objects.get() == case
    assert share_of(2026).all.online == 1
