"""Questions about matters and clocks."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.organization.models import Unit

if TYPE_CHECKING:
    from efficiency.clocks.models import Clock, Matter  # noqa: F401  (names the rows for mypy)


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters under supervision."""

    def visible_to(self, user: Any) -> "MatterQuerySet":
        """The whole city for those who watch it, else what the own unit and those below have."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def open(self) -> "MatterQuerySet":
        """Not closed yet."""
        return self.filter(closed_at=None)


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks on matters."""

    def visible_to(self, user: Any) -> "ClockQuerySet":
        """Clocks of the units that somebody may see."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def running(self) -> "ClockQuerySet":
        """Neither stopped nor cancelled (a paused clock is running)."""
        return self.filter(stopped_at=None, cancelled_at=None)

    def late(self, now: datetime) -> "ClockQuerySet":
        """Running, and past the due moment."""
        return self.running().filter(due_at__lte=now)
