"""Questions about entries."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from efficiency.audit.models import Entry  # noqa: F401  (names the rows for the type checker)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, oldest first."""

    def about(self, kind: str, subject_id: object) -> "EntryQuerySet":
        """Everything that happened to one subject."""
        return self.filter(subject_kind=kind, subject_id=str(subject_id))
