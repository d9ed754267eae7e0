"""Handing the limits of a round to the catalogue, which keeps the versions and when each comes into force."""

from collections.abc import Iterable
from datetime import datetime, time

from approvals.catalogue import Wanted, change_items
from approvals.rounds.models import Proposal, Round
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import User


def begins(round_: Round) -> datetime:
    """The moment from which the limits of a round hold."""
    return datetime.combine(round_.effective_on, time(), SHANGHAI)


def schedule(round_: Round, proposals: Iterable[Proposal], *, ground: str, actor: User, now: datetime) -> None:
    """Let the items promise their new limits from the round's day on: all or none. Raises UnableToChangeItem."""
    change_items(
        wanted=[
            Wanted(one.item, {"promised_limit": one.new_limit, "promised_unit": one.new_unit}) for one in proposals
        ],
        ground=ground,
        document=round_.document,
        effective_from=begins(round_),
        actor=actor,
        now=now,
    )
