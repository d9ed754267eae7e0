"""100,000 steps of a clock's life without a database, against a count on the fingers.

The model knows days only: it walks from the start, one day after the other, and asks of each
whether it counts. The arithmetic of the house never walks; it must say the same at every step.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from efficiency.clocks.deadlines import Limit, Moments, PausedSpan, moments
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.common.moments import SHANGHAI
from efficiency.workdays.calendar import WorkCalendar, official_calendar

CALENDAR = official_calendar()
WORKING = {
    day for n in range(1500) if CALENDAR.is_working(day := date(2023, 12, 1) + timedelta(days=n))
}  # read once, so that the model asks no arithmetic of the house
DAY = timedelta(days=1)
WALKS, STEPS, SEEDS = 250, 50, range(1, 10)  # a walk ends after about 48 steps: 108,000 in all


@dataclass
class Fingers:
    """The same clock, counted day by day."""

    started: datetime
    limit: int
    working_days: bool
    day_end: DayEnd
    warn_before: int | None
    grave_after: int | None
    pauses: list[list[date | None]] = field(default_factory=list)  # [after, until]

    def paused(self, day: date) -> bool:
        """Whether a pause takes the day out."""
        for after, until in self.pauses:
            assert after is not None  # only the end of a pause may be open
            if after < day and (until is None or day <= until):
                return True
        return False

    def counts(self, day: date) -> bool:
        """Whether the day counts towards the limit."""
        return not self.paused(day) and (not self.working_days or day in WORKING)

    def due_day(self) -> date | None:
        """The last day; None while a pause without an end keeps it away."""
        day, left = self.started.date(), self.limit
        while left or (not self.working_days and (day not in WORKING or self.paused(day))):
            day += DAY
            if day > date(2027, 12, 1):
                return None
            left -= bool(left) and self.counts(day)
        return day

    def end_of(self, day: date) -> datetime:
        """The moment at which a last day is over."""
        if self.day_end == DayEnd.MIDNIGHT:
            return datetime.combine(day + DAY, time(), SHANGHAI)
        return datetime.combine(day, time(17), SHANGHAI)

    def grave_day(self, last: date) -> date | None:
        """The day on which a breach becomes grave: so many unpaused working days later."""
        day, left = last, self.grave_after or 0
        while left:
            day += DAY
            if day > date(2027, 12, 1):
                return None
            left -= day in WORKING and not self.paused(day)
        return day

    def warn_day(self, last: date) -> date:
        """So many unpaused working days before the last day."""
        day, left = last, self.warn_before or 0
        while left:
            day -= DAY
            left -= day in WORKING and not self.paused(day)
        return day


class PureWalk(RuleBasedStateMachine):
    """One clock: paused, resumed, extended in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.fingers: Fingers | None = None
        self.extended = 0

    @initialize(
        day=st.integers(0, 400),
        hour=st.integers(0, 23),
        limit=st.integers(1, 40),
        working_days=st.booleans(),
        day_end=st.sampled_from(list(DayEnd)),
        warn=st.none() | st.integers(1, 3),
        grave=st.none() | st.integers(1, 10),
    )
    def begin(
        self,
        day: int,
        hour: int,
        limit: int,
        working_days: bool,
        day_end: DayEnd,
        warn: int | None,
        grave: int | None,
    ) -> None:
        """A clock starts at any hour of any day of 2024 or early 2025."""
        started = datetime(2024, 1, 1, tzinfo=SHANGHAI) + timedelta(days=day, hours=hour)
        self.fingers = Fingers(started, limit, working_days, day_end, warn, grave)

    @rule(after=st.integers(0, 60), length=st.none() | st.integers(0, 30))
    def pause(self, after: int, length: int | None) -> None:
        """A pause begins, with a planned end or without; a second open one is never recorded."""
        assert self.fingers is not None  # initialize runs first
        if len(self.fingers.pauses) >= 4 or any(until is None for _, until in self.fingers.pauses):
            return
        first = self.fingers.started.date() + timedelta(days=after)
        self.fingers.pauses.append([first, None if length is None else first + timedelta(days=length)])

    @rule(length=st.integers(0, 20))
    def resume(self, length: int) -> None:
        """The open pause ends, or the newest one earlier than planned."""
        assert self.fingers is not None  # initialize runs first
        if self.fingers.pauses:
            newest = self.fingers.pauses[-1]
            assert newest[0] is not None  # only the end of a pause may be open
            end = newest[0] + timedelta(days=length)
            newest[1] = end if newest[1] is None else min(end, newest[1])

    @rule(amount=st.integers(1, 10))
    def extend(self, amount: int) -> None:
        """More time, once."""
        assert self.fingers is not None  # initialize runs first
        if not self.extended:
            self.extended = amount
            self.fingers.limit += amount

    @rule()
    def forget_a_pause(self) -> None:
        """A pause turns out to be unfounded."""
        assert self.fingers is not None  # initialize runs first
        if self.fingers.pauses:
            self.fingers.pauses.pop(0)

    @invariant()
    def all_moments_are_those_of_the_fingers(self) -> None:
        """Due, grave and reminder moments agree."""
        if self.fingers is None:
            return
        counted, told = self._counted(), self._told(CALENDAR)
        assert (told.due_day, told.due_at, told.grave_at, told.warn_at) == counted

    def _told(self, calendar: WorkCalendar) -> Moments:
        fingers = self.fingers
        assert fingers is not None  # asked only once there is a clock
        unit = LimitUnit.WORKING_DAYS if fingers.working_days else LimitUnit.CALENDAR_DAYS
        return moments(
            calendar,
            started_at=fingers.started,
            limit=Limit(fingers.limit - self.extended, unit),
            extended=self.extended,
            pauses=[PausedSpan(after, until) for after, until in fingers.pauses if after is not None],
            day_end=fingers.day_end,
            warn_before=fingers.warn_before,
            grave_after=fingers.grave_after,
        )

    def _counted(self) -> tuple[date | None, datetime | None, datetime | None, datetime | None]:
        fingers = self.fingers
        assert fingers is not None  # asked only once there is a clock
        last = fingers.due_day()
        if last is None:
            return None, None, None, None
        grave = None if fingers.grave_after is None else fingers.grave_day(last)
        warn_at = None
        if fingers.warn_before is not None:
            warn_at = datetime.combine(fingers.warn_day(last), time(9), SHANGHAI)
        return (
            last,
            fingers.end_of(last),
            None if grave is None else fingers.end_of(grave),
            warn_at if warn_at is not None and warn_at > fingers.started else None,
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_moment_is_what_the_fingers_count(seed: int) -> None:
    """T-03, T-09, T-10, T-18 to T-22, T-34"""
    chosen = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(hypothesis.seed(seed)(PureWalk), settings=chosen)
