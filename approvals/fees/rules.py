"""Who may do what in this room. Approving and charging are apart: who decides cases takes no money."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of

if TYPE_CHECKING:
    from efficiency.organization.models import User

LIST_KEEPERS = holders_of("office")


def may_keep_list(user: "User") -> bool:
    """The efficiency office keeps the list of fees, by two persons."""
    return LIST_KEEPERS.includes(user)
