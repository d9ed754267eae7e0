"""The legal moment of an act: when its transaction began, by the database's clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")
Action = TypeVar("Action", bound=Callable[..., Any])


@dataclass(frozen=True)
class _Act:
    at: datetime
    handed_in: bool


_current: ContextVar[_Act | None] = ContextVar("act", default=None)


def local_date(moment: datetime) -> date:
    """The day in Shanghai on which an aware moment falls."""
    return moment.astimezone(SHANGHAI).date()


def database_now() -> datetime:
    """The database's clock now; on SQLite the one machine's clock is the database's."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def this_moment() -> datetime:
    """The moment of the act that is open; outside one, the database's clock now."""
    current = _current.get()
    return current.at if current is not None and connection.in_atomic_block else database_now()


@contextmanager
def act(now: datetime | None = None) -> Iterator[datetime]:
    """Open the one transaction of an act and yield its moment.

    The moment is when the transaction began: `now()` on PostgreSQL; on SQLite a moment taken
    before BEGIN IMMEDIATE, since the wait for the write lock must not make work late. An act
    inside another shares its transaction and moment. Tests and imports hand `now` in.
    """
    outer = _current.get()
    if outer is not None and connection.in_atomic_block:
        with transaction.atomic():
            yield outer.at if now is None else now
        return
    before = timezone.now()
    with transaction.atomic():
        this = _Act(at=now or _began(before), handed_in=now is not None)
        token = _current.set(this)
        try:
            yield this.at
        finally:
            _current.reset(token)


def _began(before: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return before
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


class TooSlow(Exception):
    """An act reached its row later than the judge's margin allows; it must begin again."""


def begins_again(action: Action) -> Action:
    """Let an act that was too slow begin again with a new moment, at most twice.

    Put it on every action that stops a clock. Inside another act the outer one begins again.
    """

    @wraps(action)
    def run(*args: Any, **kwargs: Any) -> Any:
        for _attempt in range(2):
            try:
                return action(*args, **kwargs)
            except TooSlow:
                if connection.in_atomic_block:
                    raise
        return action(*args, **kwargs)

    return cast("Action", run)


def refuse_if_slow(at: datetime, margin: timedelta) -> None:
    """Raise TooSlow where a live act has needed longer than `margin` to reach its row.

    The judge looks `margin` after a due moment. An act slower than that must begin again, or a
    card and a finish in time could both stand. A moment that was handed in (a test, an import)
    is never slow.
    """
    current = _current.get()
    if current is None or current.handed_in:
        return
    if database_now() >= at + margin:
        raise TooSlow
