"""How often an address or a phone may knock within an hour."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from complaints.models import Budget
from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act

KEPT = timedelta(days=2)


def spend(*, what: str, value: str, limit: int, now: datetime | None = None) -> bool:
    """Count one use of the hour's budget of `value` and tell whether it was within `limit`.

    Only a keyed digest that changes with the hour is stored, so rows of two hours cannot be
    linked to each other and none to a complaint.
    """
    with act(now) as now:
        bucket, hour = _bucket(what, value, now)
        rows = Budget.objects.filter(bucket=bucket, hour=hour)
        if not rows.update(used=F("used") + 1):
            # Two that come first at once: one makes the row, both count in it.
            Budget.objects.bulk_create([Budget(bucket=bucket, hour=hour)], ignore_conflicts=True)
            rows.update(used=F("used") + 1)
        return rows.values_list("used", flat=True).get() <= limit


def is_spent(*, what: str, value: str, limit: int, now: datetime | None = None) -> bool:
    """Tell whether the hour's budget of `value` is used up; counts nothing."""
    with act(now) as now:
        bucket, hour = _bucket(what, value, now)
        return Budget.objects.filter(bucket=bucket, hour=hour, used__gte=limit).exists()


def forget(*, now: datetime | None = None) -> int:
    """Delete the rows that no limit asks for any more; return how many."""
    with act(now) as now:
        return Budget.objects.filter(hour__lt=now - KEPT).delete()[0]


def _bucket(what: str, value: str, now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return keyed_digest(settings.COMMITMENT_KEY, what, value, str(hour.timestamp())).hex(), hour
