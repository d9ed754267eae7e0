"""Which service of a case can be rated now: pure answers."""

from approvals.models import Case
from approvals.ratings.kinds import Stage


def stage_of(case: Case, *, at_acceptance: bool) -> Stage | None:
    """The service that can be rated: the acceptance of a running case, the end of one that has ended."""
    if not case.open:
        return Stage.CLOSING
    return Stage.ACCEPTANCE if at_acceptance and case.accepted_at is not None else None
