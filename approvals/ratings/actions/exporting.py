"""Ratings that leave the house."""

from datetime import datetime

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def record_export(*, actor: User, rows: int, now: datetime | None = None) -> None:
    """Write down that somebody took a list of ratings out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows}
        record(Verb.RATINGS_EXPORTED, at=now, actor=actor, kind="ratings", subject="export", data=data)
