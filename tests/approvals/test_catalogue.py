"""The public catalogue and its editing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from approvals.catalogue import UnableToChangeItem, Wanted, change_item, change_items
from approvals.catalogue.history import history
from approvals.models import Item
from efficiency.audit.models import Entry
from tests.approvals.builders import make_item
from tests.cast import at, make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


def form_of(**changed: Any) -> dict[str, Any]:
    given = {
        "code": "32058300-NEW",
        "name": "烟花爆竹经营（零售）许可",
        "unit": changed.pop("unit", None) or make_unit("市应急管理局").pk,
        "type": "01",
        "handling": "2",
        "depth": "0",
        "visits": "1",
        "delegation": "1",
        "basis": "《烟花爆竹安全管理条例》第十九条",
        "materials-TOTAL_FORMS": "1",
        "materials-INITIAL_FORMS": "0",
        "materials-0-name": "申请书",
        "materials-0-originals": "1",
        "materials-0-copies": "0",
        "materials-0-required": "on",
        "stages-TOTAL_FORMS": "1",
        "stages-INITIAL_FORMS": "0",
        "stages-0-name": "审查",
        "stages-0-limit": "3",
        "stages-0-limit_unit": "wd",
        "ground": "机构改革",
        "statutory_limit": "20",
        "statutory_unit": "wd",
        "promised_limit": "5",
        "promised_unit": "wd",
        "active": "on",
    }
    return given | changed


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("office", unit=make_unit("市效能办", "office")))
    return client


@pytest.mark.parametrize("words", ["食品经营", "spjy", "SPJYXK", "市监 许可", "32058300-"])
def test_anyone_finds_an_item_by_name_initials_department_or_code(client: Client, words: str) -> None:
    unit = make_unit("市市场监督管理局")
    unit.short_name = "市监局"
    unit.save()
    make_item(unit)
    make_item(name="排水户接管", code="QT-1")

    page = client.get("/items/", {"q": words}).content.decode()

    assert "食品经营许可" in page
    assert "排水户接管" not in page


def test_no_find_is_said_with_a_next_step(client: Client) -> None:
    assert "12345" in client.get("/items/", {"q": "zzzz"}).content.decode()


def test_an_item_page_shows_basis_materials_and_both_limits(client: Client) -> None:
    item = make_item()

    page = client.get(f"/items/{item.code}/", headers={"accept-language": "en"}).content.decode()

    for part in ("第三十五条", "营业执照复印件", "5 working days", "20 working days"):
        assert part in page


def test_an_item_that_left_the_list_is_not_public(client: Client) -> None:
    item = make_item(active=False)

    assert client.get(f"/items/{item.code}/").status_code == 404


def test_a_broken_cursor_gives_the_first_page(client: Client) -> None:
    make_item()

    assert "食品经营许可" in client.get("/items/", {"after": "%%%"}).content.decode()


def test_the_list_takes_as_many_queries_for_one_item_as_for_thirty(client: Client) -> None:
    make_item()
    one = queries_of(client, "/items/")
    for _number in range(29):
        make_item()

    assert queries_of(client, "/items/") == one


def test_the_office_adds_an_item(editor: Client) -> None:
    answer = editor.post("/items/new/", form_of())

    assert answer.status_code == 302
    item = Item.objects.get(code="32058300-NEW")
    assert (item.version, item.initials) == (1, "yhbzjylsxk")
    assert Entry.objects.about("item", item.pk).get().verb == "item-added"
    assert item.material_list == ["申请书"]
    assert list(item.stage_rows.values_list("name", "limit")) == [("审查", 3)]


@pytest.mark.parametrize(
    "changed",
    [
        {"code": ""},
        {"code": "a b"},
        {"code": "new"},
        {"name": ""},
        {"name": "许" * 201},
        {"unit": 999999},
        {"type": "99"},
        {"basis": ""},
        {"promised_limit": ""},
        {"promised_limit": "0"},
        {"promised_limit": "-3"},
        {"promised_limit": "21"},  # T-25
        {"promised_limit": "3", "promised_unit": "mo"},  # T-25: not comparable
        {"promised_limit": "五"},
        {"statutory_limit": "99999999"},
        {"phone": "13800000001"},
        {"phone": "请打座机"},
        {"address": "javascript:alert(1)"},
        {"materials-0-copies": "100"},
        {"materials-0-name": "书" * 201},
        {
            "materials-TOTAL_FORMS": "2",
            "materials-1-name": "申请书",
            "materials-1-originals": "1",
            "materials-1-copies": "0",
        },
        {"stages-0-limit": "半天"},
        {"decided_on": "2999-12-31"},
        {"main_code": "KS-00"},
    ],
)
def test_a_malformed_item_is_answered_with_a_message_and_keeps_what_was_typed(
    editor: Client, changed: dict[str, Any]
) -> None:
    answer = editor.post("/items/new/", form_of(**changed))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert "烟花爆竹安全管理条例" in page or "basis" in changed
    assert not Item.objects.filter(basis__contains="烟花").exists()


def test_a_code_is_given_once(editor: Client) -> None:
    make_item(code="32058300-NEW")

    assert editor.post("/items/new/", form_of()).status_code == 422


def test_a_change_makes_a_new_version(editor: Client) -> None:
    item = make_item()
    unit = item.unit_id

    answer = editor.post(f"/items/{item.code}/edit/", form_of(code=item.code, unit=unit, promised_limit="3", seen="1"))

    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.version, item.promised_limit) == (2, 3)
    assert Entry.objects.about("item", item.pk).get().data["changed"]["promised_limit"] == [5, 3]


def test_a_change_of_a_version_that_is_gone_is_refused_and_keeps_what_was_typed(editor: Client) -> None:
    item = make_item(newest=2)

    answer = editor.post(f"/items/{item.code}/edit/", form_of(code=item.code, unit=item.unit_id, seen="1"))

    assert answer.status_code == 422
    assert "烟花爆竹经营（零售）许可" in answer.content.decode()


def test_a_change_for_a_later_day_is_shown_at_once_and_comes_then(editor: Client, client: Client) -> None:
    """T-86: what is scheduled is public from the day it is scheduled."""
    editor.post("/items/new/", form_of())
    item = Item.objects.get()
    sent = form_of(unit=item.unit_id, promised_limit="3", seen="1", effective_on="2099-01-05", ground="第九轮提速")

    editor.post(f"/items/{item.code}/edit/", sent)

    client.logout()
    page = client.get(f"/items/{item.code}/", headers={"accept-language": "en"}).content.decode()
    for part in ("This changes from", "第九轮提速", "<del>5 working days</del> → <ins>3 working days</ins>"):
        assert part in page
    item.refresh_from_db()
    assert item.promised_limit == 5


def test_a_scheduled_change_is_taken_back_on_its_page(editor: Client) -> None:
    item = make_item()
    values = form_of(code=item.code, unit=item.unit_id, promised_limit="3", seen="1", effective_on="2099-01-05")
    editor.post(f"/items/{item.code}/edit/", values)

    refused = editor.post(f"/items/{item.code}/versions/2/take-back/", {"ground": ""})
    done = editor.post(f"/items/{item.code}/versions/2/take-back/", {"ground": "意见不一致"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert item.versions.order_by("-number").values_list("ground", flat=True).first() == "意见不一致"
    assert editor.get(f"/items/{item.code}/versions/1/take-back/").status_code == 404


@pytest.mark.parametrize(
    ("decided", "late"),
    [("2026-09-01", True), ("2026-09-08", False)],  # 20 working days before Saturday 2026-10-10: 2026-09-08
)
def test_the_page_says_where_a_change_was_published_late(decided: str, late: bool, client: Client) -> None:
    """T-86."""
    item = make_item()
    change_item(
        item=item,
        values={"promised_limit": 3},
        version=1,
        decided_on=date.fromisoformat(decided),
        actor=make_user("office"),
        now=at("2026-10-10 10:00"),
    )

    told = history(list(item.versions.all()), at("2026-10-10 12:00"))

    assert [one.published_late for one in told] == [late]


def test_a_page_shows_what_has_come_into_force_though_no_worker_ran(client: Client) -> None:
    item = make_item()
    change_items(
        wanted=[Wanted(item, {"promised_limit": 2, "materials": "身份证"})],
        ground="提速",
        effective_from=at("2026-10-12 00:00"),
        actor=make_user("office"),
        now=at("2026-10-10 10:00"),
    )

    page = client.get(f"/items/{item.code}/", headers={"accept-language": "en"}).content.decode()

    assert "2 working days" in page
    assert "身份证" in page
    assert "营业执照复印件" not in page.split("Changes of this item")[0]


@pytest.mark.parametrize("sheet", ["guide", "checklist"])
def test_the_sheets_to_print_hold_the_materials_and_a_code(client: Client, sheet: str) -> None:
    item = make_item()

    page = client.get(f"/items/{item.code}/{sheet}/").content.decode()

    assert "营业执照复印件" in page
    assert "data:image/svg+xml" in page


def test_the_sheets_of_an_item_that_left_the_list_are_not_public(client: Client) -> None:
    item = make_item(active=False)

    assert client.get(f"/items/{item.code}/guide/").status_code == 404
    assert client.get(f"/items/{item.code}/checklist/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "1"}, {"身份证明"}),
        ({"who": "2"}, {"开业", "食品经营许可"}),
        ({"theme": "f02"}, {"开业"}),
        ({"q": "准营准办"}, {"开业"}),
        ({"handling": "1"}, {"身份证明"}),
        ({"venue": "6"}, {"身份证明"}),
        ({"online": "on"}, {"开业"}),
        ({"who": "9"}, {"身份证明", "开业", "食品经营许可"}),  # what cannot be read is passed over
    ],
)
def test_the_list_is_narrowed_by_whom_theme_and_way(client: Client, asked: dict[str, str], found: set[str]) -> None:
    make_item(name="身份证明", audience=["1"], handling="1", venues=["4", "6"])
    make_item(name="开业", audience=["2"], themes=["f02", "p04"], depth="5")
    make_item(audience=["2", "3"])

    answer = client.get("/items/", asked)

    assert {item.name for item in answer.context["page"].rows} == found


def test_only_editors_see_what_left_the_list(client: Client, editor: Client) -> None:
    make_item(name="旧事项", active=False)

    shown = editor.get("/items/", {"state": "withdrawn"}).context["page"].rows
    client.logout()
    hidden = client.get("/items/", {"state": "withdrawn"}).context["page"].rows

    assert [item.name for item in shown] == ["旧事项"]
    assert list(hidden) == []


def test_the_search_at_the_counter_asks_as_often_for_a_thousand_items_as_for_one(client: Client) -> None:
    client.force_login(make_user("window", unit=make_unit()))
    item = make_item()
    one = queries_of(client, "/cases/new/items/?words=spj")
    Item.objects.bulk_create(
        Item(code=f"KS-{n}", name="食品经营许可", initials="spjyxk", unit=item.unit, type="01", promised_limit=1)
        for n in range(1000)
    )

    assert queries_of(client, "/cases/new/items/?words=spj") == one


def test_a_change_of_nothing_makes_no_version() -> None:
    item = make_item()

    same = change_item(
        item=item, values={"name": item.name}, version=1, actor=make_user("office"), now=at("2026-09-15 09:00")
    )

    assert same.version == 1


def test_a_promise_longer_than_the_law_is_refused() -> None:
    """T-25."""
    with pytest.raises(UnableToChangeItem):
        change_item(
            item=make_item(),
            values={"promised_limit": 21},
            version=1,
            actor=make_user("office"),
            now=at("2026-09-15 09:00"),
        )


def test_only_the_office_changes_the_catalogue(client: Client) -> None:
    item = make_item()
    with pytest.raises(UnableToChangeItem):
        change_item(item=item, values={"name": "甲"}, version=1, actor=make_user("window"), now=at("2026-09-15 09:00"))

    client.force_login(make_user("window", unit=make_unit()))
    assert client.get("/items/new/").status_code == 403
