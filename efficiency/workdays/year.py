"""A year as twelve small months, for the page. No database."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from efficiency.workdays.calendar import DayFace, WorkCalendar

_DAY = timedelta(days=1)
_WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's table; `face` is None beside the month."""

    face: DayFace | None

    @property
    def css(self) -> str:
        """Its look."""
        if self.face is None:
            return ""
        if self.face.make_up:
            return "is-makeup"
        if self.face.working:
            return "is-work"
        return "is-holiday" if self.face.name else "is-weekend"

    @property
    def mark(self) -> str:
        """What sets the day apart, in words for those who do not see its look."""
        if self.face is None or (self.face.working and not self.face.make_up):
            return ""
        if self.face.make_up:
            return _("make-up working day")
        return self.face.name or _("weekend")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days of one name."""

    first: date
    last: date
    name: str
    make_up: bool

    @property
    def days(self) -> str:
        """The days of the month, e.g. 1–7."""
        return str(self.first.day) if self.first == self.last else f"{self.first.day}–{self.last.day}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday, with the named days in words."""

    first: date
    weeks: list[list[Cell]]
    working: int
    runs: list[Run]

    @property
    def headings(self) -> list[str]:
        """The days of the week, short."""
        return [
            pgettext("short weekday", "Mon"),
            pgettext("short weekday", "Tue"),
            pgettext("short weekday", "Wed"),
            pgettext("short weekday", "Thu"),
            pgettext("short weekday", "Fri"),
            pgettext("short weekday", "Sat"),
            pgettext("short weekday", "Sun"),
        ]


def months_of(calendar: WorkCalendar, year: int) -> list[Month]:
    """The twelve months of a year that the calendar covers."""
    return [_month(calendar, date(year, number, 1)) for number in range(1, 13)]


def _month(calendar: WorkCalendar, first: date) -> Month:
    weeks = [
        [Cell(calendar.kind_of(day) if day.month == first.month else None) for day in week]
        for week in _WEEKS.monthdatescalendar(first.year, first.month)
    ]
    faces = [cell.face for week in weeks for cell in week if cell.face]
    return Month(
        first=first,
        weeks=weeks,
        working=sum(face.working for face in faces),
        runs=_runs(face for face in faces if face.name),
    )


def _runs(faces: Iterable[DayFace]) -> list[Run]:
    runs: list[Run] = []
    for face in faces:
        before = runs[-1] if runs else None
        if before and (before.name, before.make_up, before.last + _DAY) == (face.name, face.make_up, face.day):
            runs[-1] = Run(before.first, face.day, face.name, face.make_up)
        else:
            runs.append(Run(face.day, face.day, face.name, face.make_up))
    return runs
