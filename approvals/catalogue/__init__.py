"""Changes of the catalogue, and what of it is in force when."""

from approvals.catalogue.changing import (
    UnableToChangeItem,
    Wanted,
    add_item,
    add_items,
    change_item,
    change_items,
    schedule_change,
    take_back,
)
from approvals.catalogue.force import bring_up_to_date, item_at

__all__ = [
    "UnableToChangeItem",
    "Wanted",
    "add_item",
    "add_items",
    "bring_up_to_date",
    "change_item",
    "change_items",
    "item_at",
    "schedule_change",
    "take_back",
]
