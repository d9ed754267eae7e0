"""Who may do what in this room."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.consultations.models import Addressee, Bulletin, Consultation, Invitation
    from efficiency.organization.models import Unit, User

READERS = holders_of("window", "handler", "head", "office", "executive", "auditor")
CONVENERS = holders_of("handler", "head", "office")
ANSWERERS = holders_of("handler", "head")
ACTORS = holders_of("handler", "head", "office", "executive")
OFFICE = holders_of("office")


def may_convene(user: "User", unit: "Unit") -> bool:
    """Handlers and the head of the unit that has the case or leads the project, or the office."""
    return user.holds(Role.OFFICE) or (user.holds(Role.HANDLER, Role.HEAD) and _of(user, unit))


def may_conclude(user: "User", consultation: "Consultation") -> bool:
    """Whoever may convene it, and the leader who takes it."""
    return user.pk == consultation.leader_id or may_convene(user, consultation.matter.unit)


def may_answer(user: "User", invitation: "Invitation") -> bool:
    """Handlers and the head of the unit asked."""
    return user.holds(Role.HANDLER, Role.HEAD) and _of(user, invitation.unit)


def may_decide(user: "User", bulletin: "Bulletin") -> bool:
    """Another of the office than who drafted it."""
    return user.holds(Role.OFFICE) and user.pk != bulletin.drafted_by_id


def may_acknowledge(user: "User", addressee: "Addressee") -> bool:
    """The head of the unit."""
    return user.holds(Role.HEAD) and _of(user, addressee.unit)


def _of(user: "User", unit: "Unit") -> bool:
    return user.unit is not None and unit.path.startswith(user.unit.path)
