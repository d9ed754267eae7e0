"""Fee income by department and period against last year (收费负增长): what evaluation reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from approvals.fees.kinds import AdjustmentKind
from approvals.fees.models import Adjustment, PastIncome, Payment
from approvals.fees.money import ZERO
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.organization.models import Unit

_MONTHS = range(1, 13)
SPANS: Mapping[str, range] = {"year": _MONTHS, "h1": range(1, 7), "h2": range(7, 13)} | {
    f"m{month}": range(month, month + 1) for month in _MONTHS
}


class Period(NamedTuple):
    """A year, a half or a month: `span` is a key of SPANS."""

    year: int
    span: str

    def months(self, *, back: int = 0) -> list[date]:
        """The first days of its months, so many years before."""
        return [date(self.year - back, month, 1) for month in SPANS[self.span]]

    def over_months(self, now: datetime, *, back: int = 0) -> list[date]:
        """Those of its months that are over: a month that runs is not set against a whole one."""
        today = local_date(now)
        whole = [month for month in self.months() if _after(month) <= today]
        return [month.replace(year=month.year - back) for month in whole]


@dataclass(frozen=True)
class Growth:
    """What one unit charged in a period and in the same months of the year before, in yuan."""

    unit: Unit
    this: Decimal
    last: Decimal
    months: Sequence[date]

    @property
    def amount(self) -> Decimal:
        """By how much it grew; negative where it fell."""
        return self.this - self.last

    @property
    def flagged(self) -> bool:
        """T-65: more than last year. Equal is none."""
        return self.amount > 0

    @property
    def percent(self) -> Decimal | None:
        """The growth in per cent with one place; none where nothing was charged the year before."""
        if not self.last:
            return None
        return (self.amount * 100 / self.last).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def last_day(self) -> date:
        """The last day that was counted."""
        return _after(self.months[-1]) - timedelta(days=1)


def fee_growth(period: Period, *, now: datetime, units: Iterable[Unit] | None = None) -> list[Growth]:
    """The fee income of each unit against the same months of last year; for evaluation, live.

    Unit: yuan, exact to the fen. Source: payments recorded here by the day on which they were paid (fee window and
    imported files, mismatches too: the money came in), less refunds by the day on which they were paid back, plus
    sums charged outside the portal (`PastIncome`). Left out: bills that are not paid, cancelled bills, what was
    waived, refunds that are approved and not yet paid back, and the month that still runs with its twin of last
    year. `units`: only these; a unit without any income in either year is left out. Empty while no month of the
    period is over. Six queries, whatever the number of payments.
    """
    these, those = period.over_months(now), period.over_months(now, back=1)
    if not these:
        return []
    this, last = income(these), income(those)
    chosen = {unit.pk: unit for unit in (units if units is not None else Unit.objects.filter(pk__in={*this, *last}))}
    rows = [
        Growth(unit, sum(this.get(pk, {}).values(), ZERO), sum(last.get(pk, {}).values(), ZERO), these)
        for pk, unit in chosen.items()
        if pk in this or pk in last
    ]
    return sorted(rows, key=lambda row: (-row.amount, row.unit.path))


def income(months: Sequence[date]) -> dict[int, dict[date, Decimal]]:
    """What each unit (its key) charged in each of these months, which follow one another: three queries."""
    first, after = _midnight(months[0]), _midnight(_after(months[-1]))
    found: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    taken = Payment.objects.filter(paid_at__gte=first, paid_at__lt=after)
    for unit, month, amount in _by_month(taken, "unit", "paid_at"):
        found[unit][month] += amount
    returned = Adjustment.objects.filter(kind=AdjustmentKind.REFUND, paid_back_at__gte=first, paid_back_at__lt=after)
    for unit, month, amount in _by_month(returned, "line__unit", "paid_back_at"):
        found[unit][month] -= amount
    for unit, month, amount in PastIncome.objects.filter(month__in=months).values_list("unit", "month", "amount"):
        found[unit][month] += amount
    return {unit: dict(by_month) for unit, by_month in found.items()}


def _by_month(rows: Any, unit: str, moment: str) -> Iterable[tuple[int, date, Decimal]]:
    grouped = rows.order_by().annotate(in_month=TruncMonth(moment, tzinfo=SHANGHAI)).values_list(unit, "in_month")
    for key, month, amount in grouped.annotate(sum=Sum("amount")):
        yield key, local_date(month), amount


def _after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
