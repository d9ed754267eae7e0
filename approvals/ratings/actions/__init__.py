"""What happens to ratings."""

from approvals.ratings.actions.following import (
    UnableToFollowUp,
    call_back,
    contact,
    note_try,
    rectify,
    reveal_rater,
)
from approvals.ratings.actions.giving import UnableToRate, give_rating
from approvals.ratings.actions.ruling import UnableToRule, appeal, propose_ruling, reject_appeal

__all__ = [
    "UnableToFollowUp",
    "UnableToRate",
    "UnableToRule",
    "appeal",
    "call_back",
    "contact",
    "give_rating",
    "note_try",
    "propose_ruling",
    "rectify",
    "reject_appeal",
    "reveal_rater",
]
