"""Who may do what to a complaint: pure answers, asked by views and by the pages that offer the act."""

from typing import TYPE_CHECKING, Any

from complaints.kinds import State
from efficiency.common.access import holders_of
from efficiency.organization.deputies import acts_for
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from complaints.models import Complaint

READERS = holders_of(Role.OPERATOR, Role.OFFICE, Role.AUDITOR, Role.HEAD, Role.HANDLER)
OPERATORS = holders_of(Role.OPERATOR)
ACTORS = holders_of(Role.OPERATOR, Role.OFFICE, Role.HEAD, Role.HANDLER)
UNIT_ROLES = (Role.HANDLER, Role.HEAD)
EXPORTERS = holders_of(Role.OPERATOR, Role.OFFICE, Role.HEAD)


def sees_city(user: Any) -> bool:
    """Sees the complaints of every unit."""
    return bool(user.holds(Role.OPERATOR, Role.OFFICE, Role.AUDITOR))


def can_read_original(user: Any) -> bool:
    """Reads what the citizen wrote as it was written; all others read it without names and numbers."""
    return bool(user.holds(Role.OPERATOR, Role.OFFICE))


def stands_over(user: Any, complaint: "Complaint") -> bool:
    """Belongs to the unit that has the complaint, or to one above it."""
    return user.unit is not None and complaint.matter.unit.path.startswith(user.unit.path)


def can_check_held(user: Any, complaint: "Complaint") -> bool:
    """Releases or discards what is held."""
    return bool(user.holds(Role.OPERATOR)) and complaint.held


def can_dispatch(user: Any, complaint: "Complaint") -> bool:
    """Gives the complaint to a unit."""
    return bool(user.holds(Role.OPERATOR)) and complaint.to_dispatch


def can_sign_for(user: Any, complaint: "Complaint") -> bool:
    """Signs for the complaint in the name of its unit."""
    return _of_unit(user, complaint, Role.HEAD, Role.HANDLER) and complaint.state == State.DISPATCHED


def can_ask(user: Any, complaint: "Complaint") -> bool:
    """Asks the hotline to take the complaint back, or for more time."""
    return _of_unit(user, complaint, Role.HEAD, Role.HANDLER) and complaint.with_unit


def can_assign(user: Any, complaint: "Complaint") -> bool:
    """Names the handler."""
    return _of_unit(user, complaint, Role.HEAD) and complaint.with_unit


def can_rule(user: Any, complaint: "Complaint") -> bool:
    """Rules on what a unit asks for."""
    return bool(user.holds(Role.OPERATOR, Role.OFFICE)) and complaint.with_unit


def can_reply(user: Any, complaint: "Complaint") -> bool:
    """Answers: the head of the unit, or the handler he assigned, or who stands in for that one."""
    return complaint.state == State.SIGNED and (_of_unit(user, complaint, Role.HEAD) or handles(user, complaint))


def handles(user: Any, complaint: "Complaint") -> bool:
    """Is the assigned handler, or stands in for him now (S12)."""
    if complaint.handler_id is None or not _of_unit(user, complaint, *UNIT_ROLES):
        return False
    if complaint.handler_id == user.pk:
        return bool(user.holds(Role.HANDLER))
    return acts_for(user, complaint.handler_id)


def can_check_reply(user: Any, complaint: "Complaint") -> bool:
    """Closes an answered complaint or sends it back."""
    return bool(user.holds(Role.OPERATOR)) and complaint.replied


def can_reveal(user: Any, complaint: "Complaint") -> bool:
    """Reads who the citizen is, with a recorded purpose.

    The hotline and the office always may. A unit may only where the citizen gave the name openly
    and nobody is complained about, and there only the head and the assigned handler, while they
    have the complaint.
    """
    if complaint.reporter is None:
        return False
    if user.holds(Role.OPERATOR, Role.OFFICE):
        return True
    if not complaint.unit_may_contact or complaint.finished or complaint.dispatched_at is None:
        return False
    return _of_unit(user, complaint, Role.HEAD) or handles(user, complaint)


def _of_unit(user: Any, complaint: "Complaint", *roles: Role) -> bool:
    # Before dispatch and after a granted return the hotline has the complaint, and nobody is its unit's.
    return bool(user.holds(*roles)) and complaint.dispatched_at is not None and stands_over(user, complaint)
