"""Several cards at once."""

import pytest

from efficiency.cards.kinds import State
from efficiency.cards.models import Card, Ruling
from tests.cards.builders import answered, make_hand_card, make_late_card, proposed, upheld, visitor
from tests.cast import make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


def states(*cards: Card) -> list[str]:
    return [Card.objects.get(pk=card.pk).state for card in cards]


def test_the_office_upholds_those_it_has_chosen() -> None:
    first, second, third = answered(make_hand_card()), answered(make_hand_card()), answered(make_hand_card())
    client = visitor(make_user("office"))

    done = client.post("/cards/several/uphold/", {"card": [first.pk, second.pk], "note": "属实"}).content.decode()

    assert "Done for 2 cards." in done
    assert states(first, second, third) == [State.UPHELD, State.UPHELD, State.ANSWERED]


def test_only_cards_that_wait_for_the_act_can_be_chosen() -> None:
    issuer = make_user("office")
    mine, waiting, done = answered(make_hand_card(actor=issuer)), answered(make_hand_card()), upheld(make_hand_card())
    client = visitor(issuer)

    page = client.get("/cards/several/uphold/").content.decode()
    answer = client.post("/cards/several/uphold/", {"card": [mine.pk, waiting.pk, done.pk]}).content.decode()

    assert [f'name="card" value="{card.pk}"' in page for card in (mine, waiting, done)] == [False, True, False]
    assert "Done for 1 card." in answer
    assert answer.count("The card stands differently by now.") == 2


def test_nothing_chosen_is_said_and_what_was_typed_is_kept() -> None:
    answered(make_hand_card())

    answer = visitor(make_user("office")).post("/cards/several/uphold/", {"note": "属实"})

    assert answer.status_code == 422
    assert "Choose at least one card." in answer.content.decode()
    assert "属实" in answer.content.decode()


def test_a_head_makes_one_statement_on_several_cards_of_his_own_unit() -> None:
    unit = make_unit()
    ours = [make_hand_card(unit), make_hand_card(unit)]
    theirs = make_hand_card(make_unit("别的局"))
    client = visitor(make_user("head", unit=unit))

    client.post("/cards/several/answer/", {"card": [c.pk for c in (*ours, theirs)], "text": "专网中断"})

    assert states(*ours, theirs) == [State.ANSWERED, State.ANSWERED, State.ISSUED]
    assert client.post("/cards/several/uphold/", {"card": [ours[0].pk]}).status_code == 404


def test_a_unit_signs_for_all_its_cards() -> None:
    unit = make_unit()
    cards = [make_hand_card(unit), make_hand_card(unit)]

    visitor(make_user("handler", unit=unit)).post("/cards/several/receive/", {"card": [c.pk for c in cards]})

    assert Card.objects.filter(served_at__isnull=False).count() == 2


def test_revoking_several_takes_a_second_person_for_each() -> None:
    cards = [make_late_card(), make_late_card()]
    first, second = visitor(make_user("office")), visitor(make_user("office"))
    numbers = [card.pk for card in cards]

    first.post("/cards/several/revoke/", {"card": numbers, "ground": "专网中断，昆数局〔2026〕4号"})
    assert states(*cards) == [State.ISSUED, State.ISSUED]
    alone = first.get("/cards/several/decide/").content.decode()
    second.post("/cards/several/decide/", {"card": numbers, "decision": "confirm", "note": ""})

    assert "No card waits for this." in alone
    assert Ruling.objects.filter(confirmed=True).count() == 2
    assert states(*cards) == [State.REVOKED, State.REVOKED]


def test_a_card_under_a_proposal_is_not_upheld() -> None:
    card = answered(make_hand_card())
    proposed(card, make_user("office"))

    page = visitor(make_user("office")).get("/cards/several/uphold/").content.decode()

    assert "No card waits for this." in page


def test_the_list_takes_the_same_number_of_queries_for_one_and_thirty() -> None:
    client = visitor(make_user("office"))
    answered(make_hand_card())
    one = queries_of(client, "/cards/several/uphold/")
    for _ in range(29):
        answered(make_hand_card())

    assert queries_of(client, "/cards/several/uphold/") == one


def test_others_are_refused() -> None:
    assert visitor(make_user("operator")).get("/cards/several/uphold/").status_code == 403
    assert visitor(make_user("handler", unit=make_unit())).get("/cards/several/answer/").status_code == 404
    assert 'href="/cards/several/uphold/"' in visitor(make_user("office")).get("/cards/").content.decode()
