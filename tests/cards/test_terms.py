"""What cards cost, say and give time for: versions by two persons; a card keeps those of its time."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from efficiency.audit.models import Entry
from efficiency.cards.actions import decide_ruling, propose_ruling
from efficiency.cards.kinds import LevelNumber, RulingKind
from efficiency.cards.levels import faces_of_card, level_faces
from efficiency.cards.models import Card, CardPolicy, Level
from efficiency.cards.policies import UnableToChangeSettings, change_card_policy, change_level
from efficiency.changes.actions import decide, effect_of
from efficiency.changes.models import Change
from tests.cards.builders import ANSWER_BY, make_hand_card, make_late_card, visitor
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db
BEFORE = at("2026-09-01 09:00")
LATER = at("2026-11-02 09:00")
LEVEL = {
    "name_hans": "橙牌",
    "name_hant": "橙牌",
    "name_en": "Orange card",
    "sign": "橙",
    "colour": "yellow",
    "points": "6",
    "from": "",
    "change_ground": "市政府常务会议",
    "change_document": "",
}
TERMS = {
    "answer_days": "5",
    "review_days": "5",
    "rectify_days": "10",
    "issuer": "市效能办",
    "article": "某办法",
    "remedy": "可以陈述",
    "from": "",
    "change_ground": "市政府常务会议",
    "change_document": "",
}


def test_a_card_of_the_judge_names_the_versions_of_its_moment() -> None:
    change_card_policy(values={"answer_days": 4}, actor=None, now=BEFORE)
    change_level(number=1, values={"points": Decimal(6)}, actor=None, now=BEFORE)

    card = make_late_card()

    assert (card.terms, card.level_version) == (CardPolicy.objects.get(version=2), 2)
    assert card.standing_points == 6
    assert card.answer_by == at("2026-10-17 00:00")  # a working day later than ANSWER_BY


def test_a_version_that_waits_for_its_day_is_not_applied_before() -> None:
    change_level(number=1, values={"points": Decimal(6)}, actor=None, now=BEFORE, effective_from=LATER)
    change_card_policy(values={"answer_days": 4}, actor=None, now=BEFORE, effective_from=LATER)

    card = make_late_card()
    by_hand = make_hand_card(now=LATER)

    assert (card.standing_points, by_hand.standing_points) == (Decimal(5), Decimal(6))
    assert (card.level_version, card.answer_by) == (1, ANSWER_BY)
    assert (by_hand.level_version, by_hand.own_terms.version) == (2, 2)


def test_a_card_printed_again_reads_as_it_did() -> None:
    card = make_late_card()
    change_card_policy(values={"article": "新办法", "issuer": "市政务办"}, actor=None, now=LATER)
    change_level(number=1, values={"name_hans": "橙牌"}, actor=None, now=LATER)

    page = visitor(make_user("office")).get(f"/cards/{card.pk}/notice/").content.decode()

    assert "市效能办" in page
    assert "新办法" not in page
    assert "黄牌" in page
    assert "橙牌" not in page
    assert faces_of_card(card)[1].name == "Yellow card"
    assert level_faces(LATER)[1].name == "Yellow card"  # the English name stays


def test_a_card_of_before_versions_were_kept_reads_by_the_first() -> None:
    card = make_late_card()
    change_card_policy(values={"issuer": "市政务办"}, actor=None, now=LATER)
    card.terms, card.level_version = None, None

    assert card.own_terms.issuer == "市效能办"
    assert faces_of_card(card)[1].points == 5


def test_a_downgrade_costs_what_the_lower_level_cost_when_the_card_was_issued() -> None:
    """T-37"""
    card = make_hand_card(level=LevelNumber.GRAVE)
    change_level(number=1, values={"points": Decimal(7)}, actor=None, now=at("2026-10-12 10:00"))
    ruling = propose_ruling(
        card=card, kind=RulingKind.DOWNGRADE, ground="情节较轻", actor=make_user("office"), now=LATER
    )

    decide_ruling(ruling=ruling, confirm=True, note="", actor=make_user("office"), now=LATER)

    assert Card.objects.get().standing_points == 5


def test_versions_cannot_be_changed_or_removed() -> None:
    for rows in (Level.objects, CardPolicy.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(version=9)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def test_a_level_changes_by_two_persons_with_its_effect_shown() -> None:
    make_late_card()
    office = visitor(make_user("office"))
    assert office.post("/settings/cards.level-1/", LEVEL).status_code == 200
    office.post("/settings/cards.level-1/", LEVEL | {"confirm": "1"})
    change = Change.objects.get()
    assert effect_of(kind="level", payload=change.payload, now=LATER).sentences[1:] == [
        "1 card of this level was issued in the last 30 days; it keeps its name and points.",
        "Issued under the new version they would cost 6 points in place of 5.00.",
    ]

    decide(change=change, confirm=True, actor=make_user("office"), now=LATER)

    assert level_faces(LATER)[1].name == "Orange card"
    told = Entry.objects.get(verb="policy-changed").data
    assert (told["version"], told["changed"]["points"]) == (2, ["5.00", "6"])


@pytest.mark.parametrize(("number", "points"), [("1", "11"), ("2", "4"), ("0", "1"), ("1", "-5")])
def test_points_that_contradict_the_order_of_levels_are_sent_back(number: str, points: str) -> None:
    answer = visitor(make_user("office")).post(f"/settings/cards.level-{number}/", LEVEL | {"points": points})

    assert answer.status_code == 422
    assert not Change.objects.exists()


def test_points_that_came_to_contradict_a_newer_level_are_not_applied() -> None:
    """Proposed when it fitted; decided when another proposal had been confirmed in between."""
    office = visitor(make_user("office"))
    office.post("/settings/cards.level-1/", LEVEL | {"points": "9", "confirm": "1"})
    change_level(number=2, values={"points": Decimal(8)}, actor=None)

    answer = visitor(make_user("office")).post(f"/changes/{Change.objects.get().pk}/", {"confirm": "yes"})

    assert answer.status_code == 422
    assert "cannot cost fewer points" in answer.content.decode()
    assert Level.objects.filter(number=1).count() == 1


def test_periods_and_texts_change_by_two_persons() -> None:
    office = visitor(make_user("office"))
    office.post("/settings/cards.terms/", TERMS | {"confirm": "1"})
    assert CardPolicy.objects.count() == 1

    visitor(make_user("office")).post(f"/changes/{Change.objects.get().pk}/", {"confirm": "yes"})

    made = CardPolicy.objects.get(version=2)
    assert (made.answer_days, made.article, made.ground) == (5, "某办法", "市政府常务会议")


@pytest.mark.parametrize("days", ["0", "32000"])
def test_unit_is_always_given_a_day_and_never_more_than_the_calendar(days: str) -> None:
    """T-36"""
    answer = visitor(make_user("office")).post("/settings/cards.terms/", TERMS | {"answer_days": days})

    assert answer.status_code == 422


def test_nothing_counts_backwards() -> None:
    with pytest.raises(UnableToChangeSettings, match="backwards"):
        change_level(number=1, values={"points": Decimal(6)}, actor=None, now=LATER, effective_from=BEFORE)
