"""The calendar as one page shows it: read once for each page, however many dates stand on it."""

from contextvars import ContextVar
from dataclasses import dataclass

from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar


@dataclass
class _Glance:
    calendar: WorkCalendar | None = None


_glance: ContextVar[_Glance | None] = ContextVar("glance", default=None)


def begin_page() -> None:
    """Forget the calendar of the page before. Reads nothing yet."""
    _glance.set(_Glance())


def calendar_of_page() -> WorkCalendar:
    """The calendar for the page that is being drawn; outside a page (a mail) always the current one."""
    glance = _glance.get()
    if glance is None:
        return current_calendar()
    if glance.calendar is None:
        glance.calendar = current_calendar()
    return glance.calendar
