"""Which appointments somebody may see, and which stand."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from approvals.appointments.kinds import State
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.appointments.models import Booking, Hours  # noqa: F401  (names the rows for mypy)


def span_of(day: date) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next one."""
    begins = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    return begins, begins + timedelta(days=1)


class HoursQuerySet(models.QuerySet["Hours"]):
    """Versions of the hours of halls."""

    def in_force(self, day: date) -> "HoursQuerySet":
        """What has begun by a day, the one in force first."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-pk")


class BookingQuerySet(models.QuerySet["Booking"]):
    """Appointments."""

    def visible_to(self, user: Any) -> "BookingQuerySet":
        """The city's for those who watch it; the counter's and its head's own hall and those below."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HEAD):
            return self.none()
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def standing(self) -> "BookingQuerySet":
        """All but those that were cancelled: each holds a place."""
        return self.exclude(state=State.CANCELLED)

    def on(self, day: date) -> "BookingQuerySet":
        """Those of a local day."""
        begins, ends = span_of(day)
        return self.filter(starts_at__gte=begins, starts_at__lt=ends)

    def to_come(self, now: datetime) -> "BookingQuerySet":
        """Booked, and their time is ahead."""
        return self.filter(state=State.BOOKED, starts_at__gt=now)
