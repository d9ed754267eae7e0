"""Items of the catalogue and the cases logged against them."""

from approvals.models.cases import Case, CaseState, Outcome
from approvals.models.items import LONGEST_LIMIT, Item, ItemType

__all__ = ["LONGEST_LIMIT", "Case", "CaseState", "Item", "ItemType", "Outcome"]
