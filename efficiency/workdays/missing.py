"""Whether the arrangement of the next year is still to be entered (T-12)."""

from datetime import date

from efficiency.changes.settings import value_of
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.defined import ASK_FROM_MONTH


def missing_year(calendar: WorkCalendar, today: date) -> int | None:
    """The year whose arrangement is missing: this one at any time, the next one once its notice is to be expected."""
    published = calendar.published_until.year
    if published < today.year:
        return published + 1
    if published == today.year and today.month >= value_of(ASK_FROM_MONTH):
        return today.year + 1
    return None
