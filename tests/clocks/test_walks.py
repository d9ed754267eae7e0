"""Random walks of clerks' acts against a plain model of the law.

10,000 steps: whatever clerks try in whatever order, the due moment moves by lawful pause,
extension or calendar version alone, and the judge agrees with a count on the fingers.
"""

from datetime import date, datetime, time, timedelta

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import (
    UnableToExtend,
    UnableToPause,
    UnableToStop,
    extend_clock,
    pause_clock,
    resume_clock,
    stop_clock,
)
from efficiency.clocks.kinds import STATUTORY_GROUNDS, ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER
from efficiency.clocks.redating import follow_calendar
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.organization.models import User
from efficiency.workdays.actions import except_day
from efficiency.workdays.calendar import official_calendar
from efficiency.workdays.current import current_calendar
from efficiency.workdays.models import DayException
from tests.cast import at, make_user
from tests.clocks.builders import make_clock

OFFICIAL = official_calendar()
WALKS, STEPS = 50, 50  # four times: 10,000 steps


class ClerkWalk(RuleBasedStateMachine):
    """One clock, its clerks, the judge, and the same law counted day by day."""

    clerk: User
    head: User

    @initialize(
        kind=st.sampled_from([ClockKind.STATUTORY, ClockKind.PROMISED]),
        limit=st.integers(1, 25),
        day=st.integers(0, 240),
        hour=st.integers(0, 23),
    )
    def begin(self, kind: ClockKind, limit: int, day: int, hour: int) -> None:
        self.clerk, self.head = make_user("handler"), make_user("head")
        self.now = at("2025-09-01 00:00") + timedelta(days=day, hours=hour)
        self.clock = make_clock(kind, started=self.now, limit=limit)
        self.limit, self.start = limit, local_date(self.now)
        self.pauses: list[list[date | None]] = []  # [after, planned end, resumed on]
        self.stopped: datetime | None = None
        self.extended = self.judged = False
        self.closed = set(DayException.objects.values_list("day", flat=True))

    # -- the plain model -------------------------------------------------------------------

    def _is_paused(self, day: date) -> bool:
        for after, planned, resumed in self.pauses:
            ends = [end for end in (planned, resumed) if end]
            assert after is not None  # every pause has a first day
            if day > after and (not ends or day <= min(ends)):
                return True
        return False

    def _due(self) -> datetime | None:
        """Count on the fingers; None where an endless pause keeps the limit away."""
        day, left = self.start, self.limit
        while left:
            day += timedelta(days=1)
            if day > self.start + timedelta(days=400):
                return None
            left -= OFFICIAL.is_working(day) and day not in self.closed and not self._is_paused(day)
        return datetime.combine(day, time(17), SHANGHAI)

    def _is_over(self) -> bool:
        due = self._due()
        return due is not None and self.now >= due

    def _open_pause(self) -> list[date | None] | None:
        today = local_date(self.now)
        for pause in self.pauses:
            if pause[2] is None and (pause[1] is None or today <= pause[1]):
                return pause
        return None

    # -- what people do --------------------------------------------------------------------

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(ground=st.sampled_from(list(Ground)), days=st.one_of(st.none(), st.integers(-1, 20)), alone=st.booleans())
    def pause(self, ground: Ground, days: int | None, alone: bool) -> None:
        today = local_date(self.now)
        planned = None if days is None else today + timedelta(days=days)
        statutory = self.clock.kind == ClockKind.STATUTORY
        lawful = (
            self.stopped is None
            and not self._is_over()
            and self._open_pause() is None
            and not alone
            and (planned is None or planned > today)
            and (not statutory or (ground in STATUTORY_GROUNDS and planned is not None))
        )
        try:
            pause_clock(
                clock=self.clock,
                ground=ground,
                document="昆特〔2025〕1号",
                planned_until=planned,
                asked_by=self.clerk,
                approved_by=self.clerk if alone else self.head,
                now=self.now,
            )
        except UnableToPause:
            assert not lawful
        else:
            assert lawful
            self.pauses.append([today, planned, None])

    @rule()
    def resume(self) -> None:
        pause = self._open_pause()
        lawful = self.stopped is None and pause is not None
        try:
            resume_clock(clock=self.clock, actor=self.clerk, now=self.now)
        except UnableToPause:
            assert not lawful
        else:
            assert lawful and pause is not None
            pause[2] = local_date(self.now)

    @rule(amount=st.integers(0, 10))
    def extend(self, amount: int) -> None:
        lawful = self.stopped is None and not self._is_over() and not self.extended and amount > 0
        try:
            extend_clock(
                clock=self.clock,
                amount=amount,
                reason="需要补充检测",
                asked_by=self.clerk,
                approved_by=self.head,
                now=self.now,
            )
        except UnableToExtend:
            assert not lawful
        else:
            assert lawful
            self.extended = True
            self.limit += amount

    @precondition(lambda self: self.judged)
    @rule()
    def finish(self) -> None:
        try:
            stop_clock(clock=self.clock, actor=self.clerk, now=self.now)
        except UnableToStop:
            assert self.stopped is not None
        else:
            assert self.stopped is None
            pause = self._open_pause()
            if pause is not None:
                pause[2] = local_date(self.now)
            self.stopped = self.now

    @rule(days=st.integers(1, 15))
    def city_closes_for_a_day(self, days: int) -> None:
        day = local_date(self.now) + timedelta(days=days)
        if not current_calendar().is_working(day) or DayException.objects.count() > 30:
            return
        except_day(day=day, kind="rest", name="台风", document="昆政办〔2026〕9号", actor=self.head, now=self.now)
        follow_calendar(now=self.now)
        if self.stopped is None and not self._carded():  # what ended or was carded keeps its day (T-11)
            self.closed.add(day)

    @rule()
    def judge(self) -> None:
        sweep(self.now)
        self.judged = True

    # -- what must hold --------------------------------------------------------------------

    def _carded(self) -> bool:
        return Card.objects.filter(clock=self.clock, level__gt=0).exists()

    @invariant()
    def due_moment_is_the_models(self) -> None:
        if not hasattr(self, "clock"):
            return
        stored = Clock.objects.get(pk=self.clock.pk).due_at
        assert (None if stored == NEVER else stored) == self._due()

    def teardown(self) -> None:
        """Long afterwards the judge's verdict is the model's, once."""
        if not hasattr(self, "clock"):
            return
        due = self._due()
        end = self.stopped or at("2028-01-01 00:00")
        sweep(at("2026-12-31 12:00"))
        sweep(at("2026-12-31 12:30"))
        late = due is not None and end >= due
        level = 2 if self.clock.kind == ClockKind.STATUTORY else 1
        assert Card.objects.filter(clock=self.clock, level=level).count() == int(late)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_due_moment_never_moves_but_by_lawful_acts(seed: int) -> None:
    """T-11, T-18 to T-22, T-44 on random walks."""
    chosen = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(hypothesis.seed(seed)(ClerkWalk), settings=chosen)
