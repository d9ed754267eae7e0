"""Number and code open the progress page, and nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints import actions
from complaints.models import Complaint
from efficiency.common.keys import query_code
from tests.cast import at
from tests.complaints.conftest import CITIZEN, Cast, dispatched, make_complaint, replied, signed

pytestmark = pytest.mark.django_db


def track(client: Client, complaint: Complaint, code: str | None = None, number: str | None = None) -> Any:
    return client.post(
        "/track/",
        {"number": number or complaint.matter.reference, "code": code or query_code(complaint.submission)},
    )


def progress(client: Client, complaint: Complaint) -> str:
    assert track(client, complaint).status_code == 302
    response = client.get(f"/track/{complaint.matter.reference}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("written", ["{0}-{1}-{2}", "{0}{1}{2}", " {0} {1} {2} "])
def test_number_and_code_open_the_page_however_the_code_is_written(cast: Cast, client: Client, written: str) -> None:
    complaint = make_complaint()
    code = query_code(complaint.submission)
    typed = written.format(code[:4], code[4:8], code[8:]).lower()

    response = track(client, complaint, typed, complaint.matter.reference.lower())

    assert response["Location"] == f"/track/{complaint.matter.reference}/"


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(cast: Cast, client: Client) -> None:
    complaint, other = make_complaint(), make_complaint()

    def answer(number: str, code: str) -> tuple[int, str]:
        response = Client().post("/track/", {"number": number, "code": code})
        page = response.content.decode().split("error-summary", 1)[1]
        return response.status_code, page.split("</ul>")[0]

    answers = {
        answer("TS-200101-000000", "A" * 12),
        answer(complaint.matter.reference, "A" * 12),
        answer(complaint.matter.reference, query_code(other.submission)),
        answer("x", "y"),
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 422


def test_too_many_wrong_attempts_from_one_address_are_refused_and_then_a_right_one_too(
    cast: Cast, settings: Any
) -> None:
    settings.TRACKING_FAILURES_AN_HOUR = 3
    complaint = make_complaint()
    guesser, other = Client(REMOTE_ADDR="198.51.100.1"), Client(REMOTE_ADDR="198.51.100.2")

    statuses = [track(guesser, complaint, "A" * 12).status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]
    assert track(guesser, complaint).status_code == 429
    assert track(other, complaint).status_code == 302


def test_the_page_stays_shut_without_a_grant_and_after_half_an_hour(cast: Cast, client: Client) -> None:
    complaint, other = make_complaint(), make_complaint()
    track(client, complaint)

    assert client.get(f"/track/{other.matter.reference}/").status_code == 302
    assert Client().get(f"/track/{complaint.matter.reference}/").status_code == 302
    session = client.session
    session["tracked"] = {complaint.matter.reference: (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert client.get(f"/track/{complaint.matter.reference}/").status_code == 302


def test_the_page_shows_the_promise_and_offices_and_never_a_person(cast: Cast, client: Client) -> None:
    complaint = signed(cast)

    page = progress(client, complaint)

    assert "clock-face" in page
    assert cast.unit.name in page
    people = [cast.operator, cast.head, cast.handler]
    for secret in (CITIZEN.name, CITIZEN.phone, CITIZEN.email, *(user.display_name for user in people)):
        assert secret not in page


def test_the_answer_is_read_after_its_check_and_not_before(cast: Cast, client: Client) -> None:
    complaint = replied(cast)
    assert "路灯已修好。" not in progress(client, complaint)

    actions.close(complaint=complaint, actor=cast.operator, now=at("2026-09-30 09:00"))

    assert "路灯已修好。" in progress(client, complaint)


def test_an_answer_that_was_sent_back_is_never_read(cast: Cast, client: Client) -> None:
    complaint = replied(cast)

    actions.send_back(complaint=complaint, reason="没修", actor=cast.operator, now=at("2026-09-30 09:00"))

    assert "路灯已修好。" not in progress(client, complaint)


def test_the_citizen_is_told_of_an_extension_and_its_reason(cast: Cast, client: Client) -> None:
    """T-44."""
    complaint = signed(cast)
    request = actions.ask_extension(
        complaint=complaint, days=3, reason="需要采购灯具", actor=cast.handler, now=at("2026-09-29 10:00")
    )
    assert "需要采购灯具" not in progress(client, complaint)

    actions.rule_on_extension(
        request=request, granted=True, ruling_note="内部意见", actor=cast.operator, now=at("2026-09-29 11:00")
    )

    page = progress(client, complaint)
    assert "需要采购灯具" in page
    assert "内部意见" not in page


def test_a_discarded_complaint_says_why(cast: Cast, client: Client) -> None:
    complaint = make_complaint(suspicious="proof")

    actions.discard(complaint=complaint, reason="属于商业广告", actor=cast.operator, now=at("2026-09-28 11:00"))

    page = progress(client, complaint)
    assert "属于商业广告" in page
    assert 'name="text"' not in page


def test_the_citizen_adds_something(cast: Cast, client: Client) -> None:
    complaint = dispatched(cast)
    track(client, complaint)
    address = f"/track/{complaint.matter.reference}/"

    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "今天又坏了一盏。"}).status_code == 302

    assert complaint.additions.get().text == "今天又坏了一盏。"
    assert "今天又坏了一盏。" in client.get(address).content.decode()


def test_additions_have_a_budget_and_end_with_the_complaint(cast: Cast, client: Client) -> None:
    complaint = dispatched(cast)
    track(client, complaint)
    address = f"/track/{complaint.matter.reference}/"

    statuses = [client.post(address, {"text": f"第{n}次"}).status_code for n in range(11)]

    assert statuses == [302] * 10 + [429]
    assert Client().post(address, {"text": "x"}).status_code == 302
    assert complaint.additions.count() == 10


def test_nothing_is_added_to_a_closed_complaint(cast: Cast, client: Client) -> None:
    complaint = actions.close(complaint=replied(cast), actor=cast.operator, now=at("2026-09-30 09:00"))
    track(client, complaint)

    assert client.post(f"/track/{complaint.matter.reference}/", {"text": "还有"}).status_code == 409
