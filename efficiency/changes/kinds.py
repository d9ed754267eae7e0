"""The kinds of change: each room registers its own in its changes.py, found when the house starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from efficiency.common.access import Who, holders_of

if TYPE_CHECKING:
    from efficiency.changes.models import Change

Payload = Mapping[str, Any]
MOST_ROWS = 200


class UnableToChange(Exception):
    """The change cannot be proposed, decided or applied; the text says why."""


@dataclass(frozen=True)
class Difference:
    """One thing that would be set: its label, what stands now, what would stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class EffectTable:
    """A list of what the change would move: at most MOST_ROWS rows are shown of `total`."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    total: int

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows with each cell's head beside it, for narrow screens."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]

    @property
    def rest(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Effect:
    """What confirming the change now would do, in sentences and tables."""

    sentences: list[str] = field(default_factory=list)
    tables: list[EffectTable] = field(default_factory=list)


@dataclass(frozen=True)
class ChangeKind:
    """A kind of change that takes two persons.

    `payload` is JSON. `describe` says what would be set, `effect` computes what confirming would
    do at a moment and raises UnableToChange where it cannot be applied then. `apply` runs in the
    transaction of the decision, with the deciding person as `actor`, writes the room's own
    entries and returns the path of the result ("" for none). It raises UnableToChange too.
    """

    code: str
    name: str | Promise
    proposers: tuple[str, ...]
    deciders: tuple[str, ...]
    describe: Callable[[Payload], list[Difference]]
    effect: Callable[[Payload, datetime], Effect]
    apply: Callable[["Change", Any, datetime], str]

    def may_propose(self, user: Any) -> bool:
        """Tell whether the user holds a role that may propose it."""
        return self._among(user, self.proposers)

    def may_decide(self, user: Any) -> bool:
        """Tell whether the user holds a role that may decide on it, a proposal of his own apart."""
        return self._among(user, self.deciders)

    @staticmethod
    def _among(user: Any, roles: tuple[str, ...]) -> bool:
        return holders_of(*roles).includes(user)


_kinds: dict[str, ChangeKind] = {}


def register(kind: ChangeKind) -> None:
    """Make a kind of change known."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> ChangeKind:
    """The kind of this code. Raises UnableToChange where no room knows it any more."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnableToChange(code) from None


def kinds() -> list[ChangeKind]:
    """All kinds known, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def readers() -> Who:
    """Everybody who may propose or decide anything, and the auditor, who reads all."""
    roles = {"auditor"}
    for kind in _kinds.values():
        roles |= {*kind.proposers, *kind.deciders}
    return holders_of(*sorted(roles))
