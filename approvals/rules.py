"""Who may do what in this room."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.deputies import acts_for
from efficiency.organization.models import UnitKind
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.models import Case, Handover
    from efficiency.organization.models import User

COUNTER = holders_of("window")
CATALOGUE_EDITORS = holders_of("office")
CASE_READERS = holders_of("window", "handler", "head", "office", "executive", "auditor")
CASE_WORKERS = holders_of("window", "handler", "head")


def may_receive(user: "User") -> bool:
    """Window staff take cases."""
    return user.holds(Role.WINDOW)


def may_edit_catalogue(user: "User") -> bool:
    """The efficiency office keeps the catalogue."""
    return user.holds(Role.OFFICE)


def may_handle(user: "User", case: "Case") -> bool:
    """The counter that took the case, and the handlers and the head of the unit that has it.

    What was filed online no clerk took: the windows of the service centre look after it. Whoever
    stands in for the clerk who took a case is of the same counter, or its head (S12).
    """
    if user.unit is None or not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
        return False
    if case.clerk_id == user.pk or case.matter.unit.path.startswith(user.unit.path):
        return True
    clerk = case.clerk
    if clerk is None:
        return user.holds(Role.WINDOW) and user.unit.kind == UnitKind.CENTRE
    if clerk.unit_id == user.unit_id and user.holds(Role.WINDOW):
        return True
    return acts_for(user, clerk.pk)


def may_rule(user: "User", case: "Case") -> bool:
    """The head of the unit that has the case, or who stands in for him, grants time and revokes (art. 42)."""
    return user.unit is not None and user.holds(Role.HEAD) and case.matter.unit.path.startswith(user.unit.path)


def may_take_over(user: "User", offer: "Handover") -> bool:
    """The people of the unit that a case is offered to, who work on cases."""
    works = user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD)
    return user.unit is not None and works and offer.to_unit.path.startswith(user.unit.path)
