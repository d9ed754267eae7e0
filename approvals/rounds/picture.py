"""A round as its pages show it: its totals, and its departments with their items and answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from approvals.rounds.kinds import Answer
from approvals.rounds.models import Proposal
from approvals.rounds.querysets import ProposalQuerySet
from approvals.rounds.sums import Total, total_of
from efficiency.clocks.kinds import LimitUnit


@dataclass
class Department:
    """A department's part of a round."""

    pk: int
    name: str
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def total(self) -> Total:
        """Its working days before and after."""
        return total_of(one.cut for one in self.proposals)

    @property
    def agreed(self) -> int:
        """How many proposals it agrees to."""
        return sum(1 for one in self.proposals if one.answer == Answer.AGREED)

    @property
    def objected(self) -> int:
        """How many it objects to."""
        return sum(1 for one in self.proposals if one.answer == Answer.OBJECTED)

    @property
    def silent(self) -> int:
        """How many it has not answered."""
        return sum(1 for one in self.proposals if not one.answer)


@dataclass(frozen=True)
class Picture:
    """All departments of a round, and the whole."""

    departments: list[Department]
    total: Total
    agreed: int
    objected: int
    silent: int
    unsettled: int


def picture_of(proposals: Iterable[Proposal]) -> Picture:
    """The picture of these proposals, which come with their units."""
    departments: dict[int, Department] = {}
    rows = list(proposals)
    for one in rows:
        department = departments.setdefault(one.unit_id, Department(one.unit_id, one.unit.short_name))
        department.proposals.append(one)
    found = list(departments.values())
    return Picture(
        departments=found,
        total=total_of(one.cut for one in rows),
        agreed=sum(one.agreed for one in found),
        objected=sum(one.objected for one in found),
        silent=sum(one.silent for one in found),
        unsettled=sum(1 for one in rows if one.unsettled),
    )


@dataclass(frozen=True)
class Summary:
    """A round in one line of a list."""

    total: Total = field(default_factory=Total)
    objected: int = 0
    silent: int = 0


def summaries(proposals: ProposalQuerySet) -> dict[int, Summary]:
    """The lines of the rounds that these proposals belong to, added up by the database."""
    summed = Q(old_unit=LimitUnit.WORKING_DAYS, new_unit=LimitUnit.WORKING_DAYS)
    rows = (
        proposals.order_by()
        .values("round")
        .annotate(
            all=Count("pk"),
            items=Count("pk", filter=summed),
            before=Sum("old_limit", filter=summed, default=0),
            after=Sum("new_limit", filter=summed, default=0),
            objected=Count("pk", filter=Q(answer=Answer.OBJECTED)),
            silent=Count("pk", filter=Q(answer="")),
        )
        .values_list("round", "all", "items", "before", "after", "objected", "silent")
    )
    return {
        pk: Summary(Total(items, before, after, whole - items), objected, silent)
        for pk, whole, items, before, after, objected, silent in rows
    }
