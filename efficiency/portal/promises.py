"""This month's promises, kept or broken, by the numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F, Q

from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import SHANGHAI

KINDS = (ClockKind.REPLY, ClockKind.PROMISED)
KEPT_FOR = 60  # seconds; the page says from which moment its numbers are


@dataclass(frozen=True)
class Promise:
    """One kind of promise: how many came due this month, and how many of them were kept."""

    kind: str
    due: int
    kept: int

    @property
    def broken(self) -> int:
        """Not done when the limit passed."""
        return self.due - self.kept

    @property
    def rate(self) -> str:
        """Kept promises out of a hundred; – where nothing came due."""
        return f"{100 * self.kept / self.due:.1f}%" if self.due else "–"


@dataclass(frozen=True)
class Month:
    """The promises of a month up to a moment."""

    since: datetime
    until: datetime
    promises: list[Promise]


def month_so_far(now: datetime) -> Month:
    """Count the promises whose limit passed between the first of the month and `now`.

    Kept means done before the due moment; what is unfinished when the limit passes is broken,
    also if it is done later. Cancelled promises are not counted. One query.
    """
    since = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    kept = Q(stopped_at__lt=F("due_at"))
    rows = (
        Clock.objects.filter(kind__in=KINDS, due_at__gte=since, due_at__lte=now, cancelled_at=None)
        .order_by()
        .values_list("kind")
        .annotate(due=Count("pk"), kept=Count("pk", filter=kept))
    )
    counted = {kind: Promise(kind, due, kept) for kind, due, kept in rows}
    return Month(since, now, [counted.get(kind, Promise(kind, 0, 0)) for kind in KINDS])


def recent_month(now: datetime) -> Month:
    """The same, counted at most once a minute, whoever asks."""
    found = cache.get("portal.month")
    if not isinstance(found, Month) or found.until > now:
        found = month_so_far(now)
        cache.set("portal.month", found, KEPT_FOR)
    return found
