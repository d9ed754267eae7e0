"""The chain as a picture on a strip of working days: what was in whose hands, and what is due when. No database.

One column a working day; rest days take no room. Everything is whole numbers for an SVG whose
colours are classes of the style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from efficiency.common.moments import local_date
from efficiency.workdays.calendar import WorkCalendar

CELL, ROW, HEAD, LABEL = 14, 34, 30, 196
MOST_DAYS = 130  # nobody reads a wider picture
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Something from a moment until another (None: still), drawn in a shape of the style sheet."""

    shape: str
    began: datetime
    ended: datetime | None
    words: str


@dataclass(frozen=True)
class Track:
    """One line of the picture: a step or the whole chain, with its stretches and when it is due."""

    label: str
    stretches: Sequence[Stretch] = ()
    due: date | None = None


@dataclass(frozen=True)
class Bar:
    """A rectangle."""

    x: int
    y: int
    width: int
    shape: str
    words: str


@dataclass(frozen=True)
class Tick:
    """A mark of the axis."""

    x: int
    label: str
    make_up: bool = False


@dataclass(frozen=True)
class Drawn:
    """A line as drawn."""

    label: str
    y: int
    bars: list[Bar]
    ring: int | None


@dataclass(frozen=True)
class Picture:
    """All that the template needs."""

    width: int
    height: int
    label_width: int
    drawn: list[Drawn]
    ticks: list[Tick]
    today: int | None
    cut: bool = False
    shapes: list[str] = field(default_factory=list)


def draw(calendar: WorkCalendar, tracks: Sequence[Track], *, first: date, last: date, now: datetime) -> Picture:
    """Lay the tracks out on the working days from `first` to `last`."""
    axis = _Axis(calendar, first, last)
    drawn = [_track(axis, track, HEAD + place * ROW, now) for place, track in enumerate(tracks)]
    height = HEAD + len(tracks) * ROW + CELL
    today = local_date(now)
    shapes = list(dict.fromkeys(bar.shape for line in drawn for bar in line.bars))
    return Picture(
        width=LABEL + len(axis.days) * CELL + CELL,
        height=height,
        label_width=LABEL,
        drawn=drawn,
        ticks=axis.ticks(),
        today=axis.left(today) + CELL // 2 if axis.days and axis.days[0] <= today <= axis.days[-1] else None,
        cut=axis.cut,
        shapes=shapes,
    )


class _Axis:
    """The working days, each at its place."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self.days: list[date] = []
        self._calendar = calendar
        day = first
        while day <= last and len(self.days) < MOST_DAYS:
            if calendar.is_working(day):
                self.days.append(day)
            day += _DAY
        self.cut = day <= last

    def left(self, day: date) -> int:
        """Where the first working day from `day` on begins."""
        place = sum(1 for one in self.days if one < day)
        return LABEL + min(place, len(self.days)) * CELL

    def ticks(self) -> list[Tick]:
        """A mark where a week or a month begins, and each make-up day."""
        found: list[Tick] = []
        week, free = None, 0
        for place, day in enumerate(self.days):
            x = LABEL + place * CELL
            if day.weekday() >= 5:
                found.append(Tick(x, "", make_up=True))
            elif day.isocalendar()[:2] != week and x >= free:
                found.append(Tick(x, f"{day.month}.{day.day}"))
                free = x + 3 * CELL  # a label's width
            week = day.isocalendar()[:2]
        return found


def _track(axis: _Axis, track: Track, y: int, now: datetime) -> Drawn:
    bars = []
    for stretch in track.stretches:
        began, ended = local_date(stretch.began), local_date(stretch.ended or now)
        left = axis.left(began)
        width = max(axis.left(ended) - left + CELL, CELL // 2)
        bars.append(Bar(left, y + 6, width - 2, stretch.shape, stretch.words))
    ring = None if track.due is None or (axis.cut and track.due > axis.days[-1]) else axis.left(track.due) + CELL // 2
    return Drawn(track.label, y, bars, ring)


def meaning(shape: str) -> str:
    """A shape in words, for the legend."""
    return {
        "span": _("the whole chain, as promised"),
        "wait": _("with the applicant"),
        "run": _("in hand"),
        "done": _("done"),
        "late": _("past the limit"),
        "paused": _("paused"),
        "back": _("refused or taken back"),
    }[shape]
