"""Writing down that a list left the house."""

from datetime import datetime

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def record_export(*, actor: User, rows: int, hall: str, day: str, now: datetime | None = None) -> None:
    """Write down that somebody took a hall's list of a day out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "hall": hall, "day": day}
        record(Verb.APPOINTMENTS_EXPORTED, at=now, actor=actor, kind="appointments", subject="export", data=data)
