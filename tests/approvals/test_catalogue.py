"""The public catalogue and its editing."""

from typing import Any

import pytest
from django.test import Client

from approvals.catalogue import UnableToChangeItem, change_item
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
        "basis": "《烟花爆竹安全管理条例》第十九条",
        "materials": "申请书",
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
