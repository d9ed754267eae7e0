"""Writing down that a list left the house."""

from datetime import datetime

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def record_export(*, actor: User, rows: int, show: str, now: datetime | None = None) -> None:
    """Write down that somebody took a list of errands out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "show": show}
        record(Verb.ERRANDS_EXPORTED, at=now, actor=actor, kind="errands", subject="export", data=data)
