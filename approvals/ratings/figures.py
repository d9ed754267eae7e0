"""How satisfied people are: numbers, shares and rates out of ratings. Pure functions over QuerySets.

A voided rating stands beside the figures and enters none (T-58). Nobody's silence counts as a
rating; what a city lets it count for is told apart (T-57). Rates are rounded once, where they are
shown; a rate of nothing is "–" (T-55).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from approvals.models import Case
from approvals.ratings.kinds import BAD_CODES, SATISFIED_CODES, Code, Stage
from approvals.ratings.models import Rating
from approvals.ratings.querysets import RatingQuerySet
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit

NOTHING = "–"


@dataclass(frozen=True)
class Tally:
    """How often each code was given: those that count, and those that were voided."""

    counts: dict[int, int] = field(default_factory=dict)
    voided: dict[int, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Ratings that count: the denominator of every share."""
        return sum(self.counts.values())

    @property
    def voided_number(self) -> int:
        """Ratings that were voided."""
        return sum(self.voided.values())

    @property
    def satisfied(self) -> int:
        """Codes 1 to 3."""
        return sum(self.counts.get(code, 0) for code in SATISFIED_CODES)

    @property
    def bad(self) -> int:
        """Codes 4 and 5."""
        return sum(self.counts.get(code, 0) for code in BAD_CODES)

    @property
    def satisfied_share(self) -> Decimal | None:
        """Satisfied out of a hundred, unrounded; None where nobody rated."""
        return share(self.satisfied, self.number)

    @property
    def rate(self) -> str:
        """The satisfied rate as it is shown."""
        return percent(self.satisfied, self.number)

    @property
    def rate_with_voided(self) -> str:
        """The satisfied rate as it would be with the voided ratings."""
        voided = sum(self.voided.get(code, 0) for code in SATISFIED_CODES)
        return percent(self.satisfied + voided, self.number + self.voided_number)

    @property
    def lines(self) -> list[tuple[Code, int, str]]:
        """Each code, how often it was given, and its share."""
        found = [(code, self.counts.get(code, 0)) for code in Code]
        return [(code, count, percent(count, self.number)) for code, count in found]

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(_sum(self.counts, other.counts), _sum(self.voided, other.voided))


@dataclass(frozen=True)
class FollowUps:
    """What became of bad ratings with a name: each a part of `number`."""

    number: int
    contacted_in_time: int
    contact_late: int
    rectified_in_time: int
    rectified_late: int

    @property
    def contact_rate(self) -> str:
        """Contacted in time, of those whose time is over or who have been contacted."""
        return percent(self.contacted_in_time, self.contacted_in_time + self.contact_late)

    @property
    def rectified_rate(self) -> str:
        """Put right in time, of those whose time is over or which have been put right."""
        return percent(self.rectified_in_time, self.rectified_in_time + self.rectified_late)


@dataclass(frozen=True)
class Satisfaction:
    """What evaluation reads of a unit: the tally, the unrounded share, and what became of bad ratings."""

    tally: Tally
    share: Decimal | None
    follow_ups: FollowUps


def satisfaction(unit: Unit, since: datetime, until: datetime) -> Satisfaction:
    """How satisfied people were with a unit and all below it, for ratings given in [since, until).

    Unit of the share: percent, unrounded Decimal; None where nobody rated (show "–", score nothing).
    Source: ratings_rating (counter tablets, receipts, progress page, imports), one row a rating.
    Excluded: voided ratings; silence. Included: ratings without a name, ratings at acceptance.
    Two queries, whatever the number of ratings.
    """
    ratings = Rating.objects.filter(unit__path__startswith=unit.path).between(since, until)
    found = tally(ratings)
    return Satisfaction(found, found.satisfied_share, follow_ups(ratings, until))


def tally(ratings: RatingQuerySet) -> Tally:
    """Count ratings by code; one query."""
    return tallies(ratings).get((), Tally())


def tallies(ratings: RatingQuerySet, *by: str) -> dict[tuple[Any, ...], Tally]:
    """Count ratings by code for each value of some fields ("unit", "item", "clerk", "channel"); one query."""
    rows = (
        ratings.order_by()
        .annotate(is_voided=Q(voided_at__isnull=False))
        .values_list(*by, "code", "is_voided")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[Any, ...], Tally] = {}
    for *key, code, voided, number in rows:
        one = Tally({}, {code: number}) if voided else Tally({code: number}, {})
        found[tuple(key)] = found.get(tuple(key), Tally()) + one
    return found


def months(ratings: RatingQuerySet) -> dict[tuple[Any, ...], Tally]:
    """Count ratings by code for each month of Shanghai; one query."""
    by_month = ratings.annotate(month=TruncMonth("rated_at", tzinfo=SHANGHAI))
    return dict(sorted(tallies(by_month, "month").items()))


def follow_ups(ratings: RatingQuerySet, now: datetime) -> FollowUps:
    """What became of the bad ratings with a name among these, by their clocks; one query.

    Late means that the limit of a clock passed before the step; what still has time is counted in neither.
    """
    names = ("contact_late", "contact_in_time", "fix_late", "fix_in_time")
    late, contact, fix = _late(now), Q(kind=ClockKind.CONTACT), Q(kind=ClockKind.FIX)
    rows = ratings.followed_up().annotate(
        contact_late=_has(contact & late),
        contact_in_time=_has(contact & _IN_TIME),
        fix_late=_has(fix & late),
        fix_in_time=_has(fix & _IN_TIME),
    )
    counted: dict[tuple[Any, ...], int] = {}
    for *key, number in rows.order_by().values_list(*names).annotate(number=Count("pk")):
        counted[tuple(key)] = number

    def having(ok: str, bad: str) -> tuple[int, int]:
        places = names.index(ok), names.index(bad)
        late_ones = sum(number for key, number in counted.items() if key[places[1]])
        return sum(n for key, n in counted.items() if key[places[0]] and not key[places[1]]), late_ones

    return FollowUps(
        sum(counted.values()), *having("contact_in_time", "contact_late"), *having("fix_in_time", "fix_late")
    )


_IN_TIME = Q(stopped_at__lt=F("due_at"))


def _late(now: datetime) -> Q:
    return Q(stopped_at__gte=F("due_at")) | Q(stopped_at=None, due_at__lte=now)


def _has(which: Q) -> Exists:
    return Exists(Clock.objects.filter(which, matter=OuterRef("matter"), cancelled_at=None))


def silent(cases: Any, since: datetime, until: datetime, now: datetime, *, days: int) -> int:
    """How many of these cases ended in [since, until), at least `days` days ago, and nobody rated the end."""
    rated = Rating.objects.filter(case=OuterRef("pk"), stage=Stage.CLOSING)
    ended_before = min(until, now - timedelta(days=days))
    ended = cases.filter(finished_at__gte=since, finished_at__lt=ended_before)
    found: int = ended.filter(~Exists(rated)).order_by().count()
    return found


def cases_of(user: Any) -> Any:
    """The cases whose silence somebody may count."""
    return Case.objects.visible_to(user)


def share(part: int, whole: int) -> Decimal | None:
    """A part out of a hundred, unrounded; None of nothing."""
    return Decimal(100 * part) / Decimal(whole) if whole else None


def percent(part: int, whole: int) -> str:
    """A share as it is shown: one decimal, half up; – of nothing."""
    found = share(part, whole)
    return NOTHING if found is None else f"{found.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _sum(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    return {code: one.get(code, 0) + other.get(code, 0) for code in {*one, *other}}
