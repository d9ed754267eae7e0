"""E-15: a case on an item that is withdrawn or not in the published list."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import OfCases
from approvals.models import Case, ItemVersion


class UnlistedItem(OfCases):
    """Received when the item was not in the list."""

    code, sign, moment = "E-15", "item-unlisted", "received_at"
    words = _("received on an item that was not in the published list then")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """The version in force at the receipt was out of the list; or the item, of which no version is kept."""
        came = ItemVersion.objects.filter(item=OuterRef("item"), effective_from__lte=OuterRef("received_at"))
        later = ItemVersion.objects.filter(
            Q(effective_from__gt=OuterRef("effective_from"))
            | Q(effective_from=OuterRef("effective_from"), number__gt=OuterRef("number")),
            item=OuterRef("item"),
            effective_from__lte=OuterRef(OuterRef("received_at")),
        )
        out_then = came.filter(~Exists(later), content__active=False)
        no_version = ~Exists(ItemVersion.objects.filter(item=OuterRef("item")))
        out_since = Q(item__active=False) & (
            Q(item__in_force_since=None) | Q(item__in_force_since__lte=F("received_at"))
        )
        rows = Case.objects.filter(Q(Exists(out_then)) | (out_since & Q(no_version)))
        return rows.select_related("matter__unit", "item")


SIGNS = (UnlistedItem(),)
