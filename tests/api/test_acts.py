"""What can be done through the API: the page's acts, by the page's rules."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from complaints.kinds import State
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card
from tests.api.builders import FILING, new_key, program, program_of, send
from tests.cards.builders import head_of, make_hand_card, visitor
from tests.cast import make_user
from tests.complaints.conftest import Cast, dispatched, make_cast, signed

pytestmark = pytest.mark.django_db
NEW = "/api/v1/complaints/new/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_citizen_files_a_complaint_that_is_held_for_a_check(cast: Cast) -> None:
    """THREATS 17: nobody vouches for the sender, so it is held; its clocks run all the same."""
    response = send(program(), NEW, FILING, key=new_key())

    receipt = response.json()
    complaint = Complaint.objects.get(matter__reference=receipt["number"])
    assert response.status_code == 201
    assert (complaint.state, complaint.quarantine_reason, complaint.channel) == ("quarantined", "token", "api")
    assert complaint.matter.clocks.count() == 2
    assert response["Cache-Control"] == "no-store"


def test_the_code_of_the_receipt_leads_to_the_progress_page(cast: Cast) -> None:
    receipt = send(program(), NEW, FILING, key=new_key()).json()

    response = Client().post("/track/", {"number": receipt["number"], "code": receipt["code"]})

    assert (response.status_code, response["Location"]) == (302, f"/track/{receipt['number']}/")


def test_a_system_files_a_complaint_in_the_name_of_its_account(cast: Cast) -> None:
    account = make_user(unit=cast.unit)

    receipt = send(program_of(account, "complaints:file"), NEW, FILING, key=new_key()).json()

    complaint = Complaint.objects.get(matter__reference=receipt["number"])
    assert complaint.state == State.FILED
    assert Entry.objects.get(verb=Verb.COMPLAINT_FILED).actor_id == account.pk


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"content": ""}, "content"),
        ({"content": "短"}, "content"),
        ({"content": None}, "content"),
        ({"content": ["a", "b"]}, "content"),
        ({"content": "路灯不亮\0"}, "content"),
        ({"content": "路灯不亮\ud800"}, "content"),
        ({"kind": "murder"}, "kind"),
        ({"identity": "secret"}, "identity"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "nowhere"}, "email"),
        ({"place": "x" * 201}, "place"),
        ({"contents": "x"}, "contents"),
        ({"\ud800": "x"}, "?"),
    ],
)
def test_what_is_wrong_with_a_complaint_is_named(cast: Cast, changes: dict[str, Any], name: str) -> None:
    response = send(program(), NEW, FILING | changes, key=new_key())

    assert (response.status_code, list(response.json()["errors"])) == (400, [name])
    assert not Complaint.objects.exists()


def test_a_city_without_a_hotline_refuses_honestly() -> None:
    response = send(program(), NEW, FILING, key=new_key())

    assert (response.status_code, response.json()["detail"]) == (
        409,
        "The hotline is not set up yet. Please call 12345.",
    )


def test_a_unit_signs_for_a_complaint_and_answers_it(cast: Cast) -> None:
    number = dispatched(cast).matter.reference
    head = program_of(cast.head, "complaints:act")
    answer = {"text": "路灯已修好。", "contacted_how": "电话联系"}

    assert send(head, f"/api/v1/complaints/{number}/reply/", answer).json()["detail"] == "Sign for the complaint first."
    assert send(head, f"/api/v1/complaints/{number}/sign-for/").json()["state"] == "signed"
    told = send(head, f"/api/v1/complaints/{number}/reply/", answer).json()

    assert told["state"] == "replied"
    assert [reply["text"] for reply in told["replies"]] == ["路灯已修好。"]
    assert send(head, f"/api/v1/complaints/{number}/reply/", answer).status_code == 409


def test_only_the_unit_that_has_the_complaint_acts_on_it(cast: Cast) -> None:
    """The same complaint lets one in and the other not."""
    number = dispatched(cast).matter.reference
    path = f"/api/v1/complaints/{number}/sign-for/"

    assert send(visitor(cast.other_head), path).status_code == 404
    assert send(visitor(cast.operator), path).status_code == 403
    assert send(visitor(cast.handler), path).status_code == 200


def test_only_the_assigned_handler_or_the_head_answers(cast: Cast) -> None:
    path = f"/api/v1/complaints/{signed(cast).matter.reference}/reply/"
    answer = {"text": "路灯已修好。", "contacted_how": "电话联系"}
    colleague = make_user("handler", unit=cast.unit)

    assert send(visitor(colleague), path, answer).status_code == 409
    assert send(visitor(cast.handler), path, answer).status_code == 200


def test_a_unit_signs_for_a_card_and_answers_it() -> None:
    card = make_hand_card()
    head = program_of(head_of(card), "cards:act")

    assert send(head, f"/api/v1/cards/{card.pk}/receive/").json()["served_at"] is not None
    assert send(head, f"/api/v1/cards/{card.pk}/receive/").status_code == 409
    assert send(head, f"/api/v1/cards/{card.pk}/answer/", {"text": "系统故障"}).json()["state"] == "answered"
    assert send(head, f"/api/v1/cards/{card.pk}/answer/", {"text": "系统故障"}).status_code == 409


def test_another_unit_does_nothing_with_a_card() -> None:
    card = make_hand_card()
    handler = make_user("handler", unit=card.unit)

    assert send(visitor(make_user("head")), f"/api/v1/cards/{card.pk}/answer/", {"text": "x"}).status_code == 404
    assert send(visitor(handler), f"/api/v1/cards/{card.pk}/answer/", {"text": "x"}).status_code == 403
    card.refresh_from_db()
    assert (card.state, card.served_at) == ("issued", None)


def values_of(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("field", [field.name for field in Card._meta.concrete_fields])
def test_no_field_of_a_card_can_be_sent(field: str) -> None:
    """THREATS 13"""
    card = make_hand_card()
    before = values_of(Card.objects.get(pk=card.pk))

    response = send(visitor(head_of(card)), f"/api/v1/cards/{card.pk}/answer/", {"text": "系统故障", field: "1"})

    assert (response.status_code, list(response.json()["errors"])) == (400, [field])
    assert values_of(Card.objects.get(pk=card.pk)) == before


def test_an_answer_changes_nothing_of_a_card_but_where_it_stands() -> None:
    """THREATS 13"""
    card = make_hand_card()
    before = values_of(Card.objects.get(pk=card.pk))

    send(visitor(head_of(card)), f"/api/v1/cards/{card.pk}/answer/", {"text": "系统故障"})

    after = values_of(Card.objects.get(pk=card.pk))
    assert {name for name in after if after[name] != before[name]} == {"state", "served_at"}


_WRITABLE = {"content", "kind", "place", "identity"}


@pytest.mark.parametrize("field", sorted({f.name for f in Complaint._meta.concrete_fields} - _WRITABLE))
def test_no_other_field_of_a_complaint_can_be_sent(cast: Cast, field: str) -> None:
    """THREATS 4, 13: not the moment of filing either."""
    response = send(program(), NEW, FILING | {field: "2020-01-01T00:00:00Z"}, key=new_key())

    assert (response.status_code, list(response.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("field", sorted({f.name for f in Complaint._meta.concrete_fields}))
def test_no_field_of_a_complaint_can_be_sent_with_an_answer(cast: Cast, field: str) -> None:
    """THREATS 13"""
    complaint = signed(cast)
    before = values_of(Complaint.objects.get(pk=complaint.pk))
    body = {"text": "路灯已修好。", "contacted_how": "电话联系", field: "1"}

    response = send(visitor(cast.handler), f"/api/v1/complaints/{complaint.matter.reference}/reply/", body)

    assert (response.status_code, list(response.json()["errors"])) == (400, [field])
    assert values_of(Complaint.objects.get(pk=complaint.pk)) == before
