"""The calendar, as changes that take two persons: a year's arrangement, a day that differs, taking either back."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from efficiency.changes.kinds import ChangeKind, Difference, Effect, EffectTable, Payload, UnableToChange
from efficiency.changes.models import Change
from efficiency.changes.telling import outdated
from efficiency.clocks.foreseeing import Foreseen, Found, foresee
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.moving import NEVER
from efficiency.common.moments import SHANGHAI
from efficiency.workdays import proposals
from efficiency.workdays.actions import (
    UnableToExceptDay,
    UnableToPublishYear,
    UnableToWithdraw,
    except_day,
    publish_year,
    unpublish_year,
    withdraw_exception,
)
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar
from efficiency.workdays.models import DayException
from efficiency.workdays.proposals import UnableToPropose
from efficiency.workdays.templatetags.people import say_day

_HEADS = (gettext_lazy("Matter"), gettext_lazy("Unit"), gettext_lazy("Clock"), gettext_lazy("Due"), gettext_lazy("New"))


def effect_of_year(payload: Payload, now: datetime) -> Effect:
    """A year's arrangement, and what it moves."""
    return _effect(payload, now)


def apply_year(change: Change, actor: Any, now: datetime) -> str:
    """Publish the year."""
    year, days = proposals.read_year(change.payload)
    try:
        publish_year(year=year, days=days, document=change.document, actor=actor, now=now, demo=change.demo)
    except UnableToPublishYear as error:
        raise UnableToChange(str(error)) from error
    return reverse("calendar_year", args=[year])


def apply_day(change: Change, actor: Any, now: datetime) -> str:
    """Record the exception."""
    given = change.payload
    day = date.fromisoformat(given["day"])
    try:
        except_day(
            day=day,
            kind=given["kind"],
            name=given["name"],
            document=change.document,
            actor=actor,
            now=now,
            demo=change.demo,
        )
    except UnableToExceptDay as error:
        raise UnableToChange(str(error)) from error
    return reverse("calendar_year", args=[day.year])


def apply_day_back(change: Change, actor: Any, now: datetime) -> str:
    """Withdraw the exception."""
    row = DayException.objects.get(pk=change.payload["exception"])
    try:
        withdraw_exception(exception=row, actor=actor, now=now)
    except UnableToWithdraw as error:
        raise UnableToChange(str(error)) from error
    return reverse("calendar_year", args=[row.day.year])


def apply_year_back(change: Change, actor: Any, now: datetime) -> str:
    """Take the arrangement of a year back."""
    year = int(change.payload["year"])
    try:
        unpublish_year(year=year, actor=actor, now=now)
    except UnableToPublishYear as error:
        raise UnableToChange(str(error)) from error
    return reverse("calendar_year", args=[year])


def _effect(payload: Payload, now: datetime) -> Effect:
    """What the calendar would be, and what that does to every clock that still could move."""
    try:
        calendar = proposals.calendar_of(payload)
        told = proposals.remarks(payload, calendar)
    except UnableToPropose as error:
        raise UnableToChange(str(error)) from error
    version = current_calendar().version
    found = foresee(calendar, now=now)
    return Effect(
        sentences=[*outdated(payload.get("calendar", version), version), *told, *_sentences(found)],
        tables=_tables(found, calendar),
    )


def _sentences(found: Foreseen) -> list[str]:
    moved = ngettext("%(count)s running deadline moves.", "%(count)s running deadlines move.", found.moved.total)
    settled = ngettext(
        "%(count)s provisional deadline becomes certain.",
        "%(count)s provisional deadlines become certain.",
        found.settled,
    )
    issued = ngettext(
        "%(count)s card falls at once, by the next look of the judge.",
        "%(count)s cards fall at once, by the next look of the judge.",
        found.issued.total,
    )
    spared = ngettext(
        "%(count)s card that was about to fall does not.",
        "%(count)s cards that were about to fall do not.",
        found.spared.total,
    )
    noted = ngettext(
        "%(count)s would-be card is noted: its part of the city is on trial.",
        "%(count)s would-be cards are noted: their parts of the city are on trial.",
        found.noted,
    )
    counted = (
        (moved, found.moved.total),
        (settled, found.settled),
        (issued, found.issued.total),
        (spared, found.spared.total),
        (noted, found.noted),
    )
    said = [text % {"count": count} for text, count in counted if count or text is moved]
    return [*said, _("Matters that have ended and cards that were issued keep their days.")]


def _tables(found: Foreseen, calendar: WorkCalendar) -> list[EffectTable]:
    sorts = (
        (_("Cards that fall at once"), found.issued),
        (_("Cards that do not fall"), found.spared),
        (_("Deadlines that move"), found.moved),
    )
    return [_table(title, found, sort) for title, sort in sorts if sort.total]


def _table(title: str, found: Foreseen, sort: Found) -> EffectTable:
    rows = [
        (
            f"{line.clock.matter.reference} {line.clock.matter.title}",
            line.clock.unit.short_name,
            str(ClockKind(line.clock.kind).label),
            _due(line.clock.due_at),
            _due(line.due_at),
        )
        for line in found.lines(sort)
    ]
    return EffectTable(title=title, heads=tuple(str(head) for head in _HEADS), rows=rows, total=sort.total)


def _due(moment: datetime) -> str:
    if moment >= NEVER:
        return _("when it resumes")
    end = moment.astimezone(SHANGHAI)
    last = end - end.resolution
    clock = f"{end:%H:%M}" if end.date() == last.date() else "24:00"  # a day that ends at midnight is the day before
    return f"{say_day(last.date())} {clock}"


def _describe(payload: Payload) -> list[Difference]:
    return [Difference(*one) for one in proposals.differences(payload)]


YEAR = ChangeKind(
    code=proposals.YEAR,
    name=gettext_lazy("Arrangement of a year"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=effect_of_year,
    apply=apply_year,
)
DAY = ChangeKind(
    code=proposals.DAY,
    name=gettext_lazy("Day that differs"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=apply_day,
)
DAY_BACK = ChangeKind(
    code=proposals.DAY_BACK,
    name=gettext_lazy("Withdrawal of a day that differs"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=apply_day_back,
)
YEAR_BACK = ChangeKind(
    code=proposals.YEAR_BACK,
    name=gettext_lazy("Withdrawal of a year's arrangement"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=apply_year_back,
)
