"""What people may do to a card, and what it does to the points."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from efficiency.audit.models import Entry
from efficiency.cards.actions import (
    UnableToAct,
    UnableToIssue,
    acknowledge,
    answer,
    close,
    decide_ruling,
    issue_by_hand,
    propose_ruling,
    report_rectification,
    uphold,
)
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Act, Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.organization.models import User
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-12 09:00")


def yellow() -> Card:
    """The card on a reply that was due on 2026-10-10."""
    make_clock()
    sweep(ISSUED)
    return Card.objects.get(level=1)


def red() -> Card:
    """The second-level card on a reply a whole week late; its yellow card is superseded."""
    make_clock()
    sweep(at("2026-10-30 09:00"))
    return Card.objects.get(level=2)


def decided(card: Card, kind: RulingKind, *, now: str = "2026-11-02 09:00", **pause: object) -> Card:
    """Let two persons of the office rule on the card."""
    ruling = propose_ruling(
        card=card,
        kind=kind,
        ground="系统中断,有公告",
        actor=make_user("office"),
        now=at(now),
        **pause,  # type: ignore[arg-type]
    )
    decide_ruling(ruling=ruling, confirm=True, note="", actor=make_user("office"), now=at(now))
    return Card.objects.get(pk=card.pk)


def test_answer_is_kept_and_the_card_awaits_the_office() -> None:
    """T-36"""
    office = make_user("office")
    card = answer(card=yellow(), text="当日停电,有证明。", actor=make_user("head"), now=at("2026-10-13 10:00"))

    assert card.state == State.ANSWERED
    assert card.acts.get().text == "当日停电,有证明。"
    assert office.notices.get(channel="inbox").kind == "card.answered"


def test_card_counts_once_the_time_to_answer_has_passed() -> None:
    """T-37: not at once, for the unit may answer for three working days."""
    card = yellow()

    assert not card.counts(at("2026-10-15 23:59"))
    assert card.counts(at("2026-10-16 00:00"))
    assert list(Card.objects.counting(at("2026-10-15 23:59"))) == []
    assert list(Card.objects.counting(at("2026-10-16 00:00"))) == [card]


def test_upholding_waits_for_the_statement_or_its_period() -> None:
    """T-36"""
    card = yellow()

    with pytest.raises(UnableToAct):
        uphold(card=card, note="", actor=make_user("office"), now=at("2026-10-13 10:00"))
    uphold(card=card, note="", actor=make_user("office"), now=at("2026-10-16 00:00"))

    assert Card.objects.get(pk=card.pk).state == State.UPHELD


def test_one_person_alone_cannot_revoke() -> None:
    """T-36: reviewer is not the proposer."""
    officer = make_user("office")
    ruling = propose_ruling(card=yellow(), kind=RulingKind.REVOKE, ground="误发", actor=officer, now=ISSUED)

    with pytest.raises(UnableToAct):
        decide_ruling(ruling=ruling, confirm=True, note="", actor=officer, now=ISSUED)

    assert Card.objects.get(level=1).state == State.ISSUED


def test_database_itself_refuses_a_ruling_by_one_person() -> None:
    officer = make_user("office")
    ruling = propose_ruling(card=yellow(), kind=RulingKind.REVOKE, ground="误发", actor=officer, now=ISSUED)
    ruling.decided_by, ruling.decided_at = officer, ISSUED

    with pytest.raises(DatabaseError), transaction.atomic():
        ruling.save()


def test_revoked_card_keeps_its_number_and_leaves_the_sums() -> None:
    """T-36, T-37"""
    card = decided(yellow(), RulingKind.REVOKE)

    assert (card.state, card.serial) == (State.REVOKED, 1)
    assert not card.counts(at("2027-01-01 00:00"))
    entry = Entry.objects.get(verb="card-revoked")
    assert entry.data["points"] == "5.00"


def test_revoking_the_red_card_brings_the_yellow_one_back() -> None:
    decided(red(), RulingKind.REVOKE)

    first = Card.objects.get(level=1)
    assert (first.state, first.superseded_by) == (State.ISSUED, None)
    assert first.counts(at("2026-12-01 00:00"))


def test_downgrade_keeps_the_fact_and_lowers_what_stands() -> None:
    card = decided(red(), RulingKind.DOWNGRADE)

    assert (card.level, card.standing_level, card.standing_points) == (2, 1, Decimal("5.00"))


def test_yellow_card_cannot_be_downgraded() -> None:
    with pytest.raises(UnableToAct):
        decided(yellow(), RulingKind.DOWNGRADE)


def test_rejected_proposal_leaves_the_card_and_a_new_one_may_follow() -> None:
    card = yellow()
    ruling = propose_ruling(card=card, kind=RulingKind.REVOKE, ground="误发", actor=make_user("office"), now=ISSUED)
    with pytest.raises(UnableToAct):
        propose_ruling(card=card, kind=RulingKind.REVOKE, ground="误发", actor=make_user("office"), now=ISSUED)
    decide_ruling(ruling=ruling, confirm=False, note="证据不足", actor=make_user("office"), now=ISSUED)

    assert Card.objects.get(pk=card.pk).state == State.ISSUED
    assert decided(card, RulingKind.REVOKE).state == State.REVOKED


def test_late_pause_re_dates_the_clock_and_its_next_breach_is_a_new_attempt() -> None:
    """T-39: the re-computation revokes the card with a reason, it does not edit it."""
    make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20)
    sweep(at("2025-10-20 09:00"))
    first = Card.objects.get(level=2)

    decided(
        first,
        RulingKind.REVOKE,
        now="2025-10-21 09:00",
        pause_ground=Ground.EXPERT_REVIEW,
        pause_document="昆特〔2025〕1号",
        pause_from=at("2025-09-22 00:00").date(),
        pause_until=at("2025-10-20 00:00").date(),
    )

    assert Clock.objects.get().due_at == at("2025-11-10 17:00")
    assert sweep(at("2025-11-10 16:00")).levels[2] == 0
    assert sweep(at("2025-11-11 09:00")).levels[2] == 1
    second = Card.objects.get(level=2, attempt=1)
    assert (Card.objects.get(pk=first.pk).state, second.state) == (State.REVOKED, State.ISSUED)


def test_late_pause_on_the_statutory_clock_brings_the_promises_card_back() -> None:
    matter = make_matter()
    make_clock(ClockKind.PROMISED, started="2025-09-15 10:00", limit=10, matter=matter)
    make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20, matter=matter)
    sweep(at("2025-10-20 09:00"))

    decided(
        Card.objects.get(level=2),
        RulingKind.REVOKE,
        now="2025-10-21 09:00",
        pause_ground=Ground.EXPERT_REVIEW,
        pause_document="昆特〔2025〕1号",
        pause_from=at("2025-09-22 00:00").date(),
        pause_until=at("2025-10-20 00:00").date(),
    )

    assert Card.objects.get(level=1).state == State.ISSUED


def test_late_pause_outside_the_eight_grounds_is_refused_on_a_statutory_clock() -> None:
    """T-20"""
    make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20)
    sweep(at("2025-10-20 09:00"))

    with pytest.raises(UnableToAct):
        decided(
            Card.objects.get(level=2),
            RulingKind.REVOKE,
            pause_ground=Ground.OTHER,
            pause_document="说明",
            pause_from=at("2025-09-22 00:00").date(),
            pause_until=at("2025-10-20 00:00").date(),
        )


def test_rectification_closes_the_card_and_its_points_go_on_counting() -> None:
    card = yellow()
    uphold(card=card, note="", actor=make_user("office"), now=at("2026-10-16 09:00"))
    with pytest.raises(UnableToAct):
        close(card=card, actor=make_user("office"), now=at("2026-10-17 09:00"))
    report_rectification(card=card, text="已增派人手。", actor=make_user("head"), now=at("2026-10-20 09:00"))

    closed = close(card=card, actor=make_user("office"), now=at("2026-10-21 09:00"))

    assert closed.state == State.CLOSED
    assert closed.counts(at("2026-12-01 00:00"))


def test_receipt_is_recorded_once() -> None:
    card = acknowledge(card=yellow(), actor=make_user("head"), now=at("2026-10-12 10:00"))

    assert card.served_at == at("2026-10-12 10:00")
    with pytest.raises(UnableToAct):
        acknowledge(card=card, actor=make_user("head"), now=at("2026-10-12 11:00"))


def test_card_by_hand_takes_the_next_number_and_needs_its_ground() -> None:
    yellow()
    unit, office = make_unit(), make_user("office")

    card = issue_by_hand(
        unit=unit, matter=None, level=LevelNumber.FIRST, rule="E-14", ground="收取目录外材料", actor=office, now=ISSUED
    )

    assert (card.serial, card.clock, card.issued_by) == (2, None, office)
    with pytest.raises(UnableToIssue):
        issue_by_hand(unit=unit, matter=None, level=LevelNumber.FIRST, rule="E-14", ground=" ", actor=office)


def test_card_by_hand_is_upheld_by_another_person() -> None:
    """T-36: reviewer is not the issuer."""
    office = make_user("office")
    card = issue_by_hand(
        unit=make_unit(), matter=None, level=LevelNumber.FIRST, rule="E-14", ground="超目录", actor=office, now=ISSUED
    )

    with pytest.raises(UnableToAct):
        uphold(card=card, note="", actor=office, now=at("2026-10-20 09:00"))


@pytest.mark.parametrize("column", ["breached_at", "issued_at"])
def test_facts_of_a_card_never_change(column: str) -> None:
    card = yellow()

    with pytest.raises(DatabaseError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(**{column: at("2026-01-01 09:00")})


def test_no_card_and_no_act_can_be_deleted() -> None:
    card = yellow()
    acknowledge(card=card, actor=make_user("head"), now=ISSUED)

    for rows in (Act.objects.all(), Card.objects.filter(pk=card.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_unit_sees_its_own_cards_and_the_office_the_citys() -> None:
    """T-38"""
    card = yellow()
    other = make_clock(matter=make_matter(make_unit("市住建局")))
    sweep(ISSUED)

    def seen(user: User) -> set[int]:
        return set(Card.objects.numbered().visible_to(user).values_list("unit", flat=True))

    assert seen(make_user("head", unit=card.unit)) == {card.unit_id}
    assert seen(make_user("office", unit=make_unit())) == {card.unit_id, other.unit_id}
    assert seen(make_user("head")) == set()
