"""The texts of notices: each room registers its own in its notices.py, found when the house starts.

    register(
        "card.issued",
        subject=_("Card %(number)s was issued"),
        body=_("%(matter)s was not done in time. Please state your view by %(due)s."),
    )

Placeholders are named, in the form %(name)s. Texts are lazy translations: they are put into the
reader's language when they are shown or sent. So are days and moments among the parameters, kept
as ISO text ("2026-10-10", "2026-10-09T16:00:00+00:00").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from efficiency.common.moments import SHANGHAI

Text = str | Promise
# Turns stored parameters into words of the language in force, e.g. a level's number into its
# name. Called for every row of a list: without a query.
Fill = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class UnknownText(LookupError):
    """No room has registered a text of this kind, or a placeholder of it has no value."""


@dataclass(frozen=True)
class Words:
    """A notice put into words."""

    subject: str
    body: str


@dataclass(frozen=True)
class _Registered:
    subject: Text
    body: Text
    fill: Fill | None


_texts: dict[str, _Registered] = {}


def register(kind: str, *, subject: Text, body: Text, fill: Fill | None = None) -> None:
    """Make a kind of notice known."""
    _texts[kind] = _Registered(subject, body, fill)


def kinds() -> list[str]:
    """All kinds known, sorted."""
    return sorted(_texts)


def compose(kind: str, params: Mapping[str, Any]) -> Words:
    """Put a notice into words of the language in force. Raises UnknownText."""
    try:
        text = _texts[kind]
        filled = text.fill(params) if text.fill else params
        values = {name: _spoken(value) for name, value in filled.items()}
        # One line: a subject with a line break would be a second mail header.
        subject = " ".join((str(text.subject) % values).split())
        body = str(text.body) % values
        if params.get("stands_in_for"):
            body += " " + _("You are told because you stand in for %(name)s.") % {"name": params["stands_in_for"]}
        return Words(subject=subject, body=body)
    except KeyError as error:
        raise UnknownText(kind, *error.args) from error


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:?\d\d|Z)?")


def _spoken(value: Any) -> Any:
    """A day or moment as people of the language say it, anything else as it is."""
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        # Without an offset it is UTC, as SQLite keeps moments.
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return date_format(aware.astimezone(SHANGHAI), "DATETIME_FORMAT")
    return value


def words_of(kind: str, params: Mapping[str, Any]) -> Words:
    """Put a stored notice into words; one whose text is gone still points to its matter."""
    try:
        return compose(kind, params)
    except UnknownText:
        return Words(subject=_("A notice of the efficiency portal"), body=_("Open it to see what it is about."))
