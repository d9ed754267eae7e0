"""Who may do what to an irregularity."""

from typing import TYPE_CHECKING, Any

from efficiency.common.access import holders_of
from efficiency.irregularities.kinds import OPEN_STATES, State
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from efficiency.irregularities.models import Finding

READERS = holders_of(Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR)
HEADS = holders_of(Role.HEAD)
OFFICE = holders_of(Role.OFFICE)


def may_explain(user: Any, finding: "Finding") -> bool:
    """The head of the unit, or of one above it, gives its statement once, until the office has settled it."""
    speaks = user.unit is not None and finding.unit.path.startswith(user.unit.path)
    return HEADS.includes(user) and speaks and finding.state == State.FOUND


def may_settle(user: Any, finding: "Finding") -> bool:
    """The office says whether it is explained or upheld; what became a card is decided on the card."""
    return OFFICE.includes(user) and finding.state in OPEN_STATES and finding.card_id is None
