"""What the page of a case, its receipt and its progress page show of fees."""

from typing import TYPE_CHECKING, Any

from approvals.fees.offers import UNCHARGED, foreseen, offers

if TYPE_CHECKING:
    from approvals.fees.models import BillLine
    from approvals.models import Case
    from efficiency.organization.models import User


def of_case(case: "Case", user: "User") -> dict[str, Any] | None:
    """What has been charged and what is still to be charged; nothing where the case is free. `user` reads bills."""
    return _of(case)


def of_applicant(case: "Case") -> dict[str, Any] | None:
    """The same for the applicant's own papers."""
    return _of(case)


def _of(case: "Case") -> dict[str, Any] | None:
    charges: list[BillLine] = list(
        case.charges.filter(standing=True).select_related("bill", "standard").order_by("bill_id", "place")
    )
    offered = [] if case.state in UNCHARGED else offers([case])
    if not charges and not offered:
        return None
    return {"charges": charges, "offers": offered, "foreseen": foreseen(offered)}
