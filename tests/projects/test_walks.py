"""Random walks over a chain: no path starts a promise before its papers, moves the whole clock, or loses time."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.actions import accept_case, finish_case, withdraw_case
from approvals.models import Outcome
from approvals.projects import actions
from approvals.projects.actions import UnableToAsk, UnableToDecide, UnableToStep
from approvals.projects.models import Project, Run, Step
from approvals.projects.pages import held
from approvals.projects.shares import total, used
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import spans
from efficiency.common.moments import local_date
from efficiency.workdays.current import current_calendar
from tests.approvals.builders import make_case
from tests.cast import make_user
from tests.projects.builders import NOW, Chain, complete, done, make_chain, opened, step

_ACTS = st.sampled_from(
    ["papers", "finish", "back", "case", "accept", "grant", "refuse", "withdraw", "answer", "conclude", "pause"]
)
_WALK = st.lists(st.tuples(_ACTS, st.integers(2, 5), st.integers(1, 40)), max_size=10)


class _RollBack(Exception):
    """Leave nothing of a walk behind."""


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(walk=_WALK)
def test_no_walk_breaks_what_a_chain_promises(walk: list[tuple[str, int, int]]) -> None:
    """THREATS 1.5 rows 5 to 7, T-19, T-21."""
    try:
        with transaction.atomic():
            _walk(walk)
            raise _RollBack
    except _RollBack:
        pass


def _walk(walk: list[tuple[str, int, int]]) -> None:
    chain = make_chain()
    project = opened(chain)
    done(chain, project, 1, NOW)
    now, pauses = NOW, 0
    whole = Clock.objects.get(matter=project.matter, kind=ClockKind.PROJECT)
    due = whole.due_at
    for name, number, hours in walk:
        now += timedelta(hours=hours)
        try:
            with transaction.atomic():
                pauses += _act(chain, project, name, number, now)
        except (UnableToStep, UnableToAsk, UnableToDecide):
            pass
        project.refresh_from_db()
        whole.refresh_from_db()
        assert whole.started_at == NOW
        if not pauses:
            assert whole.due_at == due
        _promises_start_on_complete_papers(project)
        _nothing_is_lost(project, whole, now)
        if not project.open:
            break


def _act(chain: Chain, project: Project, name: str, number: int, now: datetime) -> int:
    """Try one act; 1 where it granted a pause of the whole clock."""
    found = step(project, number)
    run = Run.objects.filter(step=found, ended_at=None).select_related("case").first()
    case = run.case if run else None
    clerk = chain.clerk
    if name == "papers":
        complete(chain, project, number, now)
    elif name == "finish":
        actions.finish_step(step=found, result="1号", actor=clerk, now=now)
    elif name == "back":
        actions.take_back(step=found, reason="重报", actor=clerk, now=now)
    elif name == "case" and number == 2:
        actions.link_case(step=found, case=make_case(chain.item, clerk, now=now), actor=clerk, now=now)
    elif name == "accept" and case is not None and case.state == "received":
        accept_case(case=case, actor=clerk, now=now)
    elif name in ("grant", "refuse") and case is not None and case.state == "accepted":
        outcome = Outcome.GRANTED if name == "grant" else Outcome.REFUSED
        finish_case(case=case, outcome=outcome, result="1号", reasons="不符", actor=clerk, now=now)
    elif name == "withdraw" and case is not None:
        withdraw_case(case=case, reason="重报", actor=clerk, now=now)
    elif name == "answer" and run is not None:
        for part in run.parts.filter(answered_at=None)[:1]:
            who = make_user("handler", unit=part.unit)
            actions.answer_part(part=part, verdict="agree", text="", actor=who, now=now)  # type: ignore[arg-type]
    elif name == "conclude":
        actions.conclude_joint(step=found, result="同意", actor=clerk, now=now)
    elif name == "pause":
        return _pause(chain, project, now)
    return 0


def _pause(chain: Chain, project: Project, now: datetime) -> int:
    clock = Clock.objects.select_related("unit").get(matter=project.matter, kind=ClockKind.PROJECT)
    until = local_date(now) + timedelta(days=3)
    told = {"clock": clock, "reason": "调整", "document": "1号", "actor": chain.head, "now": now}
    request = actions.ask_pause(**told, ground=Ground.OTHER, planned_until=until)  # type: ignore[arg-type]
    actions.decide_request(request=request, grant=True, note="", actor=chain.office, now=now)
    return 1


def _promises_start_on_complete_papers(project: Project) -> None:
    kinds = (ClockKind.LICENCE_WEEK, ClockKind.PERMIT_MONTH, ClockKind.ACCEPTANCE_WEEK)
    limits = {ClockKind.LICENCE_WEEK: 5, ClockKind.ACCEPTANCE_WEEK: 5}
    for one in Step.objects.filter(project=project).select_related("promise_clock"):
        if one.promise_clock is not None:
            assert one.complete_at is not None
            assert one.promise_clock.started_at == one.complete_at
    for kind in kinds:
        clocks = list(Clock.objects.filter(matter=project.matter, kind=kind).order_by("pk"))
        assert sum(clock.running for clock in clocks) <= 1
        assert all(clock.limit <= limits.get(kind, 31) for clock in clocks)


def _nothing_is_lost(project: Project, whole: Clock, now: datetime) -> None:
    until = whole.stopped_at or whole.cancelled_at or now
    steps = list(project.steps.prefetch_related("runs__parts__clock", "runs__parts__unit"))
    calendar = current_calendar()
    parts = used(calendar, started=whole.started_at, until=until, held=held(steps), pauses=spans(whole.pauses.all()))
    assert sum(parts.values(), Fraction(0)) == total(calendar, whole.started_at, until)
