"""Which items and cases somebody may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.models import Case, Item, ItemVersion  # noqa: F401  (names the rows for mypy)


class ItemQuerySet(models.QuerySet["Item"]):
    """The catalogue."""

    def published(self) -> "ItemQuerySet":
        """Items in the published list, whose department exists."""
        return self.filter(active=True, unit__active=True)

    def search(self, words: str) -> "ItemQuerySet":
        """Items whose name, pinyin initials, code or department match every word."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(initials__contains=word.lower())
                | models.Q(code__istartswith=word)
                | models.Q(unit__short_name__icontains=word)
            )
        return found


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    """Versions of items."""

    def latest_first(self) -> "ItemVersionQuerySet":
        """In the order that decides which is in force: the first whose moment has come."""
        return self.order_by("-effective_from", "-number")

    def come(self, now: datetime) -> "ItemVersionQuerySet":
        """Those whose moment has come."""
        return self.filter(effective_from__lte=now)

    def ahead(self, now: datetime) -> "ItemVersionQuerySet":
        """Those scheduled for later."""
        return self.filter(effective_from__gt=now)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases of the approval centre."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """The city's for those who watch it; else what the own unit and those below have, took, or are offered."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        offers = apps.get_model("approvals", "Handover")._default_manager.filter(answered_at=None, to_unit__in=units)
        mine = models.Q(matter__unit__in=units) | models.Q(item__unit__in=units) | models.Q(clerk__unit__in=units)
        return self.filter(mine | models.Q(pk__in=offers.values("case")))

    def open(self) -> "CaseQuerySet":
        """Something is still to be decided."""
        return self.filter(state__in=("received", "correcting", "accepted"))
