"""Cards that a change of the calendar lets fall: what is on trial falls as little as the judge lets it."""

from datetime import date

import pytest

from efficiency.cards.models import Card, Shadow
from efficiency.cards.sweep import sweep
from efficiency.changes.actions import effect_of
from efficiency.clocks.actions import pause_clock
from efficiency.clocks.foreseeing import foresee
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.clocks.redating import follow_calendar
from efficiency.organization.models import Unit
from efficiency.workdays import proposals
from efficiency.workdays.actions import except_day, withdraw_exception
from efficiency.workdays.calendar import Difference
from efficiency.workdays.current import calendar_with, calendar_without
from efficiency.workdays.models import DayException
from tests.cards.test_launching import launch
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db
WEDNESDAY = at("2026-02-25 09:00")
TUESDAY = at("2026-03-03 10:00")  # what the closure had kept until tonight was due yesterday without it
CLOSED = Difference(date(2026, 3, 2), False, "台风停工")


def close_city() -> DayException:
    return except_day(day=CLOSED.day, kind="rest", name="台风停工", document="昆政办", actor=None, now=WEDNESDAY)


def clocks_of(*units: Unit) -> list[Clock]:
    return [make_clock(started="2026-02-24 10:00", matter=make_matter(unit)) for unit in units]


def test_a_card_in_a_part_on_trial_does_not_fall_and_is_counted_as_noted() -> None:
    trial, other = make_unit("试点单位"), make_unit("市水务局")
    launch(trial, now="2026-02-01 09:00")
    made = close_city()
    _on_trial, carded = clocks_of(trial, other)
    follow_calendar(now=WEDNESDAY)

    found = foresee(calendar_without(exceptions=[made.pk]), now=TUESDAY)

    assert [line.clock for line in found.lines(found.issued)] == [carded]
    assert (found.issued.total, found.noted) == (1, 1)
    withdraw_exception(exception=made, actor=None, now=TUESDAY)
    assert sweep(at("2026-03-03 10:05")).levels[1] == 1
    assert (Card.objects.count(), Shadow.objects.count()) == (1, 1)


def test_a_part_whose_cards_have_begun_counts_by_the_moment_of_the_breach() -> None:
    """The breach would be at the end of 2 March: before a start on the 4th, after one on the 3rd."""
    soon, later = make_unit("先行单位"), make_unit("后行单位")
    launch(soon, start="2026-03-03 00:00", now="2026-02-01 09:00")
    launch(later, start="2026-03-04 00:00", now="2026-02-01 09:00")
    made = close_city()
    carded, _noted = clocks_of(soon, later)
    follow_calendar(now=WEDNESDAY)

    found = foresee(calendar_without(exceptions=[made.pk]), now=TUESDAY)

    assert [line.clock for line in found.lines(found.issued)] == [carded]
    withdraw_exception(exception=made, actor=None, now=TUESDAY)
    assert sweep(at("2026-03-03 10:05")).levels[1] == 1
    assert Shadow.objects.count() == 1


def test_what_would_not_have_been_carded_is_not_counted_as_spared() -> None:
    trial, other = make_unit("试点单位"), make_unit("市水务局")
    launch(trial, now="2026-02-01 09:00")
    _on_trial, spared = clocks_of(trial, other)

    found = foresee(calendar_with(CLOSED), now=at("2026-03-03 00:00:10"))

    assert [line.clock for line in found.lines(found.spared)] == [spared]


def test_a_clock_that_was_paused_is_spared_its_card_as_well_while_on_trial() -> None:
    trial = make_unit("试点单位")
    launch(trial, now="2026-02-01 09:00")
    clock = make_clock(ClockKind.STATUTORY, started="2026-02-10 10:00", limit=10, matter=make_matter(trial))
    pause_clock(
        clock=clock,
        ground=Ground.TESTING,
        document="昆特〔2026〕2号",
        planned_until=date(2026, 2, 12),
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-02-11 10:00"),
    )
    made = close_city()
    follow_calendar(now=WEDNESDAY)
    clock.refresh_from_db()
    day_before = calendar_without(exceptions=[made.pk])

    found = foresee(day_before, now=clock.due_at - (clock.due_at - at("2026-03-02 09:00")) / 1000)

    assert found.moved.total == 1
    assert (found.issued.total, found.noted) == (0, 1)


def test_the_desk_says_what_is_only_noted() -> None:
    trial = make_unit("试点单位")
    launch(trial, now="2026-02-01 09:00")
    made = close_city()
    clocks_of(trial)
    follow_calendar(now=WEDNESDAY)

    told = effect_of(kind=proposals.DAY_BACK, payload=proposals.of_day_back(made), now=TUESDAY)

    assert "1 would-be card is noted: its part of the city is on trial." in told.sentences
    assert not any("fall at once" in sentence for sentence in told.sentences)
