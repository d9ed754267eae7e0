"""Old records of signing in: removed after their period, which is never shorter than half a year."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import Visit

# Cybersecurity Law art. 21: network logs are kept for at least six months (T-82).
FEWEST_DAYS = 184


class UnableToPurge(Exception):
    """The period is shorter than the law allows."""


@dataclass(frozen=True)
class Purged:
    """How many rows were removed."""

    visits: int
    attempts: int
    sessions: int


def purge_sign_ins(*, days: int, actor: Any | None, now: datetime | None = None) -> Purged:
    """Remove records of signing in that are older than `days`, and sessions that are over.

    Entries of the audit trail and readings of identities are never removed. Raises UnableToPurge
    for fewer than 184 days.
    """
    if days < FEWEST_DAYS:
        raise UnableToPurge(_("Records of signing in are kept for at least 184 days."))
    with act(now) as now:
        before = now - timedelta(days=days)
        visits, _rows = Visit.objects.filter(seen_at__lt=before).delete()
        attempts = 0
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            removed, _rows = model.objects.filter(attempt_time__lt=before).delete()
            attempts += removed
        sessions, _rows = Session.objects.filter(expire_date__lt=now).delete()
        if visits or attempts:
            data = {"days": days, "visits": visits, "attempts": attempts}
            record(Verb.LOGS_PURGED, at=now, actor=actor, kind="log", subject="sign-ins", data=data)
    return Purged(visits, attempts, sessions)
