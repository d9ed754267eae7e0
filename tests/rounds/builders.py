"""Builders for rounds, and for cases that were finished in the past."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from approvals.models import Case, CaseState, Item
from approvals.rounds.actions.preparing import Wanted, make_round, open_round, put_proposals
from approvals.rounds.models import Round
from efficiency.clocks.actions import policy_in_force
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock, Matter, Pause
from efficiency.clocks.moving import recompute
from efficiency.organization.models import User
from efficiency.workdays.current import current_calendar
from tests.approvals.builders import make_clerk
from tests.cast import at, make_user

NOW = at("2026-10-12 09:00")  # a Monday
ANSWER_BY, EFFECTIVE = date(2026, 10, 23), date(2026, 11, 2)
_serial = count(1)


def drafted(*wanted: tuple[Item, int], office: User | None = None, now: datetime = NOW, **given: Any) -> Round:
    """A round of the office with these limits in working days."""
    office = office or make_user("office")
    frame: dict[str, Any] = {
        "title": "第八轮审批提速",
        "document": "昆效能〔2026〕8号",
        "answer_by": ANSWER_BY,
        "effective_on": EFFECTIVE,
    }
    frame.update(given)
    made = make_round(**frame, actor=office, now=now)
    put_proposals(round_=made, wanted=[Wanted(item, limit, "wd") for item, limit in wanted], actor=office, now=now)
    return made


def opened(*wanted: tuple[Item, int], office: User | None = None, now: datetime = NOW, **given: Any) -> Round:
    """The same, with the departments."""
    office = office or make_user("office")
    return open_round(round_=drafted(*wanted, office=office, now=now, **given), actor=office, now=now)


def finished(
    item: Item,
    started: str,
    stopped: str,
    *,
    pauses: Sequence[tuple[str, str]] = (),
    extended: int = 0,
    unit: str = "wd",
    limit: int = 5,
    day_end: str = "closing",
    clerk: User | None = None,
) -> Case:
    """A case that was accepted and finished at these local moments, written as it stands after all acts."""
    case = _case(item, started, stopped, unit, limit, clerk or make_clerk())
    clock = Clock(
        matter=case.matter,
        unit=item.unit,
        policy=policy_in_force(ClockKind.PROMISED, at(started)),
        kind=ClockKind.PROMISED,
        limit=limit,
        limit_unit=unit,
        day_end=day_end,
        extended=extended,
        started_at=at(started),
        stopped_at=at(stopped),
        breach_level=1,
        stage=3,
    )
    rows = [
        Pause(ground=Ground.OTHER, document="告知书", paused_from=at(first), resumed_at=at(last))
        for first, last in pauses
    ]
    recompute(clock, calendar=current_calendar(), pauses=rows)
    clock.look_at = None
    clock.save()
    for row in rows:
        row.clock = clock
        row.save()
    return case


def _case(item: Item, started: str, stopped: str, unit: str, limit: int, clerk: User) -> Case:
    serial = next(_serial)
    matter = Matter.objects.create(
        reference=f"BJ-OLD-{serial:05d}",
        title=item.name,
        subsystem="approval",
        unit=item.unit,
        path="/cases/",
        opened_at=at(started),
        closed_at=at(stopped),
    )
    return Case.objects.create(
        matter=matter,
        item=item,
        item_version=1,
        code_digest=f"old-{serial}",
        submission=f"old-{serial}",
        clerk=clerk,
        state=CaseState.FINISHED,
        outcome="granted",
        received_at=at(started),
        accepted_at=at(started),
        accepted_from=at(started),
        finished_at=at(stopped),
        promised_limit=limit,
        promised_unit=unit,
        statutory_unit="wd",
    )
