"""Which halls take an item, and which of their slots are free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from approvals.appointments.defined import AHEAD_MINUTES, DAYS_AHEAD, SLOT_MINUTES
from approvals.appointments.models import Booking, Hours
from approvals.appointments.querysets import span_of
from approvals.appointments.slots import Slot, slots_of
from approvals.codes import Level
from approvals.models import Item
from efficiency.changes.settings import value_of
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, UnitKind
from efficiency.workdays.calendar import DayFace
from efficiency.workdays.current import current_calendar

_LEVELS = {UnitKind.TOWN: Level.TOWN, UnitKind.VILLAGE: Level.VILLAGE}


@dataclass(frozen=True)
class Free:
    """A slot with how many places are left."""

    slot: Slot
    left: int


@dataclass(frozen=True)
class Day:
    """A day with its slots; none where the hall is closed or nothing can be booked any more."""

    day: date
    face: DayFace
    slots: Sequence[Free]

    @property
    def left(self) -> int:
        """How many places are left on this day."""
        return sum(free.left for free in self.slots)


def halls() -> list[Unit]:
    """The units with hours, in the order of the city's tree."""
    return list(Unit.objects.in_use().filter(pk__in=Hours.objects.order_by().values("unit")).order_by("path"))


def takes(unit: Unit, item: Item) -> bool:
    """Tell whether this item is taken in a hall of this kind: the catalogue names the levels."""
    level = _LEVELS.get(UnitKind(unit.kind), Level.COUNTY)
    return level in (item.venues or [Level.COUNTY])


def can_be_booked(item: Item) -> bool:
    """Tell whether the catalogue says that this item is taken by appointment."""
    return item.appointment and item.active and item.unit.active


def days_of(unit: Unit, now: datetime) -> list[Day]:
    """The days for which appointments are made now, each with its slots: a constant number of queries."""
    first, count = local_date(now), value_of(DAYS_AHEAD, now) + 1
    last = first + timedelta(days=count - 1)
    versions = list(Hours.objects.filter(unit=unit, effective_from__lte=last).order_by("-effective_from", "-pk"))
    held = _held(unit, first, last)
    earliest = now + timedelta(minutes=value_of(AHEAD_MINUTES, now))
    calendar = current_calendar()
    made = []
    for day in (first + timedelta(days=n) for n in range(count)):
        face = calendar.kind_of(day)
        slots = [slot for slot in _slots(day, face, versions) if slot.begins_at >= earliest]
        made.append(Day(day, face, [Free(slot, max(slot.capacity - held.get(slot.begins_at, 0), 0)) for slot in slots]))
    return made


def slot_at(unit: Unit, begins_at: datetime) -> Slot | None:
    """The slot of a hall that begins at a moment, or None."""
    day = local_date(begins_at)
    versions = list(Hours.objects.filter(unit=unit).in_force(day)[:1])
    face = current_calendar().kind_of(day)
    return next((slot for slot in _slots(day, face, versions) if slot.begins_at == begins_at), None)


def _slots(day: date, face: DayFace, versions: Sequence[Hours]) -> list[Slot]:
    """The slots by the newest of the versions that have begun by this day."""
    opening = next((version for version in versions if version.effective_from <= day), None)
    if opening is None:
        return []
    return slots_of(day, face, opening, value_of(SLOT_MINUTES, span_of(day)[0]))


def _held(unit: Unit, first: date, last: date) -> dict[datetime, int]:
    rows = Booking.objects.standing().filter(
        unit=unit, starts_at__gte=span_of(first)[0], starts_at__lt=span_of(last)[1]
    )
    return dict(rows.order_by().values_list("starts_at").annotate(number=Count("pk")))
