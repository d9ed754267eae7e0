"""The day of the fee window: what came in and went back, by channel and by unit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from approvals.fees.kinds import Channel, Source
from approvals.fees.models import Adjustment, Payment
from approvals.fees.money import ZERO
from efficiency.common.moments import SHANGHAI


@dataclass(frozen=True)
class Total:
    """One line of the sheet: how many payments, what came in, what went back."""

    label: str
    count: int
    taken: Decimal
    returned: Decimal

    @property
    def net(self) -> Decimal:
        """What is in the till, or on the account."""
        return self.taken - self.returned


@dataclass(frozen=True)
class Closing:
    """The sheet of a day."""

    day: date
    channels: list[Total]
    units: list[Total]

    @property
    def all(self) -> Total:
        """The sum of everything."""
        taken = sum((line.taken for line in self.channels), ZERO)
        returned = sum((line.returned for line in self.channels), ZERO)
        return Total("", sum(line.count for line in self.channels), taken, returned)


def span(day: date) -> tuple[datetime, datetime]:
    """The two midnights of a day in Shanghai."""
    first = datetime.combine(day, time(0), SHANGHAI)
    return first, datetime.combine(day + timedelta(days=1), time(0), SHANGHAI)


def taken_on(day: date) -> QuerySet[Payment]:
    """What the window took on a day; what banks report is not of the till."""
    first, after = span(day)
    return Payment.objects.filter(source=Source.WINDOW, paid_at__gte=first, paid_at__lt=after)


def closing_of(day: date) -> Closing:
    """The sheet of a day: four queries, whatever was taken."""
    first, after = span(day)
    taken = taken_on(day).order_by()
    returned = Adjustment.objects.filter(paid_back_at__gte=first, paid_back_at__lt=after).order_by()
    by_channel = _sums(taken, "channel"), _sums(returned, "channel")
    by_unit = _sums(taken, "unit__name"), _sums(returned, "line__unit__name")
    channels = [_line(str(Channel(code).label), by_channel, code) for code in Channel.values if _any(by_channel, code)]
    units = [_line(name, by_unit, name) for name in sorted({*by_unit[0], *by_unit[1]})]
    return Closing(day, channels, units)


_Sums = dict[str, tuple[int, Decimal]]


def _sums(rows: QuerySet[Payment] | QuerySet[Adjustment], name: str) -> _Sums:
    found = rows.values_list(name).annotate(count=Count("pk"), sum=Sum("amount"))
    return {key: (count, amount) for key, count, amount in found}


def _any(sums: tuple[_Sums, _Sums], key: str) -> bool:
    return key in sums[0] or key in sums[1]


def _line(label: str, sums: tuple[_Sums, _Sums], key: str) -> Total:
    count, taken = sums[0].get(key, (0, ZERO))
    return Total(label, count, taken, sums[1].get(key, (0, ZERO))[1])
