"""Bringing ratings of other systems in."""

from collections.abc import Sequence
from datetime import datetime

from approvals.ratings.actions.giving import UnableToRate
from approvals.ratings.models import Rating
from approvals.ratings.rules import OFFICE
from approvals.ratings.sheet import checked
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.common.sheets import Fault
from efficiency.organization.models import User
from efficiency.vault.redaction import redact


def import_ratings(
    *, source: str, rows: Sequence[Sequence[str]], actor: User, now: datetime | None = None
) -> tuple[int, list[Fault]]:
    """Take the ratings of a sheet: all of them, or none and each fault. They enter the figures; no clock starts.

    Whoever gave them is not known here. Names and numbers are taken out of their words.
    """
    if not OFFICE.includes(actor):
        raise UnableToRate(actor)
    with act(now) as now:
        found, faults = checked(rows, source=source, now=now)
        if faults:
            return 0, faults
        for rating in found:
            rating.words, rating.demo = redact(rating.words), actor.demo
        Rating.objects.bulk_create(found, batch_size=500)
        data = {"source": source, "rows": len(found)}
        record(Verb.RATINGS_IMPORTED, at=now, actor=actor, kind="ratings", subject="import", data=data, demo=actor.demo)
    return len(found), []
