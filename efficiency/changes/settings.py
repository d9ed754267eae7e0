"""What a city chooses for itself: each room defines its settings in its defined.py, found when the house starts.

    define(
        "cards.bulk-limit",
        label=_("Cards handled at once"),
        help=_("The most cards that one act of the office may name."),
        group=_("Cards"),
        field=lambda: forms.IntegerField(min_value=1, max_value=500),
        default=100,
    )
    ...
    value_of("cards.bulk-limit")

A value is what `field` makes of it (a number, a time, a list …), stored as JSON. `default` stands
until the city has set its own; a function is asked each time, so that a variable of the
environment can be the default. Changed on /settings/ by two persons only.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from efficiency.changes.kinds import Effect
from efficiency.changes.models import Setting

logger = logging.getLogger(__name__)
Words = str | Promise


@dataclass(frozen=True)
class Definition:
    """A setting as its room defines it.

    `technical`: proposed by an administrator and decided by a security administrator, else
    proposed and decided by the office. `whole_days`: in force from a local midnight after today
    only. `effect` says what a new value would do: called with the value now, the new value and
    the moment from which it would count.
    """

    key: str
    label: Words
    help: Words
    group: Words
    field: Callable[[], forms.Field]
    default: Any
    technical: bool = False
    whole_days: bool = False
    effect: Callable[[Any, Any, datetime], Effect] | None = None
    words: Callable[[Any], str] | None = None

    def initial(self) -> Any:
        """The value while the city has set none."""
        return self.default() if callable(self.default) else self.default

    def read(self, stored: Any) -> Any:
        """The value of what is stored. Raises ValidationError where the field takes it no more."""
        return self.field().clean(stored)

    def say(self, value: Any) -> str:
        """The value in words."""
        if self.words is not None:
            return self.words(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, (list, tuple, set, frozenset)):
            return "、".join(str(one) for one in value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class _Version:
    effective_from: datetime
    value: Any


@dataclass
class _Page:
    versions: Mapping[str, list[_Version]] | None = None


_defined: dict[str, Definition] = {}
_kept: dict[tuple[int, str], Mapping[str, list[_Version]]] = {}
_page: ContextVar[_Page | None] = ContextVar("settings_of_page", default=None)


def define(
    key: str, *, label: Words, field: Callable[[], forms.Field], default: Any, group: Words, **more: Any
) -> None:
    """Make a setting known. `more`: help, technical, whole_days, effect, words (see Definition)."""
    more.setdefault("help", "")
    _defined[key] = Definition(key=key, label=label, field=field, default=default, group=group, **more)


def definitions() -> list[Definition]:
    """All settings known, in the order of their definition."""
    return list(_defined.values())


def definition_of(key: str) -> Definition:
    """The setting of this key. Raises KeyError."""
    return _defined[key]


def value_of(key: str, at: datetime | None = None) -> Any:
    """The value in force at a moment (default: now).

    One cheap query, which asks only whether anything is newer than what this process has read;
    none for further questions of the same page.
    """
    known = _defined[key]
    moment = at or timezone.now()
    for version in reversed(_versions().get(key, ())):
        if version.effective_from <= moment:
            return version.value
    return known.initial()


@contextmanager
def asking_once() -> Iterator[None]:
    """Ask the database at most once inside the block: for the length of one request."""
    token = _page.set(_Page())
    try:
        yield
    finally:
        _page.reset(token)


def forget_page() -> None:
    """Let the page that is being made ask anew: something has just been set."""
    page = _page.get()
    if page is not None:
        page.versions = None


def as_json(value: Any) -> Any:
    """The value as it is stored."""
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(value) if isinstance(value, (set, frozenset)) else list(value)
    return value


def _versions() -> Mapping[str, list[_Version]]:
    page = _page.get()
    if page is None:
        return _newest()
    if page.versions is None:
        page.versions = _newest()
    return page.versions


def _newest() -> Mapping[str, list[_Version]]:
    head = Setting.objects.order_by("-pk").values_list("pk", "digest").first()
    if head is None:
        return {}
    found = _kept.get(head)
    if found is None:
        found = _read()
        _kept.clear()
        _kept[head] = found
    return found


def _read() -> Mapping[str, list[_Version]]:
    found: dict[str, list[_Version]] = {}
    rows = Setting.objects.order_by("version").values_list("key", "value", "effective_from")
    for key, stored, effective_from in rows:
        known = _defined.get(key)
        if known is None:
            continue
        try:
            value = known.read(stored)
        except ValidationError as error:  # the room takes less than it once did
            logger.error("setting %s holds %r, which is not taken any more: %s", key, stored, error)
            continue
        found.setdefault(key, []).append(_Version(effective_from, value))
    return found
