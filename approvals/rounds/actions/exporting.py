"""What is taken out of the house is written down."""

from datetime import datetime

from approvals.rounds.actions.preparing import note_
from approvals.rounds.models import Round
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def record_export(*, round_: Round, rows: int, actor: User, now: datetime | None = None) -> None:
    """Write down that somebody took the proposals of a round out of the house (T-82)."""
    with act(now) as now:
        note_(Verb.ROUND_EXPORTED, round_, actor, now, {"rows": rows})
