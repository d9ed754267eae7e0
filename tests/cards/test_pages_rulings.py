"""What the office does to a card on its page."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from efficiency.cards.actions import report_rectification
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Card
from tests.cards.builders import answered, head_of, make_hand_card, make_late_card, page_of, proposed, upheld, visitor
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db

THEN = at("2026-10-13 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THEN, tick=False) as traveller:
        yield traveller


# -- the office's acts --------------------------------------------------------------------------


def test_office_upholds_an_answered_card() -> None:
    card = answered(make_late_card())
    office = visitor(make_user("office"))

    asked = office.get(f"/cards/{card.pk}/uphold/").content.decode()
    response = office.post(f"/cards/{card.pk}/uphold/", {"note": "事实清楚"})

    card.refresh_from_db()
    assert f"5 points count against {card.unit.name} from now on." in asked
    assert response.status_code == 302
    assert card.state == State.UPHELD


def test_card_is_not_upheld_before_the_unit_was_heard() -> None:
    """T-36"""
    card = make_late_card()
    office = visitor(make_user("office"))

    response = office.post(f"/cards/{card.pk}/uphold/", {"note": "理由写在这里"})

    assert office.get(f"/cards/{card.pk}/uphold/").status_code == 302
    assert response.status_code == 422
    assert "理由写在这里" in response.content.decode()


def test_who_issued_a_card_by_hand_does_not_uphold_it() -> None:
    """T-36"""
    issuer, other = make_user("office"), make_user("office")
    card = answered(make_hand_card(actor=issuer))

    assert visitor(issuer).post(f"/cards/{card.pk}/uphold/", {"note": ""}).status_code == 422
    assert visitor(other).post(f"/cards/{card.pk}/uphold/", {"note": ""}).status_code == 302


@pytest.mark.parametrize("address", ["uphold", "propose", "close", "rulings/1"])
def test_head_is_refused_the_acts_of_the_office(address: str) -> None:
    card = make_late_card()

    assert visitor(head_of(card)).post(f"/cards/{card.pk}/{address}/", {}).status_code == 403


def test_proposal_without_ground_is_sent_back_with_what_was_chosen() -> None:
    card = answered(make_late_card())

    response = visitor(make_user("office")).post(f"/cards/{card.pk}/propose/", {"kind": "revoke", "ground": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Give the ground." in page
    assert 'value="revoke"' in page
    assert "checked" in page


def test_half_a_late_pause_is_sent_back() -> None:
    card = answered(make_late_card())
    typed = {"kind": "revoke", "ground": "漏记暂停", "pause_ground": "expert-review"}

    response = visitor(make_user("office")).post(f"/cards/{card.pk}/propose/", typed)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"pause_document", "pause_from", "pause_until"}


def test_yellow_card_cannot_be_downgraded() -> None:
    card = answered(make_late_card())

    response = visitor(make_user("office")).post(f"/cards/{card.pk}/propose/", {"kind": "downgrade", "ground": "x"})

    assert response.status_code == 422


def test_proposer_sees_why_he_cannot_confirm() -> None:
    """T-35"""
    proposer = make_user("office")
    ruling = proposed(answered(make_late_card()), proposer)
    address = f"/cards/{ruling.card_id}/rulings/{ruling.pk}/"

    response = visitor(proposer).post(address, {"decision": "confirm"})

    assert "You proposed this. Another person of the office must confirm or reject it." in page_of(
        ruling.card, proposer
    )
    assert response.status_code == 422
    assert "You proposed this." in response.content.decode()


def test_second_person_revokes_and_the_points_leave_the_sum() -> None:
    """T-36, T-37"""
    ruling = proposed(answered(make_late_card()), make_user("office"))
    second = visitor(make_user("office"))
    address = f"/cards/{ruling.card_id}/rulings/{ruling.pk}/"

    asked = second.get(address).content.decode()
    response = second.post(address, {"decision": "confirm", "note": ""})

    card = Card.objects.get(pk=ruling.card_id)
    assert f"gives back 5 points to {card.unit.name}" in asked
    assert response.status_code == 302
    assert (card.state, card.counts(THEN)) == (State.REVOKED, False)


def test_second_person_downgrades_a_red_card() -> None:
    card = answered(make_hand_card(level=LevelNumber.GRAVE))
    ruling = proposed(card, make_user("office"), RulingKind.DOWNGRADE)

    visitor(make_user("office")).post(f"/cards/{card.pk}/rulings/{ruling.pk}/", {"decision": "confirm"})

    page = page_of(card, head_of(card))
    assert "Issued as “Red card”, downgraded to “Yellow card”." in page


def test_rejection_needs_a_reason() -> None:
    ruling = proposed(answered(make_late_card()), make_user("office"))
    address = f"/cards/{ruling.card_id}/rulings/{ruling.pk}/"

    response = visitor(make_user("office")).post(address, {"decision": "reject", "note": ""})

    assert response.status_code == 422
    assert "Say why you reject the proposal." in response.content.decode()


def test_rejected_proposal_leaves_the_card_as_it_stands() -> None:
    ruling = proposed(answered(make_late_card()), make_user("office"))
    address = f"/cards/{ruling.card_id}/rulings/{ruling.pk}/"

    visitor(make_user("office")).post(address, {"decision": "reject", "note": "证据不足"})

    card = Card.objects.get(pk=ruling.card_id)
    assert card.state == State.ANSWERED
    assert "证据不足" in page_of(card, head_of(card))


def test_ruling_of_another_card_is_not_found() -> None:
    ruling = proposed(answered(make_late_card()), make_user("office"))
    other = make_hand_card()

    assert visitor(make_user("office")).get(f"/cards/{other.pk}/rulings/{ruling.pk}/").status_code == 404


def test_revocation_with_a_late_pause_shows_both_deadlines() -> None:
    """T-39"""
    card = answered(make_late_card())
    typed = {
        "kind": "revoke",
        "ground": "专家评审未登记",
        "pause_ground": "expert-review",
        "pause_document": "城管函〔2026〕7号",
        "pause_from": "2026-09-28",
        "pause_until": "2026-10-16",
    }
    visitor(make_user("office")).post(f"/cards/{card.pk}/propose/", typed)
    ruling = card.rulings.get()

    visitor(make_user("office")).post(f"/cards/{card.pk}/rulings/{ruling.pk}/", {"decision": "confirm"})

    response = visitor(head_of(card)).get(f"/cards/{card.pk}/")
    assert response.context["claim"].due_at == at("2026-10-11 00:00")
    assert response.context["claim"].moved_to == at("2026-10-24 00:00")
    assert "The deadline was counted anew" in response.content.decode()


def test_office_closes_after_the_report() -> None:
    card = upheld(make_late_card())
    report_rectification(card=card, text="已整改", actor=head_of(card), now=THEN)

    visitor(make_user("office")).post(f"/cards/{card.pk}/close/")

    card.refresh_from_db()
    assert card.state == State.CLOSED


def test_office_cannot_close_before_the_report() -> None:
    card = upheld(make_late_card())

    assert visitor(make_user("office")).post(f"/cards/{card.pk}/close/").status_code == 422


@pytest.mark.parametrize("role", ["executive", "auditor"])
def test_watcher_reads_and_does_nothing(role: str) -> None:
    card = answered(make_late_card())
    client: Client = visitor(make_user(role))

    assert client.get(f"/cards/{card.pk}/").context["steps"] == []
    assert client.post(f"/cards/{card.pk}/uphold/", {}).status_code == 403
