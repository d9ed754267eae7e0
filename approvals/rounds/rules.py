"""Who may do what in this room."""

from typing import TYPE_CHECKING

from approvals.rounds.kinds import RoundState
from efficiency.common.access import holders_of
from efficiency.organization.responsibility import Duties
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.rounds.models import Proposal, Round
    from efficiency.organization.models import User

OFFICE = holders_of("office")
READERS = holders_of("office", "head", "executive", "auditor")
HEADS = holders_of("head")


def may_prepare(user: "User") -> bool:
    """The efficiency office makes rounds and proposals, and replays cases."""
    return user.holds(Role.OFFICE)


def may_answer(proposal: "Proposal", duties: Duties) -> bool:
    """Whoever heads the department of the item, or stands in there: its own items and no others."""
    return proposal.unit_id in duties.heads


def can_edit(round_: "Round") -> bool:
    """Proposals change until the round lies before the second person."""
    return round_.state in (RoundState.DRAFT, RoundState.OPEN) and not round_.awaits_second


def can_answer(round_: "Round") -> bool:
    """Departments answer while the round is with them."""
    return round_.state == RoundState.OPEN and not round_.awaits_second
