"""The auditor's list, its export, and the history of anything."""

from io import BytesIO

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from efficiency.audit.actions import record
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User
from tests.cast import at, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


def note(verb: Verb, subject: int, moment: str = "2026-09-28 10:00", actor: User | None = None) -> Entry:
    with act(at(moment)) as now:
        return record(verb, at=now, actor=actor, kind="card", subject=subject)


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor"))
    return client


def shown(client: Client, query: str = "") -> list[int]:
    return [entry.pk for entry in client.get(f"/audit/{query}").context["found"].rows]


def test_the_newest_entry_stands_first(auditor: Client) -> None:
    first = note(Verb.CARD_ISSUED, 1)
    second = note(Verb.CARD_UPHELD, 1)

    assert shown(auditor) == [second.pk, first.pk]


def test_a_fact_may_have_any_name(auditor: Client) -> None:
    with act(at("2026-09-28 10:00")) as now:
        record(Verb.CARD_ISSUED, at=now, actor=None, kind="card", subject=1, data={"items": 3})

    answer = auditor.get("/audit/")

    assert answer.status_code == 200
    assert "<code>items: 3</code>" in answer.content.decode()


def test_entries_are_narrowed_by_verb(auditor: Client) -> None:
    issued = note(Verb.CARD_ISSUED, 1)
    note(Verb.CARD_UPHELD, 1)

    assert shown(auditor, "?verb=card-issued") == [issued.pk]


def test_entries_are_narrowed_by_actor(auditor: Client) -> None:
    user = make_user("office")
    his = note(Verb.CARD_UPHELD, 1, actor=user)
    note(Verb.CARD_UPHELD, 2)

    assert shown(auditor, f"?actor={user.username}") == [his.pk]


def test_entries_are_narrowed_by_subject(auditor: Client) -> None:
    note(Verb.CARD_ISSUED, 1)
    wanted = note(Verb.CARD_ISSUED, 2)

    assert shown(auditor, "?kind=card&subject=2") == [wanted.pk]


def test_a_period_holds_its_first_and_its_last_day_whole(auditor: Client) -> None:
    note(Verb.CARD_ISSUED, 1, "2026-09-27 23:59")
    first = note(Verb.CARD_ISSUED, 2, "2026-09-28 00:00")
    last = note(Verb.CARD_ISSUED, 3, "2026-09-29 23:59")
    note(Verb.CARD_ISSUED, 4, "2026-09-30 00:00")

    assert shown(auditor, "?first=2026-09-28&last=2026-09-29") == [last.pk, first.pk]


def test_a_period_that_ends_before_it_begins_is_told(auditor: Client) -> None:
    note(Verb.CARD_ISSUED, 1)

    response = auditor.get("/audit/?first=2026-09-28&last=2026-09-01")

    assert response.status_code == 422
    assert "last" in response.context["form"].errors
    assert list(response.context["found"].rows) == []


def test_a_broken_cursor_shows_the_first_page(auditor: Client) -> None:
    entry = note(Verb.CARD_ISSUED, 1)

    assert shown(auditor, "?after=nonsense") == [entry.pk]


@pytest.mark.parametrize("role", ["office", "sysadmin", "secadmin", "executive"])
def test_nobody_but_the_auditor_sees_the_list(client: Client, role: str) -> None:
    client.force_login(make_user(role))

    assert client.get("/audit/").status_code == 403


def test_a_page_of_thirty_entries_costs_as_many_queries_as_one_of_one(auditor: Client) -> None:
    note(Verb.CARD_ISSUED, 0)
    of_one = queries_of(auditor, "/audit/?kind=card")
    for subject in range(29):
        note(Verb.CARD_ISSUED, subject, actor=make_user("office"))

    assert len(shown(auditor, "?kind=card")) == 30
    assert queries_of(auditor, "/audit/?kind=card") == of_one


def test_an_export_holds_the_narrowed_rows_and_is_itself_an_entry(auditor: Client) -> None:
    """T-82."""
    note(Verb.CARD_ISSUED, 1)
    note(Verb.CARD_UPHELD, 2)

    response = auditor.get("/audit/export/?verb=card-upheld")

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == ["card 2"]
    assert Entry.objects.get(verb=Verb.ENTRIES_EXPORTED).data == {"rows": 1, "filters": {"verb": "card-upheld"}}


def test_the_history_of_one_thing_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = make_user("office", name="王敏")
    note(Verb.CARD_ISSUED, 17)
    note(Verb.CARD_UPHELD, 17, actor=user)
    note(Verb.CARD_UPHELD, 18, actor=make_user("office", name="李强"))
    page = Template('{% load audit %}{% history "card" 17 %}')

    with translation.override("en"), django_assert_num_queries(1):
        text = page.render(Context())

    assert text.index("card issued") < text.index("card upheld")
    assert "王敏" in text
    assert "李强" not in text


@pytest.mark.parametrize("period", ["first=0001-01-01", "last=9999-12-31"])
def test_a_period_outside_all_reckoning_is_told(auditor: Client, period: str) -> None:
    assert auditor.get(f"/audit/?{period}").status_code == 422
