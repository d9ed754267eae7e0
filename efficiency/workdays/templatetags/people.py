"""Days and moments as people say them: 10月10日(周六,调休上班)."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from efficiency.audit.verbs import Verb
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.glance import calendar_of_page

register = template.Library()


def _weekday(day: date) -> str:
    names = (
        pgettext("short weekday", "Mon"),
        pgettext("short weekday", "Tue"),
        pgettext("short weekday", "Wed"),
        pgettext("short weekday", "Thu"),
        pgettext("short weekday", "Fri"),
        pgettext("short weekday", "Sat"),
        pgettext("short weekday", "Sun"),
    )
    return names[day.weekday()]


def _nature(day: date) -> str:
    """What sets the day apart: a holiday's name, a make-up day, a year not published yet."""
    try:
        face = calendar_of_page().kind_of(day)
    except OutOfRange:
        return ""
    if face.make_up:
        return _("make-up working day")
    if face.provisional:
        return _("provisional")
    return "" if face.working else face.name


def _bare(day: date, this_year: int) -> str:
    if day.year == this_year:
        return date_format(day, pgettext("day in the current year", "j M"))
    return date_format(day, pgettext("day in another year", "j M Y"))


def say_day(day: date, this_year: int | None = None) -> str:
    """The day with its weekday, what sets it apart, and its year unless it is this one."""
    nature, bare = _nature(day), _bare(day, this_year or timezone.localdate().year)
    if nature:
        return pgettext("day", "%(day)s (%(weekday)s, %(nature)s)") % {
            "day": bare,
            "weekday": _weekday(day),
            "nature": nature,
        }
    return pgettext("day", "%(day)s (%(weekday)s)") % {"day": bare, "weekday": _weekday(day)}


@register.filter
def listed(parts: Iterable[object]) -> str:
    """Several things one after the other, as the reader's language separates them."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date, or the Shanghai day of a moment, as people say it; "" for nothing."""
    if not value:
        return ""
    return say_day(local_date(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment: the day with its weekday, and the time in Shanghai; "" for nothing."""
    if not value:
        return ""
    local = value.astimezone(SHANGHAI)
    bare = _bare(local.date(), timezone.localdate().year)
    said = pgettext("day", "%(day)s (%(weekday)s)") % {"day": bare, "weekday": _weekday(local.date())}
    return f"{said} {local:%H:%M}"


@register.filter
def verb(code: str) -> str:
    """The words of an audit entry's verb; the code itself for a verb of an older time."""
    return str(Verb(code).label) if code in Verb.values else code
