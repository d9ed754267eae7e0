"""What other rooms keep about a person: each registers its own in its holdings.py, found when the house starts."""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Held:
    """One thing kept about a person: what it says about him, and until when it must be kept.

    `kept_until` is None while the matter goes on.
    """

    person: uuid.UUID
    reference: str
    what: str
    kept_until: datetime | None
    facts: dict[str, str] = field(default_factory=dict)

    def binds(self, now: datetime) -> bool:
        """It must still be kept."""
        return self.kept_until is None or now < self.kept_until


@dataclass(frozen=True)
class Holding:
    """What one room keeps.

    `find` names everything about these persons. `over` gives persons one of whose matters need
    not be kept any more (candidates: `find` decides). `forget` takes out of the room's own rows
    what a person wrote or sent, once he is erased.
    """

    code: str
    name: str | Promise
    find: Callable[[Collection[uuid.UUID], datetime], list[Held]]
    over: Callable[[datetime], Iterable[uuid.UUID]]
    forget: Callable[[uuid.UUID, datetime], None]


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Make a room's holding known."""
    _holdings[holding.code] = holding


def holdings() -> list[Holding]:
    """All holdings, by code."""
    return [_holdings[code] for code in sorted(_holdings)]


def held_about(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """Everything that all rooms keep about these persons."""
    return [held for holding in holdings() for held in holding.find(persons, now)]
