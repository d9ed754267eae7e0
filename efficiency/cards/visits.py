"""When somebody last looked at the board. This is a reading mark, not business: no audit entry."""

from datetime import datetime, timedelta
from typing import Any

from efficiency.cards.models import BoardVisit
from efficiency.common.moments import act

PAUSE_BETWEEN_VISITS = timedelta(minutes=30)


def look(*, user: Any, now: datetime | None = None) -> datetime | None:
    """Note that somebody looks at the board; return since when things are new to them.

    Going to a card and back is one visit: the mark moves on only after half an hour away.
    At the very first look nothing is new yet; from then on what comes in is.
    """
    with act(now) as now:
        visit, first = BoardVisit.objects.select_for_update().get_or_create(
            user=user, defaults={"seen_at": now, "before_at": now}
        )
        if first:
            return now
        if now - visit.seen_at >= PAUSE_BETWEEN_VISITS:
            visit.before_at = visit.seen_at
        visit.seen_at = now
        visit.save(update_fields=["seen_at", "before_at"])
        return visit.before_at


def mark_seen(*, user: Any, now: datetime | None = None) -> None:
    """Make nothing new: all that came in up to now counts as seen."""
    with act(now) as now:
        BoardVisit.objects.update_or_create(user=user, defaults={"seen_at": now, "before_at": now})


def since(*, user: Any) -> datetime | None:
    """Since when things are new, without counting as a visit: for the list that refreshes itself."""
    return BoardVisit.objects.filter(user=user).values_list("before_at", flat=True).first()
