"""E-19: over the limit, and no public explanation."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from approvals.actions.explaining import OF_HANDLING
from approvals.anomalies.base import as_fact
from approvals.defined import EXPLAIN_DAYS
from approvals.models import Explanation
from efficiency.cards.kinds import State
from efficiency.cards.models import Card
from efficiency.changes.settings import value_of
from efficiency.clocks.models import Matter
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.irregularities.registry import Anomaly
from efficiency.organization.models import Unit
from efficiency.workdays.current import current_calendar


class Unexplained(Anomaly[Card]):
    """A limit of the handling passed some working days ago, and the public was told nothing."""

    code, sign, moment = "E-19", "unexplained", "breached_at"
    words = _("a limit passed and the unit has not explained it in public")
    lag = timedelta(days=60)  # the days for it, and long holidays among them

    def violations(self, now: datetime) -> QuerySet[Card]:
        """The first card of each case for a limit of its handling; the days for an explanation are the city's."""
        last = current_calendar().subtract(local_date(now), value_of(EXPLAIN_DAYS, now))
        earned = Card.objects.filter(level__gt=0, clock__kind__in=OF_HANDLING, matter__case__isnull=False)
        earned = earned.exclude(state=State.REVOKED)
        sooner = earned.filter(matter=OuterRef("matter"), pk__lt=OuterRef("pk"))
        told = Explanation.objects.filter(case__matter=OuterRef("matter"))
        rows = earned.filter(~Exists(told), ~Exists(sooner))
        rows = rows.filter(breached_at__lt=datetime.combine(last, time(), SHANGHAI))
        return rows.select_related("unit", "matter")

    def own(self) -> Combinable:
        """Once for each case."""
        return Cast("matter_id", CharField())

    def matter(self, row: Card) -> Matter | None:
        """The card's."""
        return row.matter

    def unit(self, row: Card) -> Unit:
        """The card's."""
        return row.unit

    def facts(self, row: Card) -> Mapping[str, str]:
        """Since when the limit is over."""
        return {"due": as_fact(row.breached_at)}


SIGNS = (Unexplained(),)
