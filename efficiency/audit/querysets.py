"""Questions about entries."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models

from efficiency.common.moments import SHANGHAI

if TYPE_CHECKING:
    from efficiency.audit.models import Entry  # noqa: F401  (names the rows for the type checker)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, oldest first."""

    def about(self, kind: str, subject_id: object) -> "EntryQuerySet":
        """Everything that happened to one subject."""
        return self.filter(subject_kind=kind, subject_id=str(subject_id))

    def from_day(self, day: date) -> "EntryQuerySet":
        """What happened on this day in Shanghai or later."""
        return self.filter(at__gte=datetime.combine(day, time(), SHANGHAI))

    def to_day(self, day: date) -> "EntryQuerySet":
        """What happened on this day in Shanghai or earlier."""
        return self.filter(at__lt=datetime.combine(day + timedelta(days=1), time(), SHANGHAI))
