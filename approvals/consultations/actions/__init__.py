"""What happens to consultations and bulletins."""

from approvals.consultations.actions.bulletins import (
    UnableToIssue,
    acknowledge,
    decide_bulletin,
    draft_bulletin,
)
from approvals.consultations.actions.consultations import UnableToConsult, answer, call_off, conclude, convene

__all__ = [
    "UnableToConsult",
    "UnableToIssue",
    "acknowledge",
    "answer",
    "call_off",
    "conclude",
    "convene",
    "decide_bulletin",
    "draft_bulletin",
]
