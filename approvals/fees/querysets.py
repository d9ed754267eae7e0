"""Which fees, bills and payments somebody may see, and what is wrong with a payment."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from approvals.fees.kinds import Standing

if TYPE_CHECKING:
    from approvals.fees.models import Fee, Standard  # noqa: F401  (names the rows for mypy)


class FeeQuerySet(models.QuerySet["Fee"]):
    """Fees of the list."""


class StandardQuerySet(models.QuerySet["Standard"]):
    """Versions of fees."""

    def in_force(self, day: date) -> "StandardQuerySet":
        """Of each fee the newest version whose day had come on this day."""
        newest = (
            self.model._default_manager.filter(fee=models.OuterRef("fee"), effective_from__lte=day)
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))

    def published(self) -> "StandardQuerySet":
        """Of items that are in the published list."""
        return self.filter(fee__item__active=True, fee__item__unit__active=True)

    def chargeable(self) -> "StandardQuerySet":
        """Where something is to be paid."""
        return self.filter(standing=Standing.CHARGED)

    def search(self, words: str) -> "StandardQuerySet":
        """Fees whose name, code, item, initials of the item or department match every word."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(fee__code__istartswith=word)
                | models.Q(fee__item__name__icontains=word)
                | models.Q(fee__item__initials__contains=word.lower())
                | models.Q(fee__item__unit__short_name__icontains=word)
            )
        return found
