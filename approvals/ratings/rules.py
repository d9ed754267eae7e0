"""Who may do what with a rating."""

from typing import TYPE_CHECKING, Any

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.models import Case
    from approvals.ratings.models import Rating
    from efficiency.organization.models import User

READERS = holders_of(Role.HEAD, Role.HANDLER, Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
FIGURE_READERS = holders_of(Role.WINDOW, Role.HEAD, Role.HANDLER, Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
ACTORS = holders_of(Role.HEAD, Role.HANDLER, Role.OFFICE)
OFFICE = holders_of(Role.OFFICE)
COUNTER = holders_of(Role.WINDOW)


def may_rate(user: Any) -> bool:
    """Whoever is signed in works here: nobody rates from a session of the house (T-59, THREATS 10)."""
    return not user.is_authenticated


def of_unit(user: Any, rating: "Rating") -> bool:
    """Belongs to the unit that was rated or to one above it, and did not take the case himself."""
    return (
        user.unit is not None
        and bool(user.holds(Role.HEAD, Role.HANDLER))
        and rating.unit.path.startswith(user.unit.path)
        and rating.clerk_id != user.pk
    )


def can_contact(user: Any, rating: "Rating") -> bool:
    """The unit speaks with whoever gave a bad rating with his name."""
    return of_unit(user, rating) and rating.awaits_contact


def can_rectify(user: Any, rating: "Rating") -> bool:
    """The unit says why it happened and what was put right, after it has spoken with the rater."""
    return of_unit(user, rating) and rating.awaits_fix and rating.contacted_at is not None


def can_call_back(user: Any, rating: "Rating") -> bool:
    """The unit tells the rater what came of it."""
    return of_unit(user, rating) and rating.awaits_call_back


def can_reveal(user: Any, rating: "Rating") -> bool:
    """Reads name and phone of the rater: the unit, as long as it has to call him. Never the window clerk (T-58)."""
    return can_contact(user, rating) or can_call_back(user, rating) or can_rectify(user, rating)


def can_appeal(user: Any, rating: "Rating") -> bool:
    """The head of the unit says that a bad rating is mistaken or malicious."""
    return (
        bool(user.holds(Role.HEAD))
        and of_unit(user, rating)
        and rating.bad
        and rating.voided_at is None
        and rating.appealed_at is None
    )


def can_rule(user: Any, rating: "Rating") -> bool:
    """The office decides on an open appeal."""
    return bool(user.holds(Role.OFFICE)) and rating.appeal_open


def can_reinstate(user: Any, rating: "Rating") -> bool:
    """The office brings a voided rating back."""
    return bool(user.holds(Role.OFFICE)) and rating.voided_at is not None


def can_offer(user: "User", case: "Case") -> bool:
    """The clerk who took the case shows it on his own tablet."""
    return bool(user.holds(Role.WINDOW)) and case.clerk_id == user.pk
