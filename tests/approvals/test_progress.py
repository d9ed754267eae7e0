"""The public progress page of a case."""

import pytest
from django.test import Client
from django.utils import timezone

from approvals import actions
from approvals.actions import finish_case
from approvals.models import Outcome
from tests.approvals.builders import APPLICANT, clerk_of, make_case
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_number_and_code_show_state_and_promise_and_no_names(client: Client) -> None:
    """T-31."""
    case = make_case(accept=True, now=timezone.now())

    answer = client.post(
        "/track/case/", {"number": case.matter.reference, "code": case.code}, headers={"accept-language": "en"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert case.item.name in page
    assert "5 working days" in page
    for secret in (APPLICANT.name, APPLICANT.id_number, APPLICANT.phone, clerk_of(case).display_name):
        assert secret not in page


def test_opinions_stay_inside(client: Client) -> None:
    """T-31: never opinions."""
    case = make_case(accept=True)
    finish_case(
        case=case, outcome=Outcome.REFUSED, result="", reasons="经营场所未分区。", actor=clerk_of(case),
        now=at("2026-09-16 15:00"),
    )  # fmt: skip

    page = client.post("/track/case/", {"number": case.matter.reference, "code": case.code}).content.decode()

    assert case.matter.reference in page
    assert "未分区" not in page


def test_the_way_of_a_case_is_told_by_what_and_when(client: Client) -> None:
    """T-31: notices and documents by title and day, never what stands in them or by whom."""
    case = make_case()
    actions.tell_to_correct(
        case=case,
        points=[actions.Told("顾晓演未签名", "申请书")],
        actor=clerk_of(case),
        now=at("2026-09-15 10:00"),
    )

    page = client.post(
        "/track/case/", {"number": case.matter.reference, "code": case.code}, headers={"accept-language": "en"}
    ).content.decode()

    assert "One-time notice given" in page
    assert "补正告知书" in page
    for secret in ("未签名", APPLICANT.name, clerk_of(case).display_name):
        assert secret not in page


def test_small_letters_and_hyphens_in_the_code_do_no_harm(client: Client) -> None:
    case = make_case()
    code = f"{case.code[:4]}-{case.code[4:8]}-{case.code[8:]}".lower()

    answer = client.post("/track/case/", {"number": case.matter.reference.lower(), "code": code})

    assert answer.status_code == 200


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client: Client) -> None:
    """T-31."""
    case, other = make_case(), make_case()

    def message(number: str, code: str) -> str:
        answer = client.post("/track/case/", {"number": number, "code": code})
        assert answer.status_code == 422
        page = answer.content.decode()
        start = page.index("error-summary")
        return page[start : page.index("</div>", start)]

    wrong_code = message(case.matter.reference, "AAAABBBBCCCC")
    assert message("BJ-260101-000000", case.code) == wrong_code
    assert message(case.matter.reference, other.code) == wrong_code


@pytest.mark.parametrize("form", [{}, {"number": "B" * 51, "code": "A"}, {"number": "BJ-1", "code": "A" * 21}])
def test_a_malformed_question_is_answered_with_a_message(client: Client, form: dict[str, str]) -> None:
    answer = client.post("/track/case/", form)

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
