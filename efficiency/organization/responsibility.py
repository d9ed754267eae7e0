"""Who answers for a unit, and for which units somebody answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from efficiency.organization.deputies import stood_in_for
from efficiency.organization.models import Responsibility, Unit, User
from efficiency.organization.roles import Role

Level = Literal["head", "leader", "office"]


def responsible_for(unit: Unit, level: Level, at: datetime) -> list[User]:
    """The people who answer for a unit at a level, here or away: notices reach their stand-ins too.

    "head": the first responsible person named, else who holds the role of head in the unit; is
    there none, the same of the nearest unit above. "leader": the leader in charge named for the
    unit or the nearest unit above; is there none, the heads above. "office": whom the working
    office names. Two queries.
    """
    return answering(unit, level, at).people


@dataclass(frozen=True)
class Answering:
    """Who answers, at which level they were found, and for which unit (its key)."""

    level: Level
    unit: int | None
    people: list[User]


def answering(unit: Unit, level: Level, at: datetime) -> Answering:
    """The same as `responsible_for`, with where they were found."""
    chain = [int(pk) for pk in reversed(unit.path.strip("/").split("/"))]
    named = _named(chain, level, at)
    if level == "office":
        return Answering(level, unit.pk, named.get(unit.pk, []))
    if level == "leader":
        for pk in chain:
            if found := named.get(pk):
                return Answering(level, pk, found)
        return _nearest(chain[1:], _named(chain, "head", at))
    return _nearest(chain, named)


def _named(units: Iterable[int], level: Level, at: datetime) -> dict[int, list[User]]:
    rows = Responsibility.objects.in_force(at).filter(unit__in=units, kind=level, user__is_active=True)
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user"):
        assert row.user is not None  # asked for above
        found.setdefault(row.unit_id, []).append(row.user)
    return found


def _nearest(chain: list[int], named: dict[int, list[User]]) -> Answering:
    """The heads of the first unit of the chain that has any."""
    by_role: dict[int, list[User]] = {}
    for user in User.objects.able().holding(Role.HEAD).filter(unit__in=chain).order_by("pk"):
        assert user.unit_id is not None  # asked for above
        by_role.setdefault(user.unit_id, []).append(user)
    for pk in chain:
        if found := named.get(pk) or by_role.get(pk):
            return Answering("head", pk, found)
    return Answering("head", None, [])


@dataclass(frozen=True)
class Duties:
    """The keys of the units that somebody heads or leads, himself or standing in."""

    heads: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()


def duties_of(user: User, at: datetime) -> Duties:
    """For which units somebody decides at a moment as head or as leader in charge: three queries."""
    people = {user.pk, *stood_in_for(user, at)}
    named = Responsibility.objects.in_force(at).filter(user__in=people).values_list("kind", "unit_id")
    by_kind: dict[str, set[int]] = {"head": set(), "leader": set()}
    for kind, unit in named:
        by_kind.setdefault(kind, set()).add(unit)
    heads = User.objects.able().holding(Role.HEAD).filter(pk__in=people).exclude(unit=None)
    by_kind["head"] |= {unit for unit in heads.values_list("unit_id", flat=True) if unit is not None}
    return Duties(frozenset(by_kind["head"]), frozenset(by_kind["leader"]))
