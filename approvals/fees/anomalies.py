"""E-10: money that came in and is not what the list of fees asks for (T-29). The judge may take it up as it is."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from approvals.fees.models import Payment
from approvals.fees.money import written

if TYPE_CHECKING:
    from approvals.fees.querysets import PaymentQuerySet


class FeeMismatch:
    """A payment above or below the list, on a free item, without a basis, or on the city's own authority."""

    code = "E-10"
    title = _("Charged otherwise than the list of fees says")
    law = _("Administrative Licensing Law, art. 75")

    @staticmethod
    def violations() -> "PaymentQuerySet":
        """Every payment that is wrong, each with `mismatch`, the first reason that holds. One query."""
        return Payment.objects.violations()

    @staticmethod
    def facts(payment: Payment) -> dict[str, str]:
        """What a card or an information item would say: no payer, no name."""
        return {
            "slip": payment.slip,
            "unit": payment.unit.name,
            "fee": payment.named,
            "case": str(payment.case or ""),
            "paid": written(payment.amount),
            "by the list": written(payment.expected),
            "reason": payment.mismatch,  # type: ignore[attr-defined]  # annotated by violations()
        }
