"""Which items and cases somebody may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from approvals.codes import Theme
from approvals.fields import holding
from efficiency.organization.models import Unit, UnitKind
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.models import Case, Item, ItemImport, ItemVersion  # noqa: F401  (names the rows for mypy)

_IN_LISTS = (
    "code",
    "name",
    "type",
    "handling",
    "promised_limit",
    "promised_unit",
    "statutory_limit",
    "statutory_unit",
    "fee",
    "depth",
    "visits",
    "active",
    "next_change_at",
    "unit__code",
    "unit__name",
    "unit__short_name",
    "unit__path",
)


class ItemQuerySet(models.QuerySet["Item"]):
    """The catalogue."""

    def published(self) -> "ItemQuerySet":
        """Items in the published list, whose department exists."""
        return self.filter(active=True, unit__active=True)

    def search(self, words: str) -> "ItemQuerySet":
        """Items whose name, pinyin initials, code, department or theme match every word."""
        found = self
        for word in words.split()[:6]:
            fits = (
                models.Q(name__icontains=word)
                | models.Q(initials__contains=word.lower())
                | models.Q(code__istartswith=word)
                | models.Q(unit__short_name__icontains=word)
                | models.Q(unit__name__icontains=word)
            )
            for theme in Theme:
                if word.lower() in str(theme.label).lower():
                    fits |= models.Q(themes__contains=holding(theme))
            found = found.filter(fits)
        return found

    def with_code(self, column: str, code: str) -> "ItemQuerySet":
        """Items that hold this code in a column of codes."""
        return self.filter(**{f"{column}__contains": holding(code)})

    def for_lists(self) -> "ItemQuerySet":
        """What a list shows, without the long texts."""
        return self.select_related("unit").only(*_IN_LISTS)


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


class ItemImportQuerySet(models.QuerySet["ItemImport"]):
    """Sheets on their way in."""

    def to_write(self, stale_before: datetime) -> "ItemImportQuerySet":
        """Confirmed ones, and those whose worker has been gone since `stale_before`."""
        return self.filter(
            models.Q(state="confirmed") | models.Q(state="running", started_at__lt=stale_before)
        ).order_by("pk")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases of the approval centre."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """The city's for those who watch it; else what the own unit and those below have, took, or are offered.

        The windows of the service centre look after what was filed online.
        """
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        offers = apps.get_model("approvals", "Handover")._default_manager.filter(answered_at=None, to_unit__in=units)
        mine = models.Q(matter__unit__in=units) | models.Q(item__unit__in=units) | models.Q(clerk__unit__in=units)
        if user.unit is not None and user.holds(Role.WINDOW) and user.unit.kind == UnitKind.CENTRE:
            mine |= models.Q(clerk=None)
        return self.filter(mine | models.Q(pk__in=offers.values("case")))

    def open(self) -> "CaseQuerySet":
        """Something is still to be decided."""
        return self.filter(state__in=("received", "correcting", "accepted"))
