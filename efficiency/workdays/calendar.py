"""The working calendar: pure, immutable, and without loops over days when asked.

Built from the official arrangement (package `chinesecalendar`, as data) and what the city adds.
A year without a published arrangement is *provisional*: Monday to Friday less the statutory
days known in advance, no swaps (RULES.md T-12).
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

# How far past the last published year dates can be computed at all, all of it provisional.
HORIZON_YEARS = 30
_SATURDAY = 5
_DAY = timedelta(days=1)


class OutOfRange(ValueError):
    """A day lies outside the years that the calendar covers."""


@dataclass(frozen=True, slots=True)
class DayFace:
    """What a day is: `name` is its holiday, or the holiday that a make-up day makes up for."""

    day: date
    working: bool
    name: str
    make_up: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The days that differ from Monday to Friday, and the years for which that is all of them."""

    rest: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


class WorkCalendar:
    """Which days count. Every question is answered by one look into a prefix array."""

    __slots__ = (
        "_count",
        "_days",
        "_origin",
        "_rest",
        "_work",
        "_working",
        "first",
        "last",
        "published_until",
        "version",
    )

    def __init__(self, arrangement: Arrangement, *, version: int = 1) -> None:
        first_year = min(arrangement.years)
        self.version = version
        self.first = date(first_year, 1, 1)
        self.published_until = date(_last_without_gap(first_year, arrangement.years), 12, 31)
        self.last = date(max(arrangement.years) + HORIZON_YEARS, 12, 31)
        foreseen = _foreseen(frozenset(range(first_year, self.last.year + 1)) - arrangement.years)
        self._rest = {**foreseen, **arrangement.rest}
        self._work = dict(arrangement.work)
        for day in arrangement.rest:
            self._work.pop(day, None)
        for day in self._work:
            self._rest.pop(day, None)
        self._origin = self.first.toordinal()
        self._working, self._count = self._indexed()
        self._days = [date.fromordinal(ordinal) for ordinal in self._working]

    def _indexed(self) -> "tuple[array[int], array[int]]":
        """The working days in order, and for each day how many there are up to and including it."""
        rest = {day.toordinal() for day in self._rest}
        work = {day.toordinal() for day in self._work}
        working = array("l")
        count = array("l")
        for ordinal in range(self._origin, self.last.toordinal() + 1):
            # 0001-01-01, ordinal 1, was a Monday.
            if ordinal in work or ((ordinal - 1) % 7 < _SATURDAY and ordinal not in rest):
                working.append(ordinal)
            count.append(len(working))
        return working, count

    def _up_to(self, day: date) -> int:
        index = day.toordinal() - self._origin
        if not -1 <= index < len(self._count):
            raise OutOfRange(f"{day} is outside the calendar, which covers {self.first} to {self.last}.")
        return self._count[index] if index >= 0 else 0

    def _nth(self, index: int) -> date:
        if not 0 <= index < len(self._working):
            raise OutOfRange(f"The day is outside the calendar, which covers {self.first} to {self.last}.")
        return self._days[index]

    def is_working(self, day: date) -> bool:
        """Tell whether people work on this day."""
        return self._up_to(day) > self._up_to(day - _DAY)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day lies beyond the years whose arrangement is published."""
        return day > self.published_until

    def add(self, day: date, n: int) -> date:
        """The n-th working day strictly after `day`; `day` itself for 0."""
        # The one question that is asked millions of times: spelled out, two looks and no further call.
        index = day.toordinal() - self._origin
        if n > 0 and index >= 0:
            try:
                return self._days[self._count[index] + n - 1]
            except IndexError:
                pass  # outside the calendar, which is said below
        if n < 0:
            raise ValueError(n)
        return day if n == 0 else self._nth(self._up_to(day) + n - 1)

    def subtract(self, day: date, n: int) -> date:
        """The n-th working day strictly before `day`; `day` itself for 0."""
        if n < 0:
            raise ValueError(n)
        return day if n == 0 else self._nth(self._up_to(day - _DAY) - n)

    def between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; 0 where `until` is not later."""
        return max(0, self._up_to(until) - self._up_to(after))

    def roll(self, day: date) -> date:
        """The day itself where people work on it, else the next working day."""
        return self._nth(self._up_to(day - _DAY))

    def kind_of(self, day: date) -> DayFace:
        """What the day is, with its name."""
        return DayFace(
            day=day,
            working=self.is_working(day),
            name=self._rest.get(day) or self._work.get(day, ""),
            make_up=day in self._work,
            provisional=self.is_provisional(day),
        )

    def rest_days(self, year: int) -> list[tuple[date, str]]:
        """The named rest days of a year, in order."""
        return sorted((day, name) for day, name in self._rest.items() if day.year == year)


def _last_without_gap(first: int, years: frozenset[int]) -> int:
    last = first
    while last + 1 in years:
        last += 1
    return last


# The package names holidays in English only; these are the names people use.
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


@cache
def official_arrangement() -> Arrangement:
    """The notices of the State Council's Office that the package holds."""
    from chinese_calendar.constants import holidays, workdays  # only when a calendar is first built

    # A year is complete once its National Day stands in the table.
    complete = {day.year for day in holidays if day.month == 10}
    return Arrangement(
        rest={day: _NAMES.get(name, name) for day, name in holidays.items()},
        work={day: _NAMES.get(name, name) for day, name in workdays.items()},
        years=frozenset(range(min(complete), max(complete) + 1)),
    )


@cache
def official_calendar() -> WorkCalendar:
    """Version 1: the official arrangement alone."""
    return WorkCalendar(official_arrangement())


@dataclass(frozen=True, slots=True)
class Difference:
    """One day that the city arranges otherwise than the package."""

    day: date
    working: bool
    name: str


def city_calendar(*, version: int, published: Iterable[int], differences: Iterable[Difference]) -> WorkCalendar:
    """The official arrangement with the city's differences.

    A year in `published` is Monday to Friday and the differences alone: the city has entered its
    notice completely, and what a package says of that year no longer counts.
    """
    official = official_arrangement()
    entered = frozenset(published)
    rest = {day: name for day, name in official.rest.items() if day.year not in entered}
    work = {day: name for day, name in official.work.items() if day.year not in entered}
    for one in differences:
        rest.pop(one.day, None)
        work.pop(one.day, None)
        (work if one.working else rest)[one.day] = one.name
    return WorkCalendar(Arrangement(rest=rest, work=work, years=official.years | entered), version=version)


@cache
def _foreseen(years: frozenset[int]) -> dict[date, str]:
    """Statutory days of years without a notice, a holiday at a weekend being moved by the law itself."""
    from holidays import country_holidays  # slow to import, so only when a calendar is first built

    days = country_holidays("CN", years=years, language="zh_CN")
    # 调休 is a day off bought with a make-up day: an arrangement, which these years do not have.
    return {day: name.replace("; ", "、") for day, name in days.items() if "调休" not in name}
