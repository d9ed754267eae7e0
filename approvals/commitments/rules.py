"""Who may do what with commitments."""

from typing import TYPE_CHECKING, Any

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.commitments.models import Verdict
    from efficiency.organization.models import Unit

READERS = holders_of(Role.HEAD, Role.HANDLER, Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
KEEPERS = holders_of(Role.HEAD, Role.OFFICE)
HEADS = holders_of(Role.HEAD)
OFFICE = holders_of(Role.OFFICE)


def can_publish(user: Any, unit: "Unit") -> bool:
    """The head of a unit publishes what it promises; the office may do it for any unit."""
    if user.holds(Role.OFFICE):
        return True
    return bool(user.holds(Role.HEAD)) and user.unit is not None and unit.path.startswith(user.unit.path)


def can_answer(user: Any, verdict: "Verdict") -> bool:
    """The head of the unit answers to a broken commitment, once, until the office has settled it."""
    of_unit = user.unit is not None and verdict.unit.path.startswith(user.unit.path)
    return bool(user.holds(Role.HEAD)) and of_unit and _is_open(verdict) and not hasattr(verdict, "answer")


def can_settle(user: Any, verdict: "Verdict") -> bool:
    """The office draws the consequence, once."""
    return bool(user.holds(Role.OFFICE)) and _is_open(verdict)


def _is_open(verdict: "Verdict") -> bool:
    return verdict.outcome == "broken" and not hasattr(verdict, "settlement")
