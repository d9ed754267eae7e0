"""What a desk is made of: blocks, each with figures and the next things to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from efficiency.clocks.models import Clock

Words = str | Promise
MOST_COUNTED = 99
SHOWN = 8


@dataclass(frozen=True)
class Figure:
    """A number that leads to the rows behind it."""

    value: str
    label: Words
    url: str = ""
    note: Words = ""


@dataclass(frozen=True)
class Row:
    """One thing to do: what, where, and how long is left."""

    title: str
    path: str
    detail: Words = ""
    clock: Clock | None = None
    until: datetime | None = None
    level: Any = None


@dataclass(frozen=True)
class Way:
    """A way from the desk to a page."""

    label: Words
    url: str


@dataclass(frozen=True)
class Block:
    """One question of the day with its numbers, its next rows, and where to go on."""

    title: Words
    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    empty: Words = ""
    note: Words = ""


def capped(rows: QuerySet[Any]) -> str:
    """How many rows there are, at most 99+: the cost does not follow the table."""
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found)


def by_clock(clocks: Iterable[Clock]) -> list[Row]:
    """Rows for clocks in the order given; each leads to its matter."""
    return [
        Row(
            title=clock.matter.title,
            path=clock.matter.path,
            detail=f"{clock.matter.reference} · {clock.matter.unit.short_name}",
            clock=clock,
        )
        for clock in clocks
    ]


def soonest(clocks: QuerySet[Clock]) -> list[Clock]:
    """The next clocks to run out, with what their rows show: one query."""
    return list(clocks.select_related("matter__unit").order_by("due_at", "pk")[:SHOWN])


def way(label: Words, name: str, query: str = "") -> Way:
    """A way to a named page."""
    return Way(label, reverse(name) + query)
