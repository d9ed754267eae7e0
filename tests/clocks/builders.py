"""Matters and clocks for tests, made through the actions."""

from datetime import datetime

from efficiency.clocks.actions import open_matter, start_clock
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit, User
from tests.cast import at, make_unit


def make_matter(unit: Unit | None = None, *, officer: User | None = None, demo: bool = False) -> Matter:
    """A hotline matter at a unit."""
    return open_matter(
        prefix="TS",
        title="路灯不亮",
        subsystem=Subsystem.HOTLINE,
        unit=unit or make_unit(),
        officer=officer,
        path="/complaints/{reference}/",
        actor=None,
        now=at("2026-09-28 10:00"),
        demo=demo,
    )


def make_clock(
    kind: ClockKind = ClockKind.REPLY,
    *,
    started: str | datetime = "2026-09-28 10:00",
    matter: Matter | None = None,
    limit: int | None = None,
) -> Clock:
    """A running clock; a reply clock of the default start is due on Saturday 2026-10-10 (D50)."""
    moment = at(started) if isinstance(started, str) else started
    matter = matter or make_matter()
    return start_clock(matter=matter, kind=kind, unit=matter.unit, actor=None, now=moment, limit=limit)
