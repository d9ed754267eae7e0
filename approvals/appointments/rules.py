"""Who may do what with appointments."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.appointments.models import Booking
    from efficiency.organization.models import User

COUNTER = holders_of(Role.WINDOW)
READERS = holders_of(Role.WINDOW, Role.HEAD, Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
SETTERS = holders_of(Role.OFFICE)


def may_serve(user: "User", booking: "Booking") -> bool:
    """Window staff of the hall, or of a unit above it."""
    return user.unit is not None and bool(user.holds(Role.WINDOW)) and booking.unit.path.startswith(user.unit.path)


def may_set(user: "User") -> bool:
    """The efficiency office sets hours and places."""
    return bool(user.holds(Role.OFFICE))
