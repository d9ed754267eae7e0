"""Changes of the calendar as proposals: what they hold, and the calendar that they would make.

The kinds of change themselves are registered one floor up, where clocks are known.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from efficiency.workdays.actions import days_of_year, refusal_to_except, refusal_to_publish
from efficiency.workdays.calendar import Difference, WorkCalendar
from efficiency.workdays.current import calendar_if_published, calendar_with, calendar_without, current_calendar
from efficiency.workdays.models import DayException, DayKind, PublishedYear
from efficiency.workdays.notice import statutory_days_missed

YEAR, DAY, DAY_BACK, YEAR_BACK = "year", "day", "day-withdrawal", "year-withdrawal"
Payload = Mapping[str, Any]


class UnableToPropose(Exception):
    """The calendar cannot be changed like this now; the text says why."""


def of_year(year: int, days: Sequence[Difference]) -> dict[str, Any]:
    """A year's arrangement as a proposal holds it."""
    told = [[one.day.isoformat(), one.working, one.name] for one in days]
    return {"what": YEAR, "year": year, "days": told, "calendar": current_calendar().version}


def of_day(day: date, kind: str, name: str) -> dict[str, Any]:
    """A day that differs."""
    version = current_calendar().version
    return {"what": DAY, "day": day.isoformat(), "kind": str(kind), "name": name.strip(), "calendar": version}


def of_day_back(row: DayException) -> dict[str, Any]:
    """Taking such a day back."""
    told = {"day": row.day.isoformat(), "kind": row.kind, "name": row.name}
    return {"what": DAY_BACK, "exception": row.pk, **told, "calendar": current_calendar().version}


def of_year_back(row: PublishedYear) -> dict[str, Any]:
    """Taking a year's arrangement back."""
    return {"what": YEAR_BACK, "year": row.year, "document": row.document, "calendar": current_calendar().version}


def read_year(payload: Payload) -> tuple[int, list[Difference]]:
    """The year and its days."""
    days = [Difference(date.fromisoformat(day), bool(working), str(name)) for day, working, name in payload["days"]]
    return int(payload["year"]), days


def calendar_of(payload: Payload) -> WorkCalendar:
    """The calendar that the proposal would make now. Raises UnableToPropose where it no longer can."""
    what = payload["what"]
    if what == YEAR:
        year, days = read_year(payload)
        _refuse(refusal_to_publish(year, days))
        return calendar_if_published(year, days)
    if what == DAY:
        day = date.fromisoformat(payload["day"])
        _refuse(refusal_to_except(day, payload["kind"]))
        return calendar_with(Difference(day, payload["kind"] == DayKind.WORK, payload["name"]))
    if what == DAY_BACK:
        if not DayException.objects.filter(pk=payload["exception"], withdrawn=False).exists():
            raise UnableToPropose(_("This exception is withdrawn already."))
        return calendar_without(exceptions=[payload["exception"]])
    row = PublishedYear.objects.filter(year=payload["year"]).first()
    if row is None:
        raise UnableToPropose(_("No arrangement was entered for %(year)s.") % {"year": payload["year"]})
    return calendar_without(exceptions=days_of_year(row), year=row.year)


def remarks(payload: Payload, calendar: WorkCalendar) -> list[str]:
    """What is to be said of the calendar itself, before any clock."""
    if payload["what"] != YEAR:
        return []
    year, days = read_year(payload)
    working = calendar.between(date(year - 1, 12, 31), date(year, 12, 31))
    said = ngettext(
        "The year would have %(count)s working day.", "The year would have %(count)s working days.", working
    )
    missed = statutory_days_missed(current_calendar(), year, days)
    told = [said % {"count": working}]
    if missed:
        names = "、".join(f"{day:%m-%d} {name}" for day, name in missed)
        told.append(_("The notice leaves these statutory holidays as working days: %(days)s.") % {"days": names})
    return told


def differences(payload: Payload) -> list[tuple[str, str, str]]:
    """Day by day: its name, what it is by the week, what it would be."""
    what = payload["what"]
    if what == YEAR:
        return [(_day_words(one.day), _by_week(one.day), _kind_words(one)) for one in read_year(payload)[1]]
    if what == YEAR_BACK:
        arranged = _("arranged by %(document)s") % {"document": payload["document"]}
        return [(str(payload["year"]), arranged, _("as the package arranges it, or provisional"))]
    day = date.fromisoformat(payload["day"])
    differing = Difference(day, payload["kind"] == DayKind.WORK, payload["name"])
    if what == DAY:
        return [(_day_words(day), _by_week(day), _kind_words(differing))]
    return [(_day_words(day), _kind_words(differing), _("as the official arrangement says"))]


def _refuse(refusal: str) -> None:
    if refusal:
        raise UnableToPropose(refusal)


def _day_words(day: date) -> str:
    return f"{day.isoformat()} {date_format(day, 'D')}"


def _by_week(day: date) -> str:
    return _("weekend") if day.weekday() >= 5 else _("working day")


def _kind_words(one: Difference) -> str:
    kind = _("make-up working day") if one.working else _("rest day")
    return f"{kind}: {one.name}"
