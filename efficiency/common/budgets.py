"""How often an address or a number may knock within an hour. Each room counts in a table of its own.

The table has a `bucket`, an `hour` (unique together) and how often it was `used`. Only a keyed
digest that changes with the hour is stored, so that rows of two hours cannot be linked to each
other, and none to what was done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Model

from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Budgets:
    """The budgets of one room, in its table."""

    table: type[Model]

    def spend(self, *, what: str, value: str, limit: int, times: int = 1, now: datetime | None = None) -> bool:
        """Count one use (or several) of the hour's budget of `value` and tell whether it was within `limit`."""
        with act(now) as now:
            bucket, hour = _bucket(what, value, now)
            rows = self._rows.filter(bucket=bucket, hour=hour)
            if not rows.update(used=F("used") + times):
                # Two that come first at once: one makes the row, both count in it.
                self._rows.bulk_create([self.table(bucket=bucket, hour=hour)], ignore_conflicts=True)
                rows.update(used=F("used") + times)
            used: int = rows.values_list("used", flat=True).get()
            return used <= limit

    def is_spent(self, *, what: str, value: str, limit: int, now: datetime | None = None) -> bool:
        """Tell whether the hour's budget of `value` is used up; counts nothing."""
        with act(now) as now:
            bucket, hour = _bucket(what, value, now)
            found: bool = self._rows.filter(bucket=bucket, hour=hour, used__gte=limit).exists()
            return found

    def forget(self, *, now: datetime | None = None) -> int:
        """Delete the rows that no limit asks for any more; return how many."""
        with act(now) as now:
            gone: int = self._rows.filter(hour__lt=now - KEPT).delete()[0]
            return gone

    @property
    def _rows(self) -> Any:
        return self.table._default_manager


def _bucket(what: str, value: str, now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return keyed_digest(settings.COMMITMENT_KEY, what, value, str(hour.timestamp())).hex(), hour
