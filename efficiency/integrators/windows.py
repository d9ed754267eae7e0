"""How often a caller may call: counted in the database, so that all processes count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act
from efficiency.integrators.models import CallWindow

WINDOW_SECONDS = 60
KEPT = timedelta(hours=1)
# One statement, so that two calls at once are counted as two and nothing is read before.
_COUNT = """
INSERT INTO integrators_callwindow (bucket, minute, used) VALUES (%s, %s, 1)
ON CONFLICT (bucket, minute) DO UPDATE SET used = integrators_callwindow.used + 1
RETURNING used
"""


@dataclass(frozen=True)
class Spent:
    """What is left of a caller's minute."""

    limit: int
    used: int
    resets_in: int

    @property
    def over(self) -> bool:
        """More calls than the limit."""
        return self.used > self.limit

    @property
    def left(self) -> int:
        """How many calls more."""
        return max(self.limit - self.used, 0)


def spend(*, caller: str, limit: int, now: datetime) -> Spent:
    """Count one call of `caller`.

    Only a keyed digest that changes with the minute is stored: no row says who called.
    """
    minute, second = divmod(int(now.timestamp()), WINDOW_SECONDS)
    bucket = keyed_digest(settings.COMMITMENT_KEY, "calls", caller, str(minute)).hex()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, minute])
        used: int = cursor.fetchone()[0]
    return Spent(limit=limit, used=used, resets_in=WINDOW_SECONDS - second)


def forget(*, now: datetime | None = None) -> int:
    """Delete the windows that no limit asks for any more; return how many."""
    with act(now) as now:
        oldest = int((now - KEPT).timestamp()) // WINDOW_SECONDS
        return CallWindow.objects.filter(minute__lt=oldest).delete()[0]
