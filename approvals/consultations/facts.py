"""What a bulletin is written from: promises of projects and consultations that are late now."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.clocks.templatetags.clocks import last_day
from efficiency.common.moments import local_date
from efficiency.workdays.current import current_calendar

KINDS = (
    ClockKind.PROJECT,
    ClockKind.LICENCE_WEEK,
    ClockKind.PERMIT_MONTH,
    ClockKind.ACCEPTANCE_WEEK,
    ClockKind.JOINT,
    ClockKind.JOINT_PART,
    ClockKind.CONSULTED,
)
MOST = 100


@dataclass(frozen=True)
class Fact:
    """One promise that is late: whose, on what, since when, by how many working days."""

    clock: int
    unit: int
    unit_name: str
    number: str
    title: str
    kind: str
    due: str
    days: int


def late_now(now: datetime) -> list[Fact]:
    """All of them, by unit; the longest late first."""
    calendar = current_calendar()
    clocks = Clock.objects.late(now).filter(kind__in=KINDS).select_related("unit", "matter")
    return [
        Fact(
            clock=clock.pk,
            unit=clock.unit_id,
            unit_name=clock.unit.name,
            number=clock.matter.reference,
            title=clock.matter.title,
            kind=clock.kind,
            due=last_day(clock).isoformat(),
            days=calendar.between(last_day(clock), local_date(now)),
        )
        for clock in clocks.order_by("unit__path", "due_at", "pk")[:MOST]
    ]


def stored(facts: list[Fact]) -> list[dict[str, Any]]:
    """As a bulletin keeps them."""
    return [asdict(fact) for fact in facts]
