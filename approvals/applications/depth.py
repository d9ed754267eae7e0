"""Which items are applied for online."""

from approvals.applications.defined import DEPTH
from approvals.models import Item
from efficiency.changes.settings import value_of


def goes_online(item: Item) -> bool:
    """Published, and as deep online as the city asks; the item as it is in force."""
    return item.active and item.unit.active and item.depth >= value_of(DEPTH)
