"""Who used the time of a chain: the parts are exactly the whole, for any chain."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.projects.shares import APPLICANT, PAUSE, Held, rounded, total, used
from efficiency.clocks.deadlines import PausedSpan
from efficiency.workdays.calendar import official_calendar
from tests.cast import at

CALENDAR = official_calendar()
START = at("2026-09-14 10:00")  # a Monday
_MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def test_days_go_to_whoever_had_the_project_when_they_ended() -> None:
    held = [
        Held(1, at("2026-09-14 11:00"), at("2026-09-16 15:00")),
        Held(2, at("2026-09-17 09:00"), at("2026-09-21 10:00")),
    ]
    found = used(CALENDAR, started=START, until=at("2026-09-21 10:00"), held=held)

    # 15 unit 1; 16 nobody at midnight: the applicant; 17, 18, 20 (a make-up Sunday), 21 unit 2
    assert found == {1: Fraction(1), APPLICANT: Fraction(1), 2: Fraction(4)}


def test_units_side_by_side_share_a_day_equally() -> None:
    held = [Held(1, START, None), Held(2, START, None), Held(2, START, at("2026-09-15 10:00"))]

    found = used(CALENDAR, started=START, until=at("2026-09-15 17:00"), held=held)

    assert found == {1: Fraction(1, 2), 2: Fraction(1, 2)}


def test_a_paused_day_is_the_pauses_whoever_had_it() -> None:
    pauses = [PausedSpan(date(2026, 9, 14), date(2026, 9, 16))]

    found = used(CALENDAR, started=START, until=at("2026-09-17 12:00"), held=[Held(1, START, None)], pauses=pauses)

    assert found == {PAUSE: Fraction(2), 1: Fraction(1)}


def test_rounded_parts_are_still_the_whole() -> None:
    parts = {1: Fraction(1, 3), 2: Fraction(1, 3), 3: Fraction(1, 3)}

    assert rounded(parts) == {1: Decimal("0.4"), 2: Decimal("0.3"), 3: Decimal("0.3")}


_SPANS = st.tuples(st.integers(1, 4), _MOMENTS, st.one_of(st.none(), _MOMENTS)).map(lambda one: Held(*one))
_PAUSES = st.tuples(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 20))).map(
    lambda one: PausedSpan(
        date(2026, 9, 14) + timedelta(days=one[0]),
        None if one[1] is None else date(2026, 9, 14) + timedelta(days=one[0] + one[1]),
    )
)


@settings(max_examples=150, deadline=None)
@given(until=_MOMENTS, held=st.lists(_SPANS, max_size=8), pauses=st.lists(_PAUSES, max_size=4))
def test_the_parts_are_always_exactly_the_whole(until: datetime, held: list[Held], pauses: list[PausedSpan]) -> None:
    found = used(CALENDAR, started=START, until=until, held=held, pauses=pauses)

    whole = total(CALENDAR, START, until)
    assert sum(found.values()) == whole
    assert sum(rounded(found).values()) == whole
    assert all(part > 0 for part in found.values())
