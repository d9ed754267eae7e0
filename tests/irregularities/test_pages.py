"""The list, its filters and its sheet, the rules, one irregularity, and the case page's panel."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from approvals.actions import explain_delay
from approvals.models import Case, DelayCause, Irregularity
from approvals.progress import steps_of
from efficiency.audit.models import Entry
from efficiency.cards.reconciliation import reconcile
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding
from tests.cast import at, make_unit, make_user
from tests.irregularities.builders import LATER, RECEIVED, clerk_of, make_case, make_staged, sweep
from tests.irregularities.test_looking import follow
from tests.irregularities.test_settling import make_finding

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def signed_in(*roles: str, unit: Any = None) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(make_user(*roles, unit=unit))
    return client


def text_of(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode()


def test_the_office_reads_all_and_narrows_by_rule_unit_period_and_state() -> None:
    finding = make_finding()
    client, number = signed_in("office"), finding.matter.reference  # type: ignore[union-attr]

    assert number in text_of(client, "/irregularities/")
    assert number in text_of(client, f"/irregularities/?rule=E-07&unit={finding.unit_id}&state=open")
    assert number in text_of(client, "/irregularities/?since=2026-09-14&until=2026-09-14")
    for narrowed in ("rule=E-06", "state=upheld", "until=2026-09-13", "since=2026-09-15"):
        assert number not in text_of(client, f"/irregularities/?{narrowed}")


def test_a_head_reads_what_concerns_the_own_unit() -> None:
    finding = make_finding()

    assert "E-07" in text_of(signed_in("head", unit=finding.unit), f"/irregularities/{finding.pk}/")
    other = signed_in("head", unit=make_unit("市水务局"))
    assert other.get(f"/irregularities/{finding.pk}/").status_code == 404
    assert finding.matter.reference not in text_of(other, "/irregularities/")  # type: ignore[union-attr]


def test_a_special_supervisor_reads_what_the_office_has_upheld() -> None:
    finding = make_finding()
    client = signed_in("supervisor")
    assert client.get(f"/irregularities/{finding.pk}/").status_code == 404

    Finding.objects.update(state="upheld")

    page = text_of(client, f"/irregularities/{finding.pk}/")
    assert finding.matter.reference in page  # type: ignore[union-attr]
    assert f'href="{finding.matter.path}"' not in page  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["handler", "window", "fee", "operator"])
def test_others_have_no_list(role: str) -> None:
    assert signed_in(role, unit=make_unit()).get("/irregularities/").status_code == 403


def test_the_sheet_holds_the_list_and_its_export_is_on_record() -> None:
    finding = make_finding()
    client = signed_in("office")

    sheet = load_workbook(BytesIO(client.get("/irregularities/export/?rule=E-07").content)).worksheets[0]

    rows = list(sheet.iter_rows(values_only=True))
    assert [rows[0][0], rows[1][0], rows[1][4]] == ["Rule", "E-07", finding.matter.reference]  # type: ignore[union-attr]
    entry = Entry.objects.get(verb="irregularities-exported")
    assert entry.data == {"rows": 1, "filters": ["rule"]}


def test_a_list_of_thirty_asks_no_more_than_a_list_of_one() -> None:
    case = make_staged("审查", "听证")
    Irregularity.objects.create(case=case, rule="E-11", at=RECEIVED, by=None, refused=True)
    look(LATER, full=True)
    client = signed_in("office")
    client.get("/irregularities/")
    with CaptureQueriesContext(connection) as one:
        client.get("/irregularities/")
    for _ in range(29):
        Irregularity.objects.create(case=make_case(), rule="E-11", at=RECEIVED, by=None, refused=True)
    look(LATER, full=True)
    with CaptureQueriesContext(connection) as thirty:
        page = client.get("/irregularities/").content.decode()

    assert page.count('<td data-label="Rule">') == 30
    assert len(thirty) == len(one)


def test_one_irregularity_tells_its_law_its_facts_and_leads_to_the_case() -> None:
    finding = make_finding()

    page = text_of(signed_in("office"), f"/irregularities/{finding.pk}/")

    assert "Administrative Licensing Law, art. 32" in page
    assert "no dated notice of acceptance was issued" in page
    assert f'href="{finding.matter.path}"' in page  # type: ignore[union-attr]
    assert "食品经营许可" in page
    assert "Settle it for the office" in page
    assert "Explain it for your unit" not in page


def test_the_unit_explains_and_the_office_settles_on_the_page() -> None:
    finding = make_finding()
    head, office = signed_in("head", unit=finding.unit), signed_in("office")
    path = f"/irregularities/{finding.pk}/"

    empty = head.post(f"{path}explain/", {"text": ""})
    assert (empty.status_code, "Please write the statement." in empty.content.decode()) == (422, True)
    assert head.post(f"{path}explain/", {"text": "已当场出具"}).status_code == 302
    assert "已当场出具" in text_of(office, path)
    half = office.post(f"{path}settle/", {"ground": "已查看存根"})
    assert (half.status_code, "已查看存根" in half.content.decode()) == (422, True)
    assert office.post(f"{path}settle/", {"upheld": "0", "ground": "已查看存根"}).status_code == 302

    finding.refresh_from_db()
    assert finding.state == "explained"
    assert "Settle it for the office" not in text_of(office, path)


def test_a_statement_that_came_twice_comes_back_with_what_was_typed() -> None:
    finding = make_finding()
    head = signed_in("head", unit=finding.unit)
    head.post(f"/irregularities/{finding.pk}/explain/", {"text": "已当场出具"})

    again = head.post(f"/irregularities/{finding.pk}/explain/", {"text": "再说一次"})

    assert again.status_code == 422
    assert "再说一次" in again.content.decode()


def test_the_case_page_shows_what_was_found_and_attempts_that_were_not_taken_up_yet() -> None:
    case = make_staged("审查", "听证")
    Irregularity.objects.create(case=case, rule="E-11", at=RECEIVED, by=None, refused=True)
    path = case.matter.path
    reader = signed_in("head", unit=case.item.unit)
    before = text_of(reader, path)
    assert "a step by the wrong person or out of order" in before

    look(LATER, full=True)

    after = text_of(reader, path)
    assert "tried to chair its hearing" in after
    assert "a step by the wrong person or out of order" not in after
    assert f'href="/irregularities/{Finding.objects.get().pk}/"' in after
    handler = text_of(signed_in("handler", unit=case.item.unit), path)
    assert "tried to chair its hearing" in handler
    assert "/irregularities/" not in handler


def test_a_case_in_order_shows_no_such_panel() -> None:
    case = make_case(accept=True)

    assert "Irregularities" not in text_of(signed_in("handler", unit=case.item.unit), case.matter.path)


def test_every_rule_stands_on_the_page_of_rules() -> None:
    page = text_of(signed_in("head", unit=make_unit()), "/irregularities/rules/")

    assert [f"E-{number:02d}" for number in range(1, 20) if f"<strong>E-{number:02d}</strong>" not in page] == []
    assert "never a card, never points" in page


def test_a_cursor_that_nobody_made_leads_to_the_first_page() -> None:
    finding = make_finding()

    assert finding.matter.reference in text_of(signed_in("office"), "/irregularities/?after=broken")  # type: ignore[union-attr]


def test_a_unit_that_explains_its_delay_in_public_is_read_on_the_progress_page() -> None:
    """E-19, T-31: a cause from the list and a day, no name."""
    case = make_case(accept=True)
    explain_delay(
        case=case,
        cause=DelayCause.OTHER_UNIT,
        expected_on=at("2026-09-30 00:00").date(),
        actor=clerk_of(case),
        now=at("2026-09-22 10:00"),
    )

    (step,) = [step for step in steps_of(Case.objects.get(pk=case.pk)) if step.what.startswith("Late")]
    assert step.what == "Late: the answer of another department was awaited"
    assert "It will be done by" in step.note


def test_a_card_that_came_of_an_irregularity_reads_like_any_other() -> None:
    follow("E-07", "card")
    finding = make_finding()
    assert finding.card is not None
    office = signed_in("office")

    page = text_of(office, f"/cards/{finding.card_id}/")

    assert "受理没有出具回执" in page
    assert "by the automatic check" in page
    assert office.get(f"/cards/{finding.card_id}/notice/").status_code == 200
    sweep(LATER)
    assert reconcile(LATER, full=True).found == 0
    shown = text_of(office, f"/irregularities/{finding.pk}/")
    assert f'href="/cards/{finding.card_id}/"' in shown
    assert "Settle it for the office" not in shown
