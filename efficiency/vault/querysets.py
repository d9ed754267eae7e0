"""Questions about readings."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from efficiency.vault.models import Reading  # noqa: F401  (names the rows for the type checker)

HOUR = timedelta(hours=1)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings of identities."""

    def in_the_hour_before(self, moment: datetime, reader: Any) -> "ReadingQuerySet":
        """What this reader read in the hour that ends at the moment."""
        return self.filter(reader=reader, read_at__gt=moment - HOUR, read_at__lte=moment)

    def with_pace(self) -> "ReadingQuerySet":
        """Each with `pace`: how many identities its reader read in the hour up to it, itself included."""
        same = self.model._default_manager.filter(
            reader=OuterRef("reader"), read_at__gt=OuterRef("read_at") - HOUR, read_at__lte=OuterRef("read_at")
        )
        counted = same.order_by().values("reader").annotate(number=Count("pk")).values("number")
        return self.annotate(pace=Coalesce(Subquery(counted), 0))
