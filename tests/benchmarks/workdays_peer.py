"""Runs in the peers' environment: the same additions of working days by the portal's calendar and by four packages.

Prints JSON: additions per second of each, and how many answers of the portal's differ from counting day by day.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import bizdays
import chinese_calendar
import holidays
import numpy

from efficiency.workdays.calendar import WorkCalendar, official_calendar

_FIRST, _LAST = date(2024, 1, 1), date(2026, 12, 31)
_LONGEST = 60
_DAY = timedelta(days=1)
_ROUNDS = 5
# What one round of a slow package does of what a fast one does.
_SHARES = {"find_workday": 0.004, "holidays": 0.04, "numpy one by one": 0.2, "bizdays": 0.5}

Cases = list[tuple[date, int]]
Side = Callable[[Cases], Any]


def sides(calendar: WorkCalendar) -> dict[str, Side]:
    """Each way to add, for a list of cases."""
    days = [_FIRST - 90 * _DAY + number * _DAY for number in range((_LAST - _FIRST).days + 91)]
    rest = [day for day in days if not calendar.is_working(day)]
    brazil = bizdays.Calendar(rest, name="bench", startdate=days[0], enddate=days[-1])
    china = holidays.country_holidays("CN", years=range(2023, 2028))
    packed = numpy.busdaycalendar(weekmask="1111111", holidays=numpy.array(rest, dtype="datetime64[D]"))
    add = calendar.add

    def at_once(cases: Cases) -> Any:
        starts = numpy.array([day for day, _count in cases], dtype="datetime64[D]")
        counts = numpy.array([count for _day, count in cases])
        return numpy.busday_offset(starts, counts, roll="preceding", busdaycal=packed)

    return {
        "portal": lambda cases: [add(day, count) for day, count in cases],
        "bizdays": lambda cases: [brazil.offset(day, count) for day, count in cases],
        "find_workday": lambda cases: [chinese_calendar.find_workday(count, day) for day, count in cases],
        "holidays": lambda cases: [china.get_nth_working_day(day, count) for day, count in cases],
        "numpy one by one": lambda cases: [
            numpy.busday_offset(day, count, roll="preceding", busdaycal=packed) for day, count in cases
        ],
        "numpy all at once": at_once,
    }


def differences(calendar: WorkCalendar) -> tuple[int, int]:
    """Count day by day, asking the package alone what a day is; how many pairs, how many differ."""
    pairs = differing = 0
    for start in (_FIRST + number * _DAY for number in range((_LAST - _FIRST).days + 1)):
        day, counted = start, 0
        while counted < _LONGEST and day < _LAST:
            day += _DAY
            if chinese_calendar.is_workday(day):
                counted += 1
                pairs += 1
                differing += calendar.add(start, counted) != day
    return pairs, differing


def main(size: int) -> None:
    """Measure in turn, each round on the same cases for all."""
    calendar = official_calendar()
    dice = random.Random(1)
    span = (date(2026, 8, 31) - _FIRST).days
    cases = [(_FIRST + dice.randrange(span) * _DAY, dice.randint(1, _LONGEST)) for _number in range(size)]
    ways = sides(calendar)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(_ROUNDS + 1):
        for name, way in ways.items():
            some = cases[: max(10, int(size * _SHARES.get(name, 1)))]
            began = time.perf_counter()
            way(some)
            if number:  # the first round warms up
                rates[name].append(len(some) / (time.perf_counter() - began))
    pairs, differing = differences(calendar)
    found = {name: statistics.median(values) for name, values in rates.items()}
    print(json.dumps({"rates": found, "pairs": pairs, "differences": differing}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
