"""The agent's pages and the window's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.errands.actions import take_papers
from approvals.errands.models import Errand
from approvals.models import Case
from efficiency.audit.models import Entry
from efficiency.organization.models import User
from efficiency.vault.models import Person
from tests.approvals.builders import GOOD_IDENTITY, make_item
from tests.cast import at, make_unit, make_user
from tests.errands.builders import make_agent, make_carried, make_errand, make_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    return make_agent()


@pytest.fixture
def window() -> User:
    return make_window()


def form_of(window: User, **changed: Any) -> dict[str, Any]:
    item = make_item()
    assert window.unit is not None
    given = {
        "item": item.code, "document": "identity", "number": GOOD_IDENTITY, "name": "顾晓演", "phone": "13800000001",
        "materials": item.material_list, "to_unit": window.unit.code, "authorised": "on", "note": "",
        "submission": "0123456789abcdef" * 2, "do": "accept",
    }  # fmt: skip
    return given | changed


def test_an_agent_takes_an_errand_and_prints_its_receipt(client: Client, agent: User, window: User) -> None:
    client.force_login(agent)

    answer = client.post("/errands/new/", form_of(window), follow=True)

    errand = Errand.objects.get()
    page = answer.content.decode()
    assert errand.number in page
    assert "祁浜村" in page
    assert "顾晓演" not in page


@pytest.mark.parametrize(
    "changed",
    [{"authorised": ""}, {"to_unit": ""}, {"to_unit": "no-such"}, {"item": ""}, {"number": "123"}, {"name": ""},
     {"phone": "x"}, {"submission": ""}, {"materials": ["无犯罪记录证明"]}],
)  # fmt: skip
def test_a_malformed_form_comes_back(client: Client, agent: User, window: User, changed: dict[str, Any]) -> None:
    client.force_login(agent)

    answer = client.post("/errands/new/", form_of(window, **changed))

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert (Errand.objects.count(), Person.objects.count()) == (0, 0)


def test_a_window_of_the_city_is_told_to_take_cases_directly(client: Client, window: User) -> None:
    client.force_login(window)

    page = client.get("/errands/new/").content.decode()

    assert "/errands/?show=brought" in page
    assert "data-counter" not in page


def test_the_window_takes_over_by_one_press_and_the_case_says_who_the_agent_is(
    client: Client, agent: User, window: User
) -> None:
    errand = make_carried(agent, window)
    client.force_login(window)
    assert errand.number in client.get("/errands/?show=brought").content.decode()

    answer = client.post(f"/errands/{errand.number}/take/", follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith("/cases/BJ-")
    assert "代办小周" in page
    assert errand.number in page


def test_the_agent_follows_the_case_without_opening_it(client: Client, agent: User, window: User) -> None:
    errand = make_carried(agent, window)
    case = take_papers(errand=errand, actor=window, now=at("2026-09-14 14:10"))
    client.force_login(agent)

    page = client.get(f"/errands/{errand.number}/").content.decode()

    assert case.code in page
    assert client.get(f"/cases/{case.matter.reference}/").status_code == 404


def test_the_window_sees_an_errand_only_once_it_is_carried(client: Client, agent: User, window: User) -> None:
    errand = make_errand(agent, window)
    client.force_login(window)

    assert client.get(f"/errands/{errand.number}/").status_code == 404


def test_another_room_sees_nothing(client: Client, agent: User, window: User) -> None:
    errand = make_errand(agent, window)
    client.force_login(make_user("window", unit=make_unit("市北村", "village")))

    assert client.get(f"/errands/{errand.number}/").status_code == 404
    assert errand.number not in client.get("/errands/").content.decode()


def test_papers_go_back_with_a_reason_only(client: Client, agent: User, window: User) -> None:
    errand = make_carried(agent, window)
    client.force_login(window)

    assert client.post(f"/errands/{errand.number}/send-back/", {"reason": ""}).status_code == 422
    assert client.post(f"/errands/{errand.number}/send-back/", {"reason": "缺照片"}).status_code == 302
    errand.refresh_from_db()
    assert errand.sent_back == "缺照片"


def test_the_applicant_reads_which_room_runs_the_errand(client: Client, agent: User, window: User) -> None:
    case = take_papers(errand=make_carried(agent, window), actor=window, now=at("2026-09-14 14:10"))

    page = client.post("/track/case/", {"number": case.matter.reference, "code": case.code}).content.decode()

    assert "祁浜村" in page
    assert "代办小周" not in page


def test_a_scanned_number_opens_the_errand(client: Client, agent: User, window: User) -> None:
    errand = make_carried(agent, window)
    client.force_login(window)

    answer = client.get("/cases/find/", {"text": errand.number})

    assert answer.headers["Location"] == f"/errands/{errand.number}/"


def test_the_list_asks_as_often_for_thirty_as_for_one(client: Client, agent: User, window: User) -> None:
    client.force_login(agent)
    first = make_errand(agent, window)
    client.get("/errands/")  # what each process reads once
    counts = []
    for copies in (0, 29):
        for number in range(copies):
            first.pk, first.number, first.submission = None, f"DB-copy-{number}", f"copy-{number}"
            first.save(force_insert=True)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/errands/").content.decode()
        assert page.count('<td data-label="Number">') + page.count('<td data-label="编号">') == copies + 1
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_export_is_recorded_and_names_nobody(client: Client, agent: User, window: User) -> None:
    make_errand(agent, window)
    client.force_login(agent)

    assert client.get("/errands/export/").status_code == 200
    assert Entry.objects.get(verb="errands-exported").data == {"rows": 1, "show": ""}


def test_the_desk_says_what_to_do_next(client: Client, agent: User, window: User) -> None:
    errand = make_errand(agent, window)
    client.force_login(agent)

    assert errand.number in client.get("/desk/").content.decode()
    assert Case.objects.count() == 0
