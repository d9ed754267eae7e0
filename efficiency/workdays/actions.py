"""Changing the calendar. Each change makes a new version, which the running clocks then follow."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.workdays.calendar import Difference
from efficiency.workdays.current import current_calendar, digest_now
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear


class UnableToExceptDay(Exception):
    """The day cannot be given another kind."""


class UnableToWithdraw(Exception):
    """The exception cannot be withdrawn."""


class UnableToPublishYear(Exception):
    """The arrangement of the year cannot be entered."""


def except_day(
    *,
    day: date,
    kind: str,
    name: str,
    document: str,
    actor: Any | None,
    now: datetime | None = None,
    demo: bool = False,
) -> DayException:
    """Make one day a rest day or a working day, by a document.

    Writes the exception, a new calendar version and two entries. Raises UnableToExceptDay where
    the day has an exception already, is surely of that kind already, or lies outside the calendar.
    """
    name, document = name.strip(), document.strip()
    if not name or not document:
        raise UnableToExceptDay(_("Give the day a name and name the document that orders it."))
    with act(now) as now:
        _lock()
        refusal = refusal_to_except(day, kind)
        if refusal:
            raise UnableToExceptDay(refusal)
        made = DayException.objects.create(day=day, kind=DayKind(kind), name=name, document=document, demo=demo)
        version = _make_version(f"+ {day} {name} ({document})", actor, now, demo)
        facts = {"day": f"{day}", "kind": str(kind), "name": name, "document": document, "calendar": version.pk}
        record(Verb.DAY_EXCEPTED, at=now, actor=actor, kind="day-exception", subject=made.pk, data=facts, demo=demo)
    return made


def withdraw_exception(*, exception: DayException, actor: Any | None, now: datetime | None = None) -> CalendarVersion:
    """Take an exception back: the row stays, marked.

    Writes a new calendar version and two entries. Raises UnableToWithdraw where that was done already.
    """
    with act(now) as now:
        _lock()
        row = DayException.objects.select_for_update().get(pk=exception.pk)
        if row.withdrawn:
            raise UnableToWithdraw(_("This exception is withdrawn already."))
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
        version = _make_version(f"− {row.day} {row.name} ({row.document})", actor, now, row.demo)
        facts = {"day": f"{row.day}", "document": row.document, "calendar": version.pk}
        record(
            Verb.DAY_EXCEPTION_WITHDRAWN,
            at=now,
            actor=actor,
            kind="day-exception",
            subject=row.pk,
            data=facts,
            demo=row.demo,
        )
    exception.withdrawn = True
    return version


def publish_year(
    *,
    year: int,
    days: Sequence[Difference],
    document: str,
    actor: Any | None,
    now: datetime | None = None,
    demo: bool = False,
) -> CalendarVersion:
    """Enter the whole arrangement of the next year by its notice.

    The year is then Monday to Friday and `days` alone, and no longer provisional. Writes the
    year, its days, a new calendar version and two entries. Raises UnableToPublishYear.
    """
    document = document.strip()
    if not document:
        raise UnableToPublishYear(_("Name the document of the notice."))
    with act(now) as now:
        _lock()
        refusal = refusal_to_publish(year, days)
        if refusal:
            raise UnableToPublishYear(refusal)
        PublishedYear.objects.create(year=year, document=document, demo=demo)
        DayException.objects.bulk_create(
            DayException(
                day=one.day,
                kind=DayKind.WORK if one.working else DayKind.REST,
                name=one.name,
                document=document,
                demo=demo,
            )
            for one in days
        )
        version = _make_version(f"+ {year} ({document})", actor, now, demo)
        facts = {"year": year, "document": document, "days": len(days), "calendar": version.pk}
        record(Verb.YEAR_PUBLISHED, at=now, actor=actor, kind="year", subject=year, data=facts, demo=demo)
    return version


def unpublish_year(*, year: int, actor: Any | None, now: datetime | None = None) -> CalendarVersion:
    """Take back the arrangement that was entered for a year; its days stay, withdrawn.

    The year is then what the package says, or provisional. Writes a new calendar version and two
    entries. Raises UnableToPublishYear where none was entered.
    """
    with act(now) as now:
        _lock()
        row = PublishedYear.objects.filter(year=year).first()
        if row is None:
            raise UnableToPublishYear(_("No arrangement was entered for %(year)s.") % {"year": year})
        DayException.objects.filter(pk__in=days_of_year(row)).update(withdrawn=True)
        row.delete()
        version = _make_version(f"{year} ({row.document}): withdrawn", actor, now, row.demo)
        facts = {"year": year, "document": row.document, "withdrawn": True, "calendar": version.pk}
        record(Verb.YEAR_PUBLISHED, at=now, actor=actor, kind="year", subject=year, data=facts, demo=row.demo)
    return version


def refusal_to_except(day: date, kind: str) -> str:
    """Say why a day cannot be given another kind; empty where it can."""
    calendar = current_calendar()
    if not calendar.first <= day <= calendar.last:
        return _("The calendar covers %(first)s to %(last)s.") % {"first": calendar.first, "last": calendar.last}
    if DayException.objects.filter(day=day, withdrawn=False).exists():
        return _("%(day)s has an exception already. Withdraw it first.") % {"day": day}
    if not calendar.is_provisional(day) and calendar.is_working(day) == (kind == DayKind.WORK):
        if kind == DayKind.WORK:
            return _("%(day)s is a working day already.") % {"day": day}
        return _("%(day)s is a rest day already.") % {"day": day}
    return ""


def refusal_to_publish(year: int, days: Sequence[Difference]) -> str:
    """Say why a year cannot be published with these days; empty where it can."""
    following = current_calendar().published_until.year + 1
    if year < following:
        return _("The arrangement of %(year)s is published already. Record a single day as an exception.") % {
            "year": year
        }
    if year > following:
        return _("Publish %(following)s first: years are published one after the other.") % {"following": following}
    taken = DayException.objects.filter(day__in=[one.day for one in days], withdrawn=False).order_by("day")
    first = taken.values_list("day", flat=True).first()
    if first is not None:
        return _("%(day)s has an exception already. Withdraw it first.") % {"day": first}
    return ""


def days_of_year(row: PublishedYear) -> list[int]:
    """The exceptions in force that a year's notice brought."""
    # The notice of a New Year has more than once begun in the last days of December.
    span = (date(row.year - 1, 12, 1), date(row.year, 12, 31))
    brought = DayException.objects.filter(day__range=span, document=row.document, withdrawn=False)
    return list(brought.values_list("pk", flat=True))


def _lock() -> None:
    """Let one change after the other be made, so that each version's digest holds all before it.

    On SQLite the transaction already holds the one write lock.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(CalendarVersion._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _make_version(reason: str, actor: Any | None, now: datetime, demo: bool) -> CalendarVersion:
    """Number the new state of the calendar. The caller holds the lock and has changed the days."""
    last = CalendarVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    version = CalendarVersion.objects.create(pk=last + 1, made_at=now, reason=reason[:200], digest=digest_now())
    facts = {"reason": version.reason, "digest": version.digest}
    record(Verb.CALENDAR_CHANGED, at=now, actor=actor, kind="calendar", subject=version.pk, data=facts, demo=demo)
    return version
