"""When a hall is open and which slots that makes. No database.

Working days of the city's calendar have the regular hours and what is added to them (lunch, evening);
Saturdays and Sundays have hours of their own where the hall serves then. A rest day with a name, a
holiday or a closure, has none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from efficiency.common.moments import SHANGHAI
from efficiency.workdays.calendar import DayFace

_SATURDAY = 5
_BETWEEN = re.compile(r"[、,，;；\s]+")
_SPAN = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")
MOST_SPANS = 4


class BadSpans(ValueError):
    """The hours cannot be read, or lie one over the other."""


@dataclass(frozen=True)
class Span:
    """From when until when somebody serves."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


class Opening(Protocol):
    """The hours of a hall as they are in force on a day."""

    regular: str
    extended: str
    saturday: str
    sunday: str
    capacity: int
    extended_capacity: int


@dataclass(frozen=True)
class Slot:
    """A time at which so many people can come."""

    begins_at: datetime
    ends_at: datetime
    capacity: int
    extended: bool

    @property
    def label(self) -> str:
        """As people say it."""
        return f"{self.begins_at.astimezone(SHANGHAI):%H:%M}–{self.ends_at.astimezone(SHANGHAI):%H:%M}"


def spans_of(text: str) -> tuple[Span, ...]:
    """The spans that a text names, e.g. "09:00-12:00、13:00-17:00". Raises BadSpans."""
    plain = re.sub("[—–－~～至]+", "-", text).replace("：", ":").strip()
    found = []
    for part in _BETWEEN.split(plain) if plain else ():
        match = _SPAN.fullmatch(part)
        if match is None:
            raise BadSpans(part)
        hours = [int(sign) for sign in match.groups()]
        if hours[0] > 23 or hours[2] > 23 or tuple(hours[:2]) >= tuple(hours[2:]):
            raise BadSpans(part)
        found.append(Span(time(hours[0], hours[1]), time(hours[2], hours[3])))
    found.sort(key=lambda span: span.begins)
    if len(found) > MOST_SPANS or any(one.ends > other.begins for one, other in zip(found, found[1:], strict=False)):
        raise BadSpans(plain)
    return tuple(found)


def as_text(spans: tuple[Span, ...]) -> str:
    """The spans as they are kept and shown."""
    return "、".join(str(span) for span in spans)


def slots_of(day: date, face: DayFace, opening: Opening, minutes: int) -> list[Slot]:
    """The slots of a day; a rest of a span that is shorter than a slot is none."""
    made = [
        Slot(begins, begins + timedelta(minutes=minutes), capacity, extended)
        for spans, capacity, extended in _served(face, opening)
        for begins in _begins(day, spans, minutes)
        if capacity
    ]
    return sorted(made, key=lambda slot: slot.begins_at)


def _served(face: DayFace, opening: Opening) -> Iterator[tuple[tuple[Span, ...], int, bool]]:
    if face.working:
        yield spans_of(opening.regular), opening.capacity, False
        yield spans_of(opening.extended), opening.extended_capacity, True
    elif not face.name and face.day.weekday() == _SATURDAY:
        yield spans_of(opening.saturday), opening.extended_capacity, True
    elif not face.name:
        yield spans_of(opening.sunday), opening.extended_capacity, True


def _begins(day: date, spans: tuple[Span, ...], minutes: int) -> Iterator[datetime]:
    for span in spans:
        begins = datetime.combine(day, span.begins, tzinfo=SHANGHAI)
        ends = datetime.combine(day, span.ends, tzinfo=SHANGHAI)
        while begins + timedelta(minutes=minutes) <= ends:
            yield begins
            begins += timedelta(minutes=minutes)
