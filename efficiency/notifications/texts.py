"""The texts of notices: each room registers its own in its notices.py, found when the house starts.

    register(
        "card.issued",
        subject=_("Card %(number)s was issued"),
        body=_("%(matter)s was not done in time. Please state your view by %(due)s."),
    )

Placeholders are named, in the form %(name)s. Texts are lazy translations: they are put into the
reader's language when they are shown or sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
# Turns stored parameters into words of the language in force, e.g. an ISO day into a day as
# people say it.
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
        values = dict(text.fill(params) if text.fill else params)
        # One line: a subject with a line break would be a second mail header.
        subject = " ".join((str(text.subject) % values).split())
        return Words(subject=subject, body=str(text.body) % values)
    except KeyError as error:
        raise UnknownText(kind, *error.args) from error


def words_of(kind: str, params: Mapping[str, Any]) -> Words:
    """Put a stored notice into words; one whose text is gone still points to its matter."""
    try:
        return compose(kind, params)
    except UnknownText:
        return Words(subject=_("A notice of the efficiency portal"), body=_("Open it to see what it is about."))
