"""What other limits would have meant for the cases that were replayed: read from the kept histograms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from approvals.limits import in_words
from approvals.models import Item
from approvals.rounds.defined import FEWEST_CASES
from approvals.rounds.models import Bar, Proposal, Replay
from approvals.rounds.replay import Histogram, Share, joined, late, met_by
from efficiency.changes.settings import value_of
from efficiency.clocks.kinds import LimitUnit
from efficiency.organization.models import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """An item with the limit that it promises now, and the one that is tried on it."""

    item: int
    name: str
    unit: int
    unit_name: str
    old_limit: int
    old_unit: str
    limit: int
    limit_unit: str

    @property
    def old_words(self) -> str:
        """The limit promised now, as people say it."""
        return in_words(self.old_limit, self.old_unit)

    @property
    def limit_words(self) -> str:
        """The limit tried, as people say it."""
        return in_words(self.limit, self.limit_unit)

    @property
    def unit_words(self) -> str:
        """What the limit tried counts."""
        return str(LimitUnit(self.limit_unit).label)

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"try-{self.item}"

    @property
    def replayable(self) -> bool:
        """Both limits end on a day."""
        return LimitUnit.WORKING_HOURS not in (self.old_unit, self.limit_unit)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: late under the limit of now, and under the limit tried; `met` is the limit that the asked share met."""

    subject: Subject
    now: Share
    then: Share
    met: int | None

    @property
    def met_words(self) -> str:
        """The limit that so many met, as people say it; empty where there are too few cases to say."""
        return in_words(self.met, self.subject.limit_unit) if self.met is not None else ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit that handled cases of these items."""

    unit: int
    name: str
    now: Share
    then: Share


@dataclass(frozen=True)
class Simulation:
    """The simulator's answer. `not_replayed`: items whose limits end at an hour, of which it knows nothing."""

    items: Sequence[ItemLine]
    units: Sequence[UnitLine]
    now: Share
    then: Share
    not_replayed: Sequence[Subject] = field(default_factory=list)


def subjects_of_items(items: Iterable[Item], tried: Mapping[int, int]) -> list[Subject]:
    """Items of the catalogue, with the limits that somebody tries on them."""
    return [
        Subject(
            item=item.pk,
            name=item.name,
            unit=item.unit_id,
            unit_name=item.unit.short_name,
            old_limit=item.promised_limit,
            old_unit=item.promised_unit,
            limit=tried.get(item.pk, item.promised_limit),
            limit_unit=item.promised_unit,
        )
        for item in items
    ]


def subjects_of_proposals(proposals: Iterable[Proposal], tried: Mapping[int, int]) -> list[Subject]:
    """The proposals of a round, some of them tried otherwise."""
    return [
        Subject(
            item=one.item_id,
            name=one.item_name,
            unit=one.unit_id,
            unit_name=one.unit.short_name,
            old_limit=one.old_limit,
            old_unit=one.old_unit,
            limit=tried.get(one.item_id, one.new_limit),
            limit_unit=one.new_unit,
        )
        for one in proposals
    ]


def simulate(replay: Replay, subjects: Sequence[Subject], *, percent: int, at: datetime) -> Simulation:
    """Hold the limits against the replayed cases. One query for the bars, one for the units' names."""
    fewest = value_of(FEWEST_CASES, at)
    known = [subject for subject in subjects if subject.replayable]
    bars = _bars(replay, known)
    items: list[ItemLine] = []
    units: dict[int, list[int]] = {}
    for subject in known:
        before = bars.get((subject.item, subject.old_unit), {})
        after = bars.get((subject.item, subject.limit_unit), {})
        items.append(_line(subject, joined(before.values()), joined(after.values()), percent, fewest))
        for unit in before.keys() | after.keys():
            sums = units.setdefault(unit, [0, 0, 0, 0])
            for place, found, limit in ((0, before, subject.old_limit), (2, after, subject.limit)):
                histogram = found.get(unit, {})
                sums[place] += late(histogram, limit)
                sums[place + 1] += sum(histogram.values())
    return Simulation(
        items=items,
        units=_units(units, fewest),
        now=_whole(units, 0, fewest),
        then=_whole(units, 2, fewest),
        not_replayed=[subject for subject in subjects if not subject.replayable],
    )


def _whole(units: Mapping[int, Sequence[int]], place: int, fewest: int) -> Share:
    return _share(sum(sums[place] for sums in units.values()), sum(sums[place + 1] for sums in units.values()), fewest)


def _share(late_ones: int, cases: int, fewest: int) -> Share:
    return Share(late_ones, cases, enough=cases >= fewest)


def _line(subject: Subject, before: Histogram, after: Histogram, percent: int, fewest: int) -> ItemLine:
    then = _share(late(after, subject.limit), sum(after.values()), fewest)
    return ItemLine(
        subject=subject,
        now=_share(late(before, subject.old_limit), sum(before.values()), fewest),
        then=then,
        met=met_by(after, percent) if then.enough else None,
    )


def _bars(replay: Replay, subjects: Sequence[Subject]) -> dict[tuple[int, str], dict[int, dict[int, int]]]:
    """By item and unit of limit: for each unit that handled them its histogram."""
    rows = Bar.objects.filter(replay=replay)
    asked = {subject.item for subject in subjects}
    if len(asked) <= _FEW:
        rows = rows.filter(item__in=asked)
    found: dict[tuple[int, str], dict[int, dict[int, int]]] = {}
    for item, limit_unit, unit, used, cases in rows.order_by().values_list(
        "item_id", "limit_unit", "unit_id", "used", "cases"
    ):
        if item in asked:
            found.setdefault((item, limit_unit), {}).setdefault(unit, {})[used] = cases
    return found


_FEW = 100  # more are quicker read with all the others


def _units(sums: Mapping[int, Sequence[int]], fewest: int) -> list[UnitLine]:
    names = Unit.objects.filter(pk__in=sums).order_by("path").values_list("pk", "short_name")
    return [
        UnitLine(unit, name, _share(sums[unit][0], sums[unit][1], fewest), _share(sums[unit][2], sums[unit][3], fewest))
        for unit, name in names
    ]
