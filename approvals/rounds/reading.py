"""Reading the finished cases of a span of days as bars of histograms: one narrow query, and one for pauses."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Func, QuerySet

from approvals.models import Case, CaseState
from approvals.rounds.replay import needed
from efficiency.changes.models import Setting
from efficiency.clocks.deadlines import PausedSpan
from efficiency.clocks.hours import OFFICE_HOURS
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit
from efficiency.clocks.models import Clock, Pause
from efficiency.clocks.moving import office_hours, spans
from efficiency.workdays.calendar import WorkCalendar

_EPOCH = date(1970, 1, 1).toordinal()
_A_DAY = 24 * 60 * 60
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Plain text: a hundred thousand comparisons with members of an enumeration would be felt.
_WORKING_DAYS, _HOURS, _CLOSING = LimitUnit.WORKING_DAYS.value, LimitUnit.WORKING_HOURS.value, DayEnd.CLOSING.value
_EAST = 8 * 60 * 60  # Shanghai has kept UTC+8 without summer time since 1991, long before any case


class LocalSecond(Func):
    """A moment as whole seconds of local time since 1970: a plain number, so that a row costs no parsing."""

    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Whole seconds, cut off."""
        template = f"(FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint + {_EAST})"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Moments are kept as text in UTC; what follows the seconds is cut off, never rounded."""
        template = f"(CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER) + {_EAST})"
        return self.as_sql(compiler, connection, template=template, **more)


class BarKey(NamedTuple):
    """What a bar of a histogram stands for."""

    item: int
    unit: int
    limit_unit: str
    used: int


@dataclass
class Found:
    """The bars of a span of days, and what could not be replayed."""

    bars: Counter[BarKey] = field(default_factory=Counter)
    finished: int = 0
    replayed: int = 0
    in_hours: int = 0
    otherwise_extended: int = 0
    filed_anew: int = 0
    with_pauses: int = 0

    @property
    def without_promise(self) -> int:
        """Finished cases on which no promised clock was stopped."""
        return self.finished - self.replayed - self.in_hours - self.otherwise_extended - self.filed_anew


def read_cases(first: datetime, after: datetime, calendar: WorkCalendar) -> Found:
    """The finished cases of a span of moments. The time that a pair of days needed is worked out once."""
    found = Found()
    cases = Case.objects.filter(state=CaseState.FINISHED, finished_at__gte=first, finished_at__lt=after)
    found.finished = cases.order_by().count()
    clocks = Clock.objects.filter(kind=ClockKind.PROMISED, stopped_at__isnull=False, matter__case__in=cases)
    paused = _pauses(clocks)
    reader = _Reader(calendar, _own_units(cases))
    for row in _rows(clocks):
        reader.take(row, paused.get(row.clock, ()), found)
    return found


class _Row(NamedTuple):
    clock: int
    matter: int
    item: int
    unit: int
    started: int
    stopped: int
    extended: int
    limit_unit: str
    day_end: str
    predecessor: int | None


def _rows(clocks: QuerySet[Clock]) -> Iterator[_Row]:
    """Row by row, the later clock first where a case had its promise twice."""
    values = clocks.order_by("-pk").values_list(
        "pk",
        "matter_id",
        "matter__case__item_id",
        "unit_id",
        LocalSecond(F("started_at")),
        LocalSecond(F("stopped_at")),
        "extended",
        "limit_unit",
        "day_end",
        "matter__case__predecessor_id",
    )
    return (_Row(*row) for row in values.iterator(chunk_size=5_000))


def _pauses(clocks: QuerySet[Clock]) -> dict[int, list[PausedSpan]]:
    found: dict[int, list[Pause]] = {}
    for pause in Pause.objects.filter(clock__in=clocks.order_by()).only(
        "clock_id", "paused_from", "planned_until", "resumed_at"
    ):
        found.setdefault(pause.clock_id, []).append(pause)
    return {clock: spans(pauses) for clock, pauses in found.items()}


def _own_units(cases: QuerySet[Case]) -> dict[int, str]:
    """The units in which items promise today that are not working days."""
    rows = cases.order_by().exclude(item__promised_unit=LimitUnit.WORKING_DAYS)
    return dict(rows.values_list("item_id", "item__promised_unit").distinct())


class _Reader:
    """Takes row after row; remembers what it has worked out."""

    def __init__(self, calendar: WorkCalendar, own_units: dict[int, str]) -> None:
        self.calendar, self.own_units = calendar, own_units
        self._needed_by_days: dict[tuple[str, int, int], int] = {}
        self._closing = _closing_times()
        self._seen: set[int] = set()

    def take(self, row: _Row, pauses: Sequence[PausedSpan], found: Found) -> None:
        """Add one case to the bars of working days, and to those of the item's own unit where it has another."""
        if row.matter in self._seen:
            return
        self._seen.add(row.matter)
        if row.predecessor is not None:  # what the withdrawn case used of the limit stays used
            found.filed_anew += 1
            return
        if row.limit_unit == _HOURS:
            found.in_hours += 1
            return
        units = {_WORKING_DAYS, self.own_units.get(row.item, _WORKING_DAYS)}
        if row.extended:  # so many of the clock's own unit, and of no other
            units &= {row.limit_unit}
        if not units:
            found.otherwise_extended += 1
            return
        found.replayed += 1
        found.with_pauses += bool(pauses)
        for unit in units:
            found.bars[BarKey(row.item, row.unit, unit, self._needed(unit, row, pauses))] += 1

    def _needed(self, unit: str, row: _Row, pauses: Sequence[PausedSpan]) -> int:
        start, over = row.started // _A_DAY, self._last_day_over(row)
        if pauses or row.extended:
            return needed(self.calendar, unit, _day(start), _day(over), pauses, row.extended)
        known = self._needed_by_days.get((unit, start, over))
        if known is None:
            known = self._needed_by_days[unit, start, over] = needed(self.calendar, unit, _day(start), _day(over))
        return known

    def _last_day_over(self, row: _Row) -> int:
        day, second = divmod(row.stopped, _A_DAY)
        return day if row.day_end == _CLOSING and second >= self._closes(row.started) else day - 1

    def _closes(self, started: int) -> int:
        """When counters closed, by the setting under which the clock started."""
        since, seconds = self._closing
        return seconds[bisect_right(since, started)]


def _closing_times() -> tuple[list[int], list[int]]:
    """The local seconds from which each version of the office hours counts, and the closing times between them."""
    rows = Setting.objects.filter(key=OFFICE_HOURS).order_by("effective_from").values_list("effective_from", flat=True)
    moments = list(rows)
    hours = [office_hours(moment) for moment in (_LONG_AGO, *moments)]
    since = [int(moment.timestamp()) + _EAST for moment in moments]
    return since, [(one.close.hour * 60 + one.close.minute) * 60 + one.close.second for one in hours]


def _day(number: int) -> date:
    return date.fromordinal(_EPOCH + number)
