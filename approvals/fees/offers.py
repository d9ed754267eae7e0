"""What can be charged for a case: the list as it was on the day of the receipt, less what has been charged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from approvals.fees.models import BillLine, Standard
from approvals.models import Case, CaseState
from efficiency.common.moments import local_date

MOST_CASES = 20
UNCHARGED = (CaseState.WITHDRAWN, CaseState.DECLINED)  # nothing was, or will be, decided


@dataclass(frozen=True)
class Offer:
    """A fee that can be charged for a case."""

    case: Case
    standard: Standard

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.case.pk}-{self.standard.pk}"


def cases_to_charge(references: Iterable[str]) -> list[Case]:
    """The cases of these numbers, for the fee window: it charges for every department and sees no applicant."""
    wanted = list(dict.fromkeys(reference.strip().upper() for reference in references if reference.strip()))[
        :MOST_CASES
    ]
    rows = Case.objects.filter(matter__reference__in=wanted).exclude(state__in=UNCHARGED)
    found = {str(case): case for case in rows.select_related("matter", "item__unit")}
    return [found[reference] for reference in wanted if reference in found]


def offers(cases: Sequence[Case]) -> list[Offer]:
    """Every fee that is still to be charged for these cases: one query a day of receipt, and one for all charges."""
    taken = set(BillLine.objects.filter(case__in=cases, standing=True).values_list("case_id", "fee_id"))
    found = []
    for case in cases:
        rows = Standard.objects.in_force(local_date(case.received_at)).chargeable().filter(fee__item=case.item_id)
        for standard in rows.select_related("fee__item__unit").order_by("fee__code"):
            if (case.pk, standard.fee_id) not in taken:
                found.append(Offer(case, standard))
    return found


def foreseen(offered: Iterable[Offer]) -> Decimal:
    """What one of each would cost by the lower bound."""
    return sum((offer.standard.cost(Decimal(1)) for offer in offered), Decimal("0.00"))
