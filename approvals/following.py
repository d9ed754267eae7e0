"""What the rooms above do when something happens to a case; each registers when the portal starts."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from efficiency.audit.verbs import Verb

if TYPE_CHECKING:
    from approvals.models import Case
    from efficiency.organization.models import User

Follower = Callable[[Verb, "Case", "User | None", datetime], None]
_followers: list[Follower] = []


def follow_with(follower: Follower) -> None:
    """Let a room above act on what happens to cases: called with the verb, the case, who did it (None: the
    law itself) and the moment, inside the transaction. Called in a room's `ready()`, once."""
    if follower not in _followers:
        _followers.append(follower)


def tell(verb: Verb, case: "Case", actor: "User | None", now: datetime) -> None:
    """Tell the rooms above, in the transaction of the act."""
    for follower in _followers:
        follower(verb, case, actor, now)
