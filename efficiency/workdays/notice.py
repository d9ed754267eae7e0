"""Reading the notice of a year, as the office types it: one line a day. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from efficiency.workdays.calendar import Difference, WorkCalendar

_LINE = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[\s,，]+(?P<kind>[^\s,，]+)[\s,，]+(?P<name>\S.*)"
)
_REST, _WORK = ("rest", "休", "休息", "放假", "假"), ("work", "班", "上班", "调休上班", "补班")
_KINDS = dict.fromkeys(_REST, False) | dict.fromkeys(_WORK, True)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text}


class FaultyNotice(ValueError):
    """Lines of the notice cannot be used; holds every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def read_notice(text: str, year: int) -> list[Difference]:
    """Read `YYYY-MM-DD rest|work name`, a day a line, also as 2027年10月1日 休 国庆节; empty lines are passed over.

    Raises FaultyNotice with every fault and its line.
    """
    days: dict[date, Difference] = {}
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = _read_line(line.strip(), year)
            if found.day in days:
                raise _Wrong(_("%(day)s stands in the list twice.") % {"day": found.day})
        except _Wrong as wrong:
            faults.append(Fault(number, str(wrong)))
        else:
            days[found.day] = found
    if not faults and not any(not one.working for one in days.values()):
        faults.append(Fault(1, _("The notice names no rest day.")))
    if faults:
        raise FaultyNotice(faults)
    return sorted(days.values(), key=lambda one: one.day)


class _Wrong(ValueError):
    """One line cannot be used."""


def _read_line(line: str, year: int) -> Difference:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _Wrong(_("write a day, “rest” or “work”, and a name, e.g. 2027-10-01 rest 国庆节."))
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        told = f"{match['year']}-{match['month']}-{match['day']}"
        raise _Wrong(_("%(day)s is not a day of the calendar.") % {"day": told}) from error
    if match["kind"].lower() not in _KINDS:
        raise _Wrong(_("“%(word)s” is neither “rest” nor “work”.") % {"word": match["kind"]})
    # The notice of a New Year has more than once begun in the last days of December.
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise _Wrong(_("%(day)s is not in %(year)s.") % {"day": day, "year": year})
    if len(match["name"]) > _LONGEST_NAME:
        raise _Wrong(_("the name is longer than %(count)s characters.") % {"count": _LONGEST_NAME})
    return Difference(day, _KINDS[match["kind"].lower()], match["name"])


def statutory_days_missed(calendar: WorkCalendar, year: int, notice: Sequence[Difference]) -> list[tuple[date, str]]:
    """Statutory holidays of the year that the notice would leave as working days.

    `calendar` is the one in force, in which the year is still provisional. Days off in place of
    a weekend are left out: the notice may arrange them otherwise.
    """
    rest = {one.day for one in notice if not one.working}
    work = {one.day for one in notice if one.working}
    return [
        (day, name)
        for day, name in calendar.rest_days(year)
        if "补假" not in name and day not in rest and (day.weekday() < 5 or day in work)
    ]
