"""The share of online applications among all cases received (网上办件占比), by month and by department."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count
from django.db.models.functions import TruncMonth

from approvals.kinds import Intake
from approvals.models import Case, Item
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.organization.models import Unit


@dataclass
class Share:
    """How many cases were received, and how many of them came online."""

    received: int = 0
    online: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Online in per cent of all, with one place; none where nothing was received."""
        if not self.received:
            return None
        return (Decimal(self.online) * 100 / self.received).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def from_target(self, target: int) -> Decimal | None:
        """Percentage points above the target; negative below it."""
        return None if self.percent is None else self.percent - target

    def add(self, number: int, *, online: bool) -> None:
        """Count some more."""
        self.received += number
        self.online += number if online else 0


@dataclass
class Year:
    """One year's cases: all, by month, by department and month."""

    year: int
    all: Share = field(default_factory=Share)
    months: dict[int, Share] = field(default_factory=lambda: defaultdict(Share))
    units: dict[int, Share] = field(default_factory=lambda: defaultdict(Share))
    cells: dict[tuple[int, int], Share] = field(default_factory=lambda: defaultdict(Share))


@dataclass(frozen=True)
class Line:
    """A department's share in a year, beside that of the year before."""

    unit: Unit
    this: Share
    last: Share


def share_of(year: int, *, units: Iterable[int] | None = None) -> Year:
    """Count the cases received in a year, by the day in Shanghai; a case counts for its item's department.

    `units`: only these departments (their keys). Two queries, whatever the number of cases; the
    first is answered from an index alone.
    """
    found = Year(year)
    unit_of = _departments(units)
    for item, month, channel, number in _counted(year):
        unit = unit_of.get(item)
        if unit is not None:
            for share in (found.all, found.months[month], found.units[unit], found.cells[unit, month]):
                share.add(number, online=channel == Intake.ONLINE)
    return found


def lines(this: Year, last: Year) -> list[Line]:
    """The departments with cases in either year: the largest share first, then by their place in the city."""
    keys = {*this.units, *last.units}
    rows = [
        Line(unit, this.units.get(unit.pk, Share()), last.units.get(unit.pk, Share()))
        for unit in Unit.objects.filter(pk__in=keys).order_by("path")
    ]
    return sorted(rows, key=lambda row: -(row.this.percent if row.this.percent is not None else Decimal(-1)))


def _departments(units: Iterable[int] | None) -> Mapping[int, int]:
    rows = Item.objects.order_by()
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    return dict(rows.values_list("pk", "unit"))


def _counted(year: int) -> Iterable[tuple[int, int, str, int]]:
    first, after = (datetime(each, 1, 1, tzinfo=SHANGHAI) for each in (year, year + 1))
    rows = Case.objects.filter(received_at__gte=first, received_at__lt=after).order_by()
    grouped = rows.annotate(in_month=TruncMonth("received_at", tzinfo=SHANGHAI)).values_list(
        "item", "in_month", "channel"
    )
    for item, month, channel, number in grouped.annotate(number=Count("pk")):
        yield item, local_date(month).month, channel, number


def months_so_far(year: int, today: date) -> range:
    """The months of a year that have begun."""
    if year > today.year:
        return range(0)
    return range(1, 13) if year < today.year else range(1, today.month + 1)
