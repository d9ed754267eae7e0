"""The clock face and the deadline chip."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from efficiency.clocks.explanation import ExplainedDay, Explanation, explain
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.glance import calendar_of_page
from efficiency.workdays.templatetags.people import say_day

register = template.Library()
SOON = 2  # working days left at which a chip asks for attention


@register.inclusion_tag("components/clock_face.html")
def clock_face(clock: Clock, now: datetime | None = None) -> dict[str, Any]:
    """Draw a clock day by day."""
    now = now or timezone.now()
    return face(explain(clock, now, calendar=calendar_of_page()), local_date(now))


def face(explanation: Explanation, today: date) -> dict[str, Any]:
    """What the clock face shows of an explanation: each day in words, and a legend of what occurs."""
    label, tone = standing(explanation)
    return {
        "explanation": explanation,
        "clock": explanation.clock,
        "days": list(_days(explanation.days, today)),
        "legend": legend(explanation.days),
        "label": label,
        "tone": tone,
    }


def _days(days: list[ExplainedDay], today: date) -> Iterator[dict[str, Any]]:
    month = None
    for explained in days:
        yield {
            "day": explained.day,
            "shape": shape(explained),
            "name": explained.name,
            "words": words(explained),
            "today": explained.day == today,
            "month": _month(explained.day) if explained.day.month != month else "",
        }
        month = explained.day.month


def _month(day: date) -> str:
    return date_format(day, pgettext("month above a strip of days", "M"))


def shape(explained: ExplainedDay) -> str:
    """How the day is drawn: a make-up day keeps its corner, whether counted or still to come."""
    if explained.make_up and explained.state in ("counted", "makeup"):
        return "makeup"
    return explained.state


def words(explained: ExplainedDay) -> str:
    """The day in words, for readers of the text and of the screen."""
    said = {
        "start": _("start, not counted"),
        "counted": _("working day %(number)s"),
        "makeup": _("working day %(number)s, a make-up day"),
        "rest": _("rest day, not counted"),
        "paused": _("paused, not counted"),
        "left": _("still to come, working day %(number)s"),
        "due": _("last day"),
        "late": _("past the limit"),
    }[shape(explained)] % {"number": explained.number}
    return f"{said} ({explained.name})" if explained.name else said


def legend(days: list[ExplainedDay]) -> list[tuple[str, str]]:
    """The shapes that occur, each with its meaning and the names (holidays, grounds) that go with it."""
    names: dict[str, dict[str, None]] = {}
    for explained in days:
        found = names.setdefault(shape(explained), {})
        if explained.name and explained.state in ("rest", "paused"):
            found[explained.name] = None
    return [(kind, _meaning(kind) + (f" ({', '.join(found)})" if found else "")) for kind, found in names.items()]


def _meaning(kind: str) -> str:
    return {
        "start": _("start"),
        "counted": _("counted"),
        "makeup": _("make-up working day, counted"),
        "rest": _("rest day"),
        "paused": _("paused"),
        "left": _("still to come"),
        "due": _("last day"),
        "late": _("past the limit"),
    }[kind]


def standing(explanation: Explanation) -> tuple[str, str]:
    """Where a clock stands, in words and a tone."""
    if explanation.state == "cancelled":
        return _("cancelled"), "quiet"
    if explanation.state == "in_time":
        return _("done in time"), "good"
    if explanation.state == "stopped_late":
        return _late(explanation.days_late or 0), "late"
    if explanation.state == "late":
        return _late(explanation.days_late or 0), "late"
    if explanation.state == "paused":
        return _("paused"), "quiet"
    return _left(explanation.days_left or 0, explanation.due_at)


def _late(days: int) -> str:
    if not days:
        return _("past the limit, no working day late yet")
    return ngettext("%(days)s working day late", "%(days)s working days late", days) % {"days": days}


def _left(days: int, due_at: datetime | None) -> tuple[str, str]:
    if days > 0:
        said = ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}
        return said, "warn" if days <= SOON else "neutral"
    local = due_at.astimezone(SHANGHAI) if due_at else None
    if local and (local.hour or local.minute):
        return _("due today at %(time)s") % {"time": f"{local:%H:%M}"}, "warn"
    return _("due today"), "warn"


@register.inclusion_tag("components/deadline_chip.html")
def deadline_chip(clock: Clock | None, now: datetime | None = None) -> dict[str, Any]:
    """How long is left, from the clock's own row and the page's calendar: no query for each row of a list."""
    if clock is None:
        return {"label": "", "tone": "quiet", "due": ""}
    label, tone = _at_a_glance(clock, now or timezone.now())
    due = "" if clock.due_at >= NEVER else say_day(last_day(clock))
    return {"label": label, "tone": tone, "due": due}


def last_day(clock: Clock) -> date:
    """The due day: the day before an exclusive midnight, else the day of the due moment."""
    return local_date(clock.due_at - timedelta(microseconds=1))


def _at_a_glance(clock: Clock, now: datetime) -> tuple[str, str]:
    if clock.cancelled_at is not None:
        return _("cancelled"), "quiet"
    due_day, end = last_day(clock), local_date(clock.stopped_at or now)
    if clock.is_late(now):
        return _late(_between(due_day, end)), "late"
    if clock.stopped_at is not None:
        return _("done in time"), "good"
    if clock.paused:
        return _("paused"), "quiet"
    return _left(_between(end, due_day), clock.due_at)


def _between(after: date, until: date) -> int:
    try:
        return calendar_of_page().between(after, until)
    except OutOfRange:
        return 0


@register.filter(name="last_day")
def last_day_of(limit: datetime | None) -> date | None:
    """The last day of a limit that ends at an exclusive moment, e.g. the day before a midnight."""
    return local_date(limit - timedelta(microseconds=1)) if limit else None
