"""Who may do what to a card. Each answer depends on the person and on where the card stands."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from efficiency.cards.kinds import OPEN_STATES, LevelNumber, State
from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from efficiency.cards.models import Card, Ruling

# Window staff are the officers in charge of counter cases: whom a card names may read it.
READERS = holders_of(Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR, Role.HEAD, Role.HANDLER, Role.WINDOW)
UNIT_STAFF = holders_of(Role.HEAD, Role.HANDLER)
HEADS = holders_of(Role.HEAD)
OFFICE = holders_of(Role.OFFICE)
WATCHERS = holders_of(Role.OFFICE, Role.SYSADMIN)
ACTORS = holders_of(Role.OFFICE, Role.HEAD, Role.HANDLER)

# In a list all rows of these readers are the office's, of their units, or name them (sees_officer).
SEE_STAND_INS = holders_of(Role.OFFICE, Role.HEAD, Role.HANDLER, Role.WINDOW)

CONFIRMED_STATES = (State.UPHELD, State.DOWNGRADED)


def speaks_for(user: Any, card: "Card") -> bool:
    """Tell whether somebody belongs to the unit of the card, or to a unit above it."""
    return user.unit is not None and card.unit.path.startswith(user.unit.path)


def can_acknowledge(user: Any, card: "Card") -> bool:
    """The unit signs for a card once."""
    return UNIT_STAFF.includes(user) and speaks_for(user, card) and _is_card(card) and card.served_at is None


def can_answer(user: Any, card: "Card") -> bool:
    """The head of the unit gives its statement until the office has decided, even late."""
    return HEADS.includes(user) and speaks_for(user, card) and _is_card(card) and card.state == State.ISSUED


def refusal_to_uphold(user: Any, card: "Card", now: datetime) -> str:
    """Say why this person may not uphold a card now; empty where he may.

    The unit is heard first; whoever issued a card by hand leaves it to another (T-36).
    """
    if not OFFICE.includes(user) or not _is_card(card) or card.state not in OPEN_STATES:
        return _("There is nothing to uphold.")
    if card.issued_by_id == user.pk:
        return _("You issued this card. Another person of the office upholds it.")
    if card.state == State.ISSUED and card.answer_by is not None and now < card.answer_by:
        return _("The unit may still make its statement.")
    return ""


def can_uphold(user: Any, card: "Card", now: datetime) -> bool:
    """One person of the office upholds a card that waits."""
    return not refusal_to_uphold(user, card, now)


def can_propose(user: Any, card: "Card") -> bool:
    """The office proposes to revoke or downgrade a card that stands."""
    return OFFICE.includes(user) and _is_card(card) and card.state in (*OPEN_STATES, *CONFIRMED_STATES)


def refusal_to_decide(user: Any, ruling: "Ruling") -> str:
    """Say why this person may not decide a proposal; empty where he may (T-35)."""
    if ruling.decided_at is not None:
        return _("This proposal has been decided.")
    if not OFFICE.includes(user):
        return _("The efficiency office decides this proposal.")
    if ruling.proposed_by_id == user.pk:
        return _("You proposed this. Another person of the office must confirm or reject it.")
    return ""


def can_report_rectification(user: Any, card: "Card") -> bool:
    """The unit reports what it has put right once the card is upheld or downgraded."""
    return UNIT_STAFF.includes(user) and speaks_for(user, card) and card.state in CONFIRMED_STATES and _is_card(card)


def can_close(user: Any, card: "Card") -> bool:
    """The office closes a card that was upheld or downgraded."""
    return OFFICE.includes(user) and card.state in CONFIRMED_STATES and _is_card(card)


def sees_officer(user: Any, card: "Card") -> bool:
    """The officer in charge, and who stood in, are kept for the unit, the office and themselves, for nobody else."""
    return (
        OFFICE.includes(user)
        or (UNIT_STAFF.includes(user) and speaks_for(user, card))
        or user.pk == card.officer_id
        or any(one.person_id == user.pk for one in card.stand_ins.all())
    )


def can_issue(user: Any) -> bool:
    """The office issues cards by hand."""
    return OFFICE.includes(user)


def _is_card(card: "Card") -> bool:
    return card.level > LevelNumber.REMINDER
