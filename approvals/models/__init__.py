"""Items of the catalogue and the cases logged against them."""

from approvals.codes import ItemType
from approvals.models.cases import Case, CaseState, Outcome
from approvals.models.items import LONGEST_LIMIT, Guide, Item, ItemMaterial, ItemStage, MainItem
from approvals.models.versions import ItemVersion

__all__ = [
    "LONGEST_LIMIT",
    "Case",
    "CaseState",
    "Guide",
    "Item",
    "ItemMaterial",
    "ItemStage",
    "ItemType",
    "ItemVersion",
    "MainItem",
    "Outcome",
]
