"""What the room has for the morning's summaries: what falls due today and soon, and what is late."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from efficiency.clocks.models import Clock
from efficiency.clocks.querysets import ClockQuerySet
from efficiency.common.moments import local_date
from efficiency.notifications.digest import Line, Part, Reader, Responsible, register
from efficiency.notifications.hours import midnight
from efficiency.workdays.current import current_calendar

SOON = 2
_DAY = timedelta(days=1)


def _today(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    return _listed(readers, Q(due_at__gt=now, due_at__lte=midnight(local_date(now) + _DAY)))


def _soon(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    today = local_date(now)
    last = current_calendar().add(today, SOON)
    return _listed(readers, Q(due_at__gt=midnight(today + _DAY), due_at__lte=midnight(last + _DAY)))


def _late(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    return _listed(readers, Q(due_at__lte=now))


def _listed(readers: Sequence[Reader], when: Q) -> Mapping[str, Part]:
    parts: dict[str, Part] = defaultdict(Part)
    responsible = Responsible(readers)
    due = _of(responsible).filter(when).order_by("due_at", "pk")
    facts = due.values_list("unit_id", "matter__officer_id", "matter__reference", "matter__title", "due_at")
    for unit, officer, reference, title, due_at in facts.iterator():
        line = Line(reference, title, local_date(due_at - due_at.resolution))
        for key in responsible.keys(unit, officer):
            parts[key].add(line)
    return parts


def _of(responsible: Responsible) -> ClockQuerySet:
    """Running clocks that hold a unit to its word; the citizen's own blames nobody by itself."""
    theirs = Q(unit__in=responsible.units) | Q(matter__officer__in=responsible.users)
    return Clock.objects.running().filter(theirs, breach_level__gt=0, paused=False)


register("due-today", title=_("Due today"), collect=_today)
register("due-soon", title=_("Due within two working days"), collect=_soon)
register("late", title=_("Late"), collect=_late)
