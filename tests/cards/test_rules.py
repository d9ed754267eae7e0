"""Who may do what to a card: each predicate asked directly, also where a page would not even be found."""

import pytest

from efficiency.cards import rules
from efficiency.cards.actions import decide_ruling, propose_ruling
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Card
from efficiency.organization.models import User
from tests.cards.builders import ANSWER_BY, ISSUED, answered, make_hand_card, make_late_card, upheld
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
STRANGERS = ["head", "handler", "window", "operator", "executive", "sysadmin", "secadmin", "auditor"]


def stranger(role: str) -> User:
    return make_user(role, unit=make_unit("市水务局"))


@pytest.mark.parametrize("role", ["head", "handler"])
def test_only_the_unit_itself_and_those_above_speak_for_it(role: str) -> None:
    """T-38."""
    city = make_unit("昆山市")
    card = make_late_card(make_unit("市城市管理局", parent=city))
    own, above = make_user(role, unit=card.unit), make_user(role, unit=city)
    below, beside = make_user(role, unit=make_unit(parent=card.unit)), stranger(role)

    assert [rules.speaks_for(user, card) for user in (own, above, below, beside, make_user(role))] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_of_another_unit_acts_on_a_card(role: str) -> None:
    """T-38."""
    card, user = make_late_card(), stranger(role)

    assert not rules.can_acknowledge(user, card)
    assert not rules.can_answer(user, card)
    assert not rules.can_report_rectification(user, upheld(card))


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_but_the_office_rules(role: str) -> None:
    """T-36."""
    card, user = answered(make_late_card()), stranger(role)
    ruling = propose_ruling(
        card=card, kind=RulingKind.REVOKE, ground="系统故障", actor=make_user("office"), now=ANSWER_BY
    )

    assert rules.refusal_to_uphold(user, card, ANSWER_BY) == "There is nothing to uphold."
    assert not rules.can_uphold(user, card, ANSWER_BY)
    assert not rules.can_propose(user, card)
    assert rules.refusal_to_decide(user, ruling) == "The efficiency office decides this proposal."
    assert not rules.can_close(user, upheld(make_late_card()))
    assert not rules.can_issue(user)


def test_the_office_upholds_what_another_issued_once_the_unit_was_heard() -> None:
    """T-36."""
    office = make_user("office")
    late, own = make_late_card(), make_hand_card(actor=office)

    assert rules.refusal_to_uphold(office, late, ISSUED) == "The unit may still make its statement."
    assert rules.refusal_to_uphold(office, late, ANSWER_BY) == ""
    assert "Another person of the office" in rules.refusal_to_uphold(office, own, at("2027-01-04 09:00"))


def test_a_proposal_is_decided_by_another_and_once() -> None:
    """T-35."""
    proposer, other = make_user("office"), make_user("office")
    ruling = propose_ruling(
        card=answered(make_late_card()), kind=RulingKind.REVOKE, ground="系统故障", actor=proposer, now=ANSWER_BY
    )

    assert "Another person of the office" in rules.refusal_to_decide(proposer, ruling)
    assert rules.refusal_to_decide(other, ruling) == ""
    decide_ruling(ruling=ruling, confirm=False, note="不成立", actor=other, now=ANSWER_BY)
    ruling.refresh_from_db()
    assert rules.refusal_to_decide(other, ruling) == "This proposal has been decided."


def test_the_office_closes_only_what_was_confirmed() -> None:
    office, card = make_user("office"), make_late_card()

    assert not rules.can_close(office, card)
    assert rules.can_close(office, upheld(card))
    assert rules.can_issue(office)


def test_a_reminder_is_no_card_and_nothing_is_done_to_it() -> None:
    """T-34: it warns, costs nothing and asks for nothing."""
    unit = make_unit()
    head, office = make_user("head", unit=unit), make_user("office")
    reminder = Card(unit=unit, level=LevelNumber.REMINDER, state=State.ISSUED)
    confirmed = Card(unit=unit, level=LevelNumber.REMINDER, state=State.UPHELD)

    assert not rules.can_acknowledge(head, reminder)
    assert not rules.can_answer(head, reminder)
    assert rules.refusal_to_uphold(office, reminder, ISSUED) == "There is nothing to uphold."
    assert not rules.can_propose(office, reminder)
    assert not rules.can_report_rectification(head, confirmed)
    assert not rules.can_close(office, confirmed)
