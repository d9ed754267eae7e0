"""Before a calendar is changed: which deadlines would move, and which cards would fall."""

from datetime import date, datetime

import pytest
from django.db import connection

from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.changes.actions import decide, effect_of, propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from efficiency.clocks.actions import pause_clock, stop_clock
from efficiency.clocks.foreseeing import foresee
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock, Move
from efficiency.clocks.redating import follow_calendar
from efficiency.workdays import proposals
from efficiency.workdays.actions import except_day, publish_year, withdraw_exception
from efficiency.workdays.calendar import Difference
from efficiency.workdays.current import calendar_with, calendar_without
from efficiency.workdays.models import CalendarVersion, DayException
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db
WEDNESDAY = at("2026-02-25 09:00")
CLOSED = Difference(date(2026, 3, 2), False, "台风停工")
YEAR = [
    Difference(date(2027, 1, 1), False, "元旦"),
    Difference(date(2027, 1, 4), False, "元旦"),
    Difference(date(2027, 2, 8), False, "春节"),
]


def close_city(day: str = "2026-03-02", now: datetime = WEDNESDAY) -> DayException:
    return except_day(
        day=date.fromisoformat(day), kind="rest", name="台风停工", document="昆政办〔2026〕9号", actor=None, now=now
    )


def test_a_closure_shows_the_deadline_that_would_move_and_writes_nothing() -> None:
    """T-13"""
    clock = make_clock(started="2026-02-24 10:00")
    make_clock(started="2026-02-12 10:00")  # due before the closure

    found = foresee(calendar_with(CLOSED), now=WEDNESDAY)

    assert (found.moved.total, found.issued.total, found.spared.total, found.settled) == (1, 0, 0, 0)
    [line] = found.lines(found.moved)
    assert (line.clock, line.clock.due_at, line.due_at) == (clock, at("2026-03-03 00:00"), at("2026-03-04 00:00"))
    assert not Move.objects.exists()
    assert not CalendarVersion.objects.exists()
    assert Clock.objects.get(pk=clock.pk).due_at == at("2026-03-03 00:00")


def test_the_foreseen_moves_are_those_that_the_re_dating_makes() -> None:
    for day in range(9, 26):
        for hour in (0, 9, 23):
            make_clock(started=f"2026-02-{day:02d} {hour:02d}:30")
    make_clock(ClockKind.DISPATCH, started="2026-02-27 15:00")
    paused = make_clock(ClockKind.STATUTORY, started="2026-02-10 10:00", limit=15)
    pause_clock(
        clock=paused,
        ground=Ground.TESTING,
        document="昆特〔2026〕2号",
        planned_until=date(2026, 2, 27),
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-02-12 10:00"),
    )
    foreseen = foresee(calendar_with(CLOSED), now=WEDNESDAY)
    expected = sorted((line.clock.pk, line.due_at) for line in foreseen.lines(foreseen.moved))

    close_city()
    follow_calendar(now=at("2026-02-25 09:01"))

    assert sorted(Move.objects.values_list("clock", "due_at")) == expected
    assert len(expected) == foreseen.moved.total == 7


def test_a_card_that_would_fall_at_once_is_named() -> None:
    """A closure is taken back: what it had kept in time is late now."""
    made = close_city()
    clock = make_clock(started="2026-02-24 10:00", matter=make_matter(make_unit("市水务局")))
    follow_calendar(now=WEDNESDAY)
    now = at("2026-03-03 10:00")  # due at the end of this day with the closure, yesterday without

    found = foresee(calendar_without(exceptions=[made.pk]), now=now)

    assert (found.issued.total, [line.clock for line in found.lines(found.issued)]) == (1, [clock])
    withdraw_exception(exception=made, actor=None, now=now)
    assert sweep(at("2026-03-03 10:05")).levels[1] == 1


def test_a_card_that_would_not_fall_any_more_is_named() -> None:
    clock = make_clock(started="2026-02-24 10:00")
    now = at("2026-03-03 00:00:10")  # due at midnight; the judge has not looked yet

    found = foresee(calendar_with(CLOSED), now=now)

    assert (found.spared.total, [line.clock for line in found.lines(found.spared)]) == (1, [clock])
    close_city(now=now)
    assert sweep(at("2026-03-03 00:05")).levels[1] == 0


def test_ended_matters_and_carded_clocks_are_left_alone() -> None:
    """T-11"""
    stop_clock(clock=make_clock(started="2026-02-24 10:00"), actor=None, now=at("2026-02-25 08:00"))
    make_clock(started="2026-02-12 10:00")
    sweep(at("2026-02-27 08:00"))
    assert Card.objects.numbered().count() == 1

    found = foresee(calendar_with(CLOSED, Difference(date(2026, 2, 26), False, "台风")), now=at("2026-02-27 09:00"))

    assert (found.moved.total, found.issued.total) == (0, 0)


def test_a_year_settles_what_was_provisional_and_cards_what_was_late_in_it() -> None:
    """T-12: finished on a provisional day, after the day that turns out to be the last."""
    late = make_clock(started="2026-12-28 10:00")
    moved = make_clock(started="2026-12-28 11:00")
    stop_clock(clock=late, actor=None, now=at("2027-01-06 10:00"))
    assert Clock.objects.filter(provisional=True).count() == 2
    days = [Difference(date(2027, 1, 1), True, "元旦"), Difference(date(2027, 1, 4), True, "元旦"), YEAR[2]]
    payload = proposals.of_year(2027, days)

    told = effect_of(kind="year", payload=payload, now=at("2027-01-05 12:00"))

    assert "2 running deadlines move." in told.sentences
    assert "2 provisional deadlines become certain." in told.sentences
    assert "2 cards fall at once, by the next look of the judge." in told.sentences
    assert [table.title for table in told.tables] == ["Cards that fall at once", "Deadlines that move"]
    assert moved.matter.reference in told.tables[1].rows[1][0]


def test_the_second_person_sees_the_effect_of_today_on_the_calendar_of_today() -> None:
    make_clock(started="2026-02-24 10:00")
    payload = proposals.of_day(date(2026, 2, 27), "rest", "停电")
    change = propose(
        kind="day",
        title="停电",
        payload=payload,
        ground="停电检修",
        document="昆政办〔2026〕10号",
        actor=make_user("office"),
        now=WEDNESDAY,
    )
    close_city()

    told = effect_of(kind="day", payload=change.payload, now=WEDNESDAY).sentences

    assert told[0].startswith("This was proposed on version 1; version 2 stands now.")
    assert change.effect[0] == "1 running deadline moves."


def test_what_was_published_in_between_cannot_be_confirmed_any_more() -> None:
    change = propose(
        kind="year",
        title="2027",
        payload=proposals.of_year(2027, YEAR),
        ground="通知",
        document="国办",
        actor=make_user("office"),
        now=WEDNESDAY,
    )
    publish_year(year=2027, days=YEAR, document="国办发明电〔2026〕9号", actor=None, now=WEDNESDAY)

    with pytest.raises(UnableToChange, match="published already"):
        decide(change=change, confirm=True, actor=make_user("office"), now=WEDNESDAY)
    assert Change.objects.get().open


def test_a_table_shows_two_hundred_and_says_how_many_there_are() -> None:
    matter = make_matter()
    for _ in range(203):
        make_clock(started="2026-02-24 10:00", matter=matter)

    [table] = effect_of(kind="day", payload=proposals.of_day(CLOSED.day, "rest", "台风"), now=WEDNESDAY).tables

    assert (len(table.rows), table.total, table.rest) == (200, 203, 3)


def test_nothing_is_left_behind_in_the_session() -> None:
    make_clock(started="2026-02-24 10:00")
    foresee(calendar_with(CLOSED), now=WEDNESDAY)
    foresee(calendar_with(CLOSED), now=WEDNESDAY)

    assert "redating" not in connection.introspection.table_names()
