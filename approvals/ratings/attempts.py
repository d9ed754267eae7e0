"""How often an address may send a wrong number or code within an hour."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from approvals.ratings.defined import FAILURES
from approvals.ratings.models import Attempt
from efficiency.changes.settings import value_of
from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act

KEPT = timedelta(days=2)


def count_failure(address: str, *, now: datetime | None = None) -> None:
    """Count one failed attempt. The digest changes with the hour: rows of two hours cannot be linked."""
    with act(now) as now:
        bucket, hour = _bucket(address, now)
        rows = Attempt.objects.filter(bucket=bucket, hour=hour)
        if not rows.update(used=F("used") + 1):
            # Two that come first at once: one makes the row, both count in it.
            Attempt.objects.bulk_create([Attempt(bucket=bucket, hour=hour)], ignore_conflicts=True)
            rows.update(used=F("used") + 1)


def is_refused(address: str, *, now: datetime | None = None) -> bool:
    """Tell whether an address has failed too often within this hour; counts nothing."""
    with act(now) as now:
        bucket, hour = _bucket(address, now)
        return Attempt.objects.filter(bucket=bucket, hour=hour, used__gte=value_of(FAILURES, now)).exists()


def forget(*, now: datetime | None = None) -> int:
    """Delete the rows that no limit asks for any more; return how many."""
    with act(now) as now:
        return Attempt.objects.filter(hour__lt=now - KEPT).delete()[0]


def _bucket(address: str, now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return keyed_digest(settings.COMMITMENT_KEY, "rate", address, str(hour.timestamp())).hex(), hour
