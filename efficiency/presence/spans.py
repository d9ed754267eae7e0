"""Half days as moments, and how many working days they hold. No database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from efficiency.common.moments import SHANGHAI
from efficiency.presence.kinds import Half
from efficiency.workdays.calendar import WorkCalendar

_NOON = time(12)
_DAY = timedelta(days=1)
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Span:
    """From the beginning of one half day to the end of another."""

    first: date
    first_half: str
    last: date
    last_half: str

    @property
    def forward(self) -> bool:
        """It ends after it begins."""
        return self.from_at < self.until_at

    @property
    def from_at(self) -> datetime:
        """Midnight, or noon where it begins in the afternoon."""
        return datetime.combine(self.first, _NOON if self.first_half == Half.AFTERNOON else time(0), SHANGHAI)

    @property
    def until_at(self) -> datetime:
        """Noon where it ends with a morning, else the midnight after the last day (exclusive)."""
        if self.last_half == Half.MORNING:
            return datetime.combine(self.last, _NOON, SHANGHAI)
        return datetime.combine(self.last + _DAY, time(0), SHANGHAI)

    def working_days(self, calendar: WorkCalendar) -> Decimal:
        """How many working days it takes; half a day counts half. Raises OutOfRange."""
        days = Decimal(calendar.between(self.first - _DAY, self.last))
        if self.first_half == Half.AFTERNOON and calendar.is_working(self.first):
            days -= _HALF
        if self.last_half == Half.MORNING and calendar.is_working(self.last):
            days -= _HALF
        return days


def day_of(moment: datetime) -> tuple[datetime, datetime]:
    """The midnights between which the Shanghai day of a moment lies."""
    first = moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return first, first + _DAY
