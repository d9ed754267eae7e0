"""The calendar in force: the newest version, kept by each process."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.db import OperationalError, connection

from efficiency.workdays.calendar import Difference, WorkCalendar, city_calendar, official_calendar
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear

Head = tuple[int, str]

_kept: dict[Head, WorkCalendar] = {}


class CalendarUnreadable(Exception):
    """The database that may hold exceptions of the city does not answer."""


def current_calendar() -> WorkCalendar:
    """The calendar of the newest version: one query, and no more while nothing has changed."""
    head = _head()
    if head is None:
        return official_calendar()
    kept = _kept.get(head)
    while kept is None:
        read = _read(head[0])
        # A version made while the rows were read would give this number the next one's days.
        now = _head()
        if now == head:
            kept = read
            _kept.clear()
            _kept[head] = kept
        elif now is None:
            return official_calendar()
        else:
            head, kept = now, _kept.get(now)
    return kept


def calendar_at_hand() -> WorkCalendar:
    """The calendar in force, or before any migration the official arrangement alone.

    Raises CalendarUnreadable where a database exists that does not answer: its exceptions are
    unknown then, and a day computed without them could be wrong.
    """
    try:
        if is_new_house():
            return official_calendar()
        return current_calendar()
    except OperationalError as error:
        # What PostgreSQL says of a database, and SQLite of a folder, that nobody has made yet.
        if "does not exist" in str(error) or "unable to open database file" in str(error):
            return official_calendar()
        raise CalendarUnreadable(str(error)) from error


def digest_now() -> str:
    """SHA-256 over the published years and the days that differ."""
    lines = [f"{year}" for year in PublishedYear.objects.order_by("year").values_list("year", flat=True)]
    rows = DayException.objects.filter(withdrawn=False).order_by("day")
    lines += [f"{day} {kind} {name}" for day, kind, name in rows.values_list("day", "kind", "name")]
    return sha256("\n".join(lines).encode()).hexdigest()


def _head() -> Head | None:
    return CalendarVersion.objects.order_by("-pk").values_list("pk", "digest").first()


def calendar_if_published(year: int, days: Sequence[Difference]) -> WorkCalendar:
    """The calendar as it would be with one more year, for looking at it before."""
    return _read(0, years=[year], days=days)


def calendar_without(*, exceptions: Sequence[int] = (), year: int | None = None) -> WorkCalendar:
    """The calendar as it would be if some exceptions, or a year's arrangement, were taken back."""
    return _read(0, without=exceptions, without_year=year)


def calendar_with(*days: Difference) -> WorkCalendar:
    """The calendar as it would be with more exceptions."""
    return _read(0, days=days)


def _read(
    version: int,
    *,
    years: Sequence[int] = (),
    days: Sequence[Difference] = (),
    without: Sequence[int] = (),
    without_year: int | None = None,
) -> WorkCalendar:
    rows = DayException.objects.filter(withdrawn=False).exclude(pk__in=without).values_list("day", "kind", "name")
    published = [year for year in PublishedYear.objects.values_list("year", flat=True) if year != without_year]
    return city_calendar(
        version=version,
        published=[*published, *years],
        differences=[*(Difference(day, kind == DayKind.WORK, name) for day, kind, name in rows), *days],
    )


def is_new_house() -> bool:
    """No database file yet (asking SQLite would make one), or no tables in it."""
    if connection.vendor == "sqlite" and connection.connection is None:
        name = str(connection.settings_dict["NAME"])
        if "memory" not in name and not Path(name).exists():
            return True
    return CalendarVersion._meta.db_table not in connection.introspection.table_names()
