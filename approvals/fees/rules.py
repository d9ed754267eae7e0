"""Who may do what in this room. Approving and charging are apart: who decides cases takes no money."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.fees.models import Adjustment, BillLine
    from efficiency.organization.models import User

LIST_KEEPERS = holders_of("office")
CASHIERS = holders_of("fee")
BILL_READERS = holders_of("fee", "window", "handler", "head", "office", "executive", "auditor")
PROPOSERS = holders_of("head", "fee")
DECIDERS = holders_of("office")
INCOME_READERS = holders_of("fee", "head", "office", "executive", "auditor")
IMPORTERS = holders_of("fee", "office")
MISMATCH_READERS = holders_of("office", "executive", "auditor")


def may_keep_list(user: "User") -> bool:
    """The efficiency office keeps the list of fees, by two persons."""
    return LIST_KEEPERS.includes(user)


def may_charge(user: "User") -> bool:
    """The fee window, unless the same person receives or decides cases."""
    return user.holds(Role.FEE) and not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD)


def may_propose_waiver(user: "User", line: "BillLine") -> bool:
    """The head of the unit that charges."""
    return user.holds(Role.HEAD) and user.unit is not None and line.unit.path.startswith(user.unit.path)


def may_propose_refund(user: "User", line: "BillLine") -> bool:
    """The head of the unit that charges, or the fee window, where somebody stands with his receipt."""
    return may_charge(user) or may_propose_waiver(user, line)


def may_decide(user: "User", adjustment: "Adjustment") -> bool:
    """The efficiency office, never the person who proposed it."""
    return user.holds(Role.OFFICE) and user.pk != adjustment.proposed_by_id


def may_import(user: "User") -> bool:
    """The fee window and the office bring in what banks and other systems report."""
    return user.holds(Role.OFFICE) or may_charge(user)
