"""Who may do what with an errand."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.models import UnitKind
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.errands.models import Errand
    from efficiency.organization.models import User

READERS = holders_of(Role.WINDOW, Role.HEAD, Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
COUNTER = holders_of(Role.WINDOW)
_ROOMS = (UnitKind.VILLAGE, UnitKind.TOWN)


def may_run(user: "User") -> bool:
    """Window staff of a village room or of a town are agents (S10); no other role is needed."""
    return user.unit is not None and user.unit.kind in _ROOMS and bool(user.holds(Role.WINDOW))


def is_agent_of(user: "User", errand: "Errand") -> bool:
    """The agent, or a colleague of the same room who stands in for him."""
    return may_run(user) and (errand.agent_id == user.pk or errand.unit_id == user.unit_id)


def is_window_of(user: "User", errand: "Errand") -> bool:
    """Window staff of the unit to which the papers are carried."""
    return user.unit_id is not None and errand.to_unit_id == user.unit_id and bool(user.holds(Role.WINDOW))
