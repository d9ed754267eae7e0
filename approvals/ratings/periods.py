"""The periods that figures are asked for. No database here."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from efficiency.common.moments import SHANGHAI, local_date


@dataclass(frozen=True)
class Period:
    """Whole days of Shanghai, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time.min, SHANGHAI)


def last_months(now: datetime, count: int) -> Period:
    """This month so far with the months before it, `count` in all."""
    today = local_date(now)
    months = today.year * 12 + today.month - 1 - (count - 1)
    return Period(date(months // 12, months % 12 + 1, 1), today)
