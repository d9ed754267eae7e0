"""Whether a commitment was kept, from what happened. Pure functions over QuerySets.

Each measure has one set of rows behind it; what it counts and the list that shows them come from
the same set, so that they cannot disagree. A month counts by the day on which a limit passed (clocks),
a card was earned (cards) or a rating was given (ratings).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from approvals.commitments.kinds import AT_MOST, SHARES, Measure, Outcome
from approvals.ratings.kinds import SATISFIED_CODES
from approvals.ratings.models import Rating
from efficiency.cards.kinds import STANDING_STATES
from efficiency.cards.models import Card
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit

_KEPT = Q(stopped_at__lt=F("due_at"))


@dataclass(frozen=True)
class Measured:
    """What was counted, and what it says."""

    outcome: Outcome
    part: int
    whole: int


@dataclass(frozen=True)
class Month:
    """A month of Shanghai."""

    first: date

    @property
    def following(self) -> "Month":
        """The next month."""
        return Month(date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1))

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return self.following.since

    @staticmethod
    def of(day: date) -> "Month":
        """The month of a day."""
        return Month(day.replace(day=1))


def measure(kind: Measure, threshold: Decimal | None, unit: Unit, month: Month) -> Measured:
    """Count what happened in a unit and below it in a month, and compare. Two counts at most.

    A share of nothing is nothing: neither kept nor broken (T-55). A number of nothing is 0, and kept.
    """
    rows, good = behind(kind, unit, month), _GOOD[kind]
    whole = rows.count()
    if kind in AT_MOST:
        assert threshold is not None  # a constraint of the table
        return Measured(Outcome.KEPT if whole <= threshold else Outcome.BROKEN, whole, whole)
    part = rows.filter(good).count()
    if not whole:
        return Measured(Outcome.NOTHING, 0, 0)
    assert threshold is not None  # a constraint of the table
    return Measured(Outcome.KEPT if 100 * part >= threshold * whole else Outcome.BROKEN, part, whole)


def behind(kind: Measure, unit: Unit, month: Month) -> QuerySet[Any]:
    """The rows that a measure counts: clocks whose limit passed in the month, cards, ratings."""
    return _ROWS[kind](unit, month)


def against(kind: Measure, unit: Unit, month: Month) -> QuerySet[Any]:
    """The rows that speak against the unit: late promises, bad ratings, cards."""
    rows = behind(kind, unit, month)
    return rows if kind in AT_MOST else rows.exclude(_GOOD[kind])


def _clocks(*kinds: ClockKind) -> Callable[[Unit, Month], QuerySet[Any]]:
    def rows(unit: Unit, month: Month) -> QuerySet[Any]:
        return Clock.objects.filter(
            kind__in=kinds,
            unit__path__startswith=unit.path,
            due_at__gt=month.since,
            due_at__lte=month.until,  # exclusive: the midnight after the last day belongs to it
            cancelled_at=None,
        )

    return rows


def _late_clocks(unit: Unit, month: Month) -> QuerySet[Any]:
    return _clocks(ClockKind.PROMISED, ClockKind.IMMEDIATE)(unit, month).exclude(_KEPT)


def _cards(unit: Unit, month: Month) -> QuerySet[Any]:
    return Card.objects.numbered().filter(
        unit__path__startswith=unit.path,
        breached_at__gte=month.since,
        breached_at__lt=month.until,
        state__in=STANDING_STATES,
    )


def _ratings(unit: Unit, month: Month) -> QuerySet[Any]:
    return Rating.objects.valid().filter(unit__path__startswith=unit.path).between(month.since, month.until)


def _nothing(_unit: Unit, _month: Month) -> QuerySet[Any]:
    return Card.objects.none()


_ROWS: dict[Measure, Callable[[Unit, Month], QuerySet[Any]]] = {
    Measure.IN_TIME: _clocks(ClockKind.PROMISED, ClockKind.IMMEDIATE),
    Measure.NONE_LATE: _late_clocks,
    Measure.ANSWERED: _clocks(ClockKind.REPLY),
    Measure.NO_CARD: _cards,
    Measure.SATISFIED: _ratings,
    Measure.ASSESSED: _nothing,
}
_GOOD: dict[Measure, Q] = {
    Measure.IN_TIME: _KEPT,
    Measure.NONE_LATE: Q(pk__in=[]),
    Measure.ANSWERED: _KEPT,
    Measure.NO_CARD: Q(pk__in=[]),
    Measure.SATISFIED: Q(code__in=SATISFIED_CODES),
    Measure.ASSESSED: Q(pk__in=[]),
}
assert {*_ROWS} == {*_GOOD} == {*Measure}
assert not {*SHARES} & {*AT_MOST}
