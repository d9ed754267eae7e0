"""What follows a bad rating: contact, putting right, call-back, cards, appeals."""

import pytest

from approvals.ratings import actions
from approvals.ratings.actions import UnableToFollowUp, UnableToRule
from approvals.ratings.kinds import RulingKind
from approvals.ratings.models import Rating
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.changes.actions import decide
from efficiency.changes.kinds import UnableToChange
from efficiency.clocks.models import Clock
from tests.cast import at, make_user
from tests.ratings.builders import Cast, bad_rating, make_cast, rated

pytestmark = pytest.mark.django_db
THURSDAY = at("2025-10-09 11:00")
FRIDAY = at("2025-10-10 09:00")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def contacted(cast: Cast, rating: Rating) -> Rating:
    return actions.contact(rating=rating, how="电话", text="等候太久", actor=cast.handler, now=THURSDAY)


def test_contact_on_the_last_day_earns_no_card(cast: Cast) -> None:
    """E-21 does not fire."""
    contacted(cast, bad_rating(cast))

    sweep(now=FRIDAY)
    assert list(Card.objects.filter(rule="E-21")) == []


def test_a_bad_rating_that_nobody_contacted_in_time_is_carded_by_the_judge(cast: Cast) -> None:
    """E-21 fires, once."""
    rating = bad_rating(cast)

    sweep(now=FRIDAY)
    sweep(now=FRIDAY)
    card = Card.objects.numbered().get()
    assert (card.rule, card.level, card.unit, card.matter) == ("E-21", 1, cast.unit, rating.matter)
    assert card.breached_at == at("2025-10-10 00:00")


def test_what_is_not_put_right_within_fifteen_working_days_is_carded(cast: Cast) -> None:
    """T-58: due on Tuesday 28 October."""
    contacted(cast, bad_rating(cast))

    sweep(now=at("2025-10-28 23:59"))
    assert not Card.objects.numbered().exists()
    sweep(now=at("2025-10-29 09:00"))
    assert list(Card.objects.numbered().values_list("rule", flat=True)) == ["T-58"]


def test_contact_reasons_and_call_back_settle_it(cast: Cast) -> None:
    rating = contacted(cast, bad_rating(cast))
    rating = actions.rectify(rating=rating, reasons="窗口少开一个", text="已加开窗口", actor=cast.handler, now=FRIDAY)
    rating = actions.call_back(rating=rating, content=True, text="满意", actor=cast.head, now=FRIDAY)

    assert rating.state_words == "settled"
    assert list(rating.steps.values_list("kind", flat=True)) == ["contacted", "rectified", "called-back"]
    assert not Clock.objects.running().filter(matter=rating.matter).exists()
    assert rating.matter is not None
    assert rating.matter.closed_at == FRIDAY


def test_nothing_is_put_right_before_somebody_has_spoken_with_the_rater(cast: Cast) -> None:
    with pytest.raises(UnableToFollowUp):
        actions.rectify(rating=bad_rating(cast), reasons="忙", text="改", actor=cast.handler, now=THURSDAY)


def test_the_third_try_counts_as_contact(cast: Cast) -> None:
    rating = bad_rating(cast)
    for _time in range(2):
        rating = actions.note_try(rating=rating, how="电话无人接", text="", actor=cast.handler, now=THURSDAY)
    assert rating.contacted_at is None

    rating = actions.note_try(rating=rating, how="电话无人接", text="", actor=cast.handler, now=THURSDAY)
    assert rating.contacted_at == THURSDAY


def test_whoever_took_the_case_does_not_follow_it_up(cast: Cast) -> None:
    """T-58, T-59."""
    both = make_user("window", "handler", unit=cast.unit)
    rating = bad_rating(Cast(cast.unit, cast.head, cast.handler, both, cast.office, cast.office2))

    with pytest.raises(UnableToFollowUp):
        actions.contact(rating=rating, how="电话", text="等候太久", actor=both, now=THURSDAY)
    assert not Rating.objects.visible_to(both).exists()


def test_the_window_clerk_never_reads_who_rated(cast: Cast) -> None:
    """T-58."""
    rating = bad_rating(cast)

    with pytest.raises(UnableToFollowUp, match="not open"):
        actions.reveal_rater(rating=rating, purpose="好奇", actor=cast.clerk)


def voided(cast: Cast, rating: Rating) -> Rating:
    rating = actions.appeal(rating=rating, ground="评价人认错单位", actor=cast.head, now=THURSDAY)
    change = actions.propose_ruling(
        rating=rating, kind=RulingKind.VOIDED, ground="经核实认错单位", actor=cast.office, now=THURSDAY
    )
    decide(change=change, confirm=True, actor=cast.office2, now=THURSDAY)
    rating.refresh_from_db()
    return rating


def test_an_appeal_voids_a_rating_only_by_two_persons_of_the_office(cast: Cast) -> None:
    """T-58."""
    rating = actions.appeal(rating=bad_rating(cast), ground="认错单位", actor=cast.head, now=THURSDAY)
    change = actions.propose_ruling(
        rating=rating, kind=RulingKind.VOIDED, ground="核实", actor=cast.office, now=THURSDAY
    )

    with pytest.raises(UnableToChange, match="another person"):
        decide(change=change, confirm=True, actor=cast.office, now=THURSDAY)
    rating.refresh_from_db()
    assert rating.voided_at is None


def test_a_rating_is_not_voided_without_an_appeal(cast: Cast) -> None:
    """T-58."""
    with pytest.raises(UnableToRule, match="No appeal"):
        actions.propose_ruling(rating=bad_rating(cast), kind=RulingKind.VOIDED, ground="核实", actor=cast.office)


def test_voiding_keeps_the_rating_and_ends_its_clocks(cast: Cast) -> None:
    """T-58."""
    rating = voided(cast, bad_rating(cast))

    assert (rating.code, rating.state_words) == (5, "voided")
    assert not Clock.objects.running().filter(matter=rating.matter).exists()
    sweep(now=at("2025-11-28 09:00"))
    assert not Card.objects.numbered().exists()


def test_a_reinstated_rating_gets_its_full_time_again(cast: Cast) -> None:
    rating = voided(cast, bad_rating(cast))
    change = actions.propose_ruling(
        rating=rating, kind=RulingKind.REINSTATED, ground="认错的是我们", actor=cast.office2, now=FRIDAY
    )
    decide(change=change, confirm=True, actor=cast.office, now=FRIDAY)

    running = Clock.objects.running().filter(matter=rating.matter)
    assert sorted(running.values_list("kind", flat=True)) == ["contact", "fix"]
    assert set(running.values_list("started_at", flat=True)) == {FRIDAY}


def test_a_rejected_appeal_leaves_the_rating_and_is_not_repeated(cast: Cast) -> None:
    rating = actions.appeal(rating=rated(cast, 4), ground="恶意", actor=cast.head, now=THURSDAY)
    rating = actions.reject_appeal(rating=rating, ground="没有证据", actor=cast.office, now=THURSDAY)

    assert rating.voided_at is None
    with pytest.raises(UnableToRule):
        actions.appeal(rating=rating, ground="还是恶意", actor=cast.head, now=THURSDAY)


def test_a_handler_cannot_appeal(cast: Cast) -> None:
    with pytest.raises(UnableToRule):
        actions.appeal(rating=bad_rating(cast), ground="恶意", actor=cast.handler, now=THURSDAY)
