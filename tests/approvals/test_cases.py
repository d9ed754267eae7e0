"""The list of cases, the case page and its forms."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from approvals.actions import finish_case, withdraw_case
from approvals.models import Case, Outcome
from efficiency.audit.models import Entry
from efficiency.cards.sweep import sweep
from efficiency.organization.models import User
from tests.approvals.builders import make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def counter(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def numbers(page: str, *cases: Case) -> list[bool]:
    return [case.matter.reference in page for case in cases]


def test_open_cases_stand_by_days_left(counter: Client, clerk: User) -> None:
    late = make_case(clerk=clerk, now=at("2026-09-14 10:00"), accept=True)
    later = make_case(make_item(promised_limit=15), clerk=clerk, now=at("2026-09-14 10:00"), accept=True)

    page = counter.get("/cases/").content.decode()

    assert page.index(late.matter.reference) < page.index(later.matter.reference)


def test_filters_show_what_they_say(counter: Client, clerk: User) -> None:
    late = make_case(clerk=clerk, accept=True)
    open_ = make_case(clerk=clerk, now=timezone.now())
    done = make_case(clerk=clerk, accept=True)
    finish_case(case=done, outcome=Outcome.GRANTED, result="1", reasons="", actor=clerk, now=at("2026-09-15 09:00"))
    back = make_case(clerk=clerk)
    withdraw_case(case=back, reason="撤回", actor=clerk, now=at("2026-09-15 09:00"))
    every = (late, open_, done, back)

    def shown(**filters: str) -> list[bool]:
        return numbers(counter.get("/cases/", filters).content.decode(), *every)

    assert shown() == [True, True, False, False]
    assert shown(state="late") == [True, False, False, False]
    assert shown(state="finished") == [False, False, True, False]
    assert shown(state="withdrawn") == [False, False, False, True]
    assert shown(state="all") == [True, True, True, True]
    assert shown(state="all", q=done.matter.reference[-6:]) == [False, False, True, False]
    assert shown(state="nonsense") == [True, True, False, False]


def test_handler_and_head_of_the_department_see_theirs_and_no_others(client: Client) -> None:
    department = make_unit("市城市管理局")
    own, other = make_case(make_item(department)), make_case()

    for role in ("handler", "head"):
        client.force_login(make_user(role, unit=department))
        assert numbers(client.get("/cases/").content.decode(), own, other) == [True, False]
        assert client.get(f"/cases/{own.matter.reference}/").status_code == 200
        assert client.get(f"/cases/{other.matter.reference}/").status_code == 404


@pytest.mark.parametrize("act", ["accept", "tell", "complete", "finish", "deliver", "decline", "withdraw", "applicant"])
def test_a_case_out_of_scope_cannot_be_acted_on(client: Client, act: str) -> None:
    case = make_case()
    client.force_login(make_user("handler", unit=make_unit("市民政局")))

    assert client.post(f"/cases/{case.matter.reference}/{act}/").status_code == 404


def test_a_second_counter_of_the_same_centre_sees_the_case(client: Client, clerk: User) -> None:
    case = make_case(clerk=clerk)
    client.force_login(make_user("window", unit=clerk.unit))

    assert client.get(f"/cases/{case.matter.reference}/").status_code == 200


def test_the_list_takes_as_many_queries_for_one_case_as_for_thirty(counter: Client, clerk: User) -> None:
    item = make_item()
    make_case(item, clerk)
    one = queries_of(counter, "/cases/")
    every = queries_of(counter, "/cases/?state=all")
    for _number in range(29):
        make_case(item, clerk)

    assert queries_of(counter, "/cases/") == one
    assert queries_of(counter, "/cases/?state=all") == every


def test_the_export_holds_the_list_and_is_recorded(counter: Client, clerk: User) -> None:
    """T-82."""
    case = make_case(clerk=clerk)

    answer = counter.get("/cases/export/")

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert [row[0] for row in sheet.values][1:] == [case.matter.reference]
    assert Entry.objects.get(verb="cases-exported").data == {"rows": 1, "filters": {}}


def test_an_export_keeps_no_searched_word(counter: Client) -> None:
    """A name somebody searched for would stand in an entry for ever."""
    counter.get("/cases/export/", {"q": "张三"})

    assert Entry.objects.get(verb="cases-exported").data["filters"] == {"q": "…"}


def test_accepting_finishing_and_its_history_are_on_the_case_page(counter: Client, clerk: User) -> None:
    case = make_case(clerk=clerk, now=timezone.now())
    path = f"/cases/{case.matter.reference}/"

    assert counter.post(f"{path}accept/").status_code == 302
    assert counter.post(f"{path}finish/", {"outcome": "granted", "result": "JY-1"}).status_code == 302

    case.refresh_from_db()
    assert (case.state, case.outcome) == ("finished", "granted")
    assert "JY-1" in counter.get(path).content.decode()


def test_accepting_twice_is_told(counter: Client, clerk: User) -> None:
    case = make_case(clerk=clerk, accept=True)

    page = counter.post(f"/cases/{case.matter.reference}/accept/", follow=True).content.decode()

    assert "alert-error" in page


def test_a_refusal_shows_reasons_and_remedies(counter: Client, clerk: User) -> None:
    """T-24."""
    case = make_case(clerk=clerk, accept=True)
    path = f"/cases/{case.matter.reference}/"

    counter.post(f"{path}finish/", {"outcome": "refused", "reasons": "经营场所未分区。"})

    page = counter.get(path).content.decode()
    for part in ("经营场所未分区。", "60日", "6个月"):
        assert part in page


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("finish", {}),
        ("finish", {"outcome": "maybe"}),
        ("finish", {"outcome": "refused", "result": "第7号"}),
        ("finish", {"outcome": "granted", "reasons": "理由充分"}),
        ("finish", {"outcome": "granted", "result": "9" * 201}),
        ("finish", {"outcome": "refused", "reasons": "长" * 2001}),
        ("withdraw", {}),
        ("withdraw", {"reason": "书面撤回"}),
        ("withdraw", {"reason": "长" * 191, "said": "letter"}),
        ("applicant", {}),
        ("applicant", {"purpose": "长" * 201}),
    ],
)
def test_a_malformed_act_is_answered_with_a_message_and_keeps_what_was_typed(
    counter: Client, clerk: User, act: str, form: dict[str, Any]
) -> None:
    case = make_case(clerk=clerk, accept=True)

    answer = counter.post(f"/cases/{case.matter.reference}/{act}/", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    for name in ("result", "reasons", "reason", "purpose"):
        assert form.get(name, "") in page
    case.refresh_from_db()
    assert case.state == "accepted"


def test_acts_are_posts(counter: Client, clerk: User) -> None:
    case = make_case(clerk=clerk)

    for act in ("accept", "tell", "finish", "withdraw", "applicant"):
        assert counter.get(f"/cases/{case.matter.reference}/{act}/").status_code == 405


def test_another_units_head_with_the_city_in_view_acts_on_nothing(client: Client) -> None:
    case = make_case(accept=True)
    client.force_login(make_user("office", unit=make_unit("市效能办", "office")))

    assert client.get(f"/cases/{case.matter.reference}/").status_code == 200
    assert client.post(f"/cases/{case.matter.reference}/finish/", {}).status_code == 403


def test_a_card_on_a_case_is_open_to_the_clerk_it_names_and_to_the_unit(counter: Client, clerk: User) -> None:
    """T-38: a colleague at the counter learns its number only."""
    case = make_case(clerk=clerk, accept=True)
    sweep(now=at("2026-09-21 09:00"))
    card = case.matter.cards.get(level=1)
    path = f"/cases/{case.matter.reference}/"

    assert f"/cards/{card.pk}/" in counter.get(path).content.decode()

    counter.force_login(make_user("window", unit=clerk.unit))
    page = counter.get(path).content.decode()
    assert card.number in page
    assert f"/cards/{card.pk}/" not in page

    counter.force_login(make_user("head", unit=case.item.unit))
    assert f"/cards/{card.pk}/" in counter.get(path).content.decode()
