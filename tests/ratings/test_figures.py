"""Figures: denominators, exclusions, and that any split adds up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Case
from approvals.ratings import actions, figures
from approvals.ratings.figures import Tally
from approvals.ratings.models import Rating
from tests.cast import at
from tests.ratings.builders import EVE, Cast, bad_rating, ended_case, make_cast, rated
from tests.ratings.test_following import THURSDAY, voided

pytestmark = pytest.mark.django_db
SINCE, UNTIL = at("2025-09-01 00:00"), at("2025-11-01 00:00")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_satisfied_are_the_codes_one_to_three(cast: Cast) -> None:
    """T-57."""
    for code in (1, 2, 3, 4, 5, 5):
        rated(cast, code)

    found = figures.tally(Rating.objects.all())
    assert (found.satisfied, found.number, found.rate, found.bad) == (3, 6, "50.0%", 3)


def test_nobody_rated_is_no_rate() -> None:
    """T-55."""
    assert (Tally().rate, Tally().satisfied_share) == ("–", None)


def test_rates_are_rounded_once_half_up() -> None:
    assert figures.percent(1, 16) == "6.3%"
    assert figures.share(1, 3) == Decimal(100) / Decimal(3)


def test_a_voided_rating_stands_beside_the_rate(cast: Cast) -> None:
    """T-58."""
    rated(cast, 1)
    voided(cast, bad_rating(cast))

    found = figures.tally(Rating.objects.all())
    assert (found.number, found.rate, found.voided_number, found.rate_with_voided) == (1, "100.0%", 1, "50.0%")


def test_evaluation_reads_a_unit_with_all_below_it(cast: Cast) -> None:
    for code in (1, 4):
        rated(cast, code)
    bad_rating(cast, now=EVE + timedelta(days=60))  # outside the period

    found = figures.satisfaction(cast.unit, SINCE, UNTIL)
    assert (found.tally.number, found.share) == (2, Decimal(50))


def test_contact_in_time_and_late_are_told_apart(cast: Cast) -> None:
    in_time, late, waiting = bad_rating(cast), bad_rating(cast), bad_rating(cast)
    actions.contact(rating=in_time, how="电话", text="等候", actor=cast.handler, now=THURSDAY)
    actions.contact(rating=late, how="电话", text="等候", actor=cast.handler, now=at("2025-10-10 10:00"))

    found = figures.follow_ups(Rating.objects.all(), at("2025-10-10 11:00"))
    assert (found.number, found.contacted_in_time, found.contact_late) == (3, 1, 2)
    assert waiting.contacted_at is None
    assert (found.contact_rate, found.rectified_rate) == ("33.3%", "–")


def test_silence_is_counted_apart_and_only_after_its_days(cast: Cast) -> None:
    """T-57."""
    ended_case(cast)
    rated(cast, 1)

    every = Case.objects.all()
    assert figures.silent(every, SINCE, UNTIL, EVE + timedelta(days=8), days=7) == 1
    assert figures.silent(every, SINCE, UNTIL, EVE + timedelta(days=6), days=7) == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 5), st.booleans(), st.sampled_from(["tablet", "receipt", "imported"]), st.integers(0, 90)
        ),
        max_size=25,
    )
)
def test_any_split_adds_up_to_the_whole(cast: Cast, rows: list[tuple[int, bool, str, int]]) -> None:
    Rating.objects.all().delete()
    Rating.objects.bulk_create(
        Rating(
            unit=cast.unit,
            code=code,
            channel=channel,
            stage="closing",
            rated_at=EVE - timedelta(days=day),
            voided_at=EVE if is_voided else None,
            source="省平台",
            number=str(place),
            demo=True,
        )
        for place, (code, is_voided, channel, day) in enumerate(rows)
    )
    every = Rating.objects.all()
    whole = figures.tally(every)

    for split in (figures.tallies(every, "channel"), figures.tallies(every, "unit"), figures.months(every)):
        together = sum(split.values(), Tally())
        assert (together.number, together.voided_number) == (whole.number, whole.voided_number)
        assert together.lines == whole.lines
    assert whole.number + whole.voided_number == len(rows)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.integers(1, 5), min_size=1, max_size=12), data=st.data())
def test_voiding_and_reinstating_restores_every_figure(cast: Cast, codes: list[int], data: st.DataObject) -> None:
    Rating.objects.all().delete()
    Rating.objects.bulk_create(
        Rating(
            unit=cast.unit,
            code=code,
            channel="imported",
            stage="closing",
            rated_at=EVE,
            source="s",
            number=str(place),
            demo=True,
        )
        for place, code in enumerate(codes)
    )
    before = figures.tally(Rating.objects.all())
    chosen = data.draw(st.lists(st.sampled_from(sorted(Rating.objects.values_list("pk", flat=True))), unique=True))

    Rating.objects.filter(pk__in=chosen).update(voided_at=EVE)
    between = figures.tally(Rating.objects.all())
    Rating.objects.filter(pk__in=chosen).update(voided_at=None)

    assert between.number == len(codes) - len(chosen)
    assert between.rate_with_voided == before.rate
    assert figures.tally(Rating.objects.all()) == before
