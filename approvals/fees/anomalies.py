"""E-10: money that came in and is not what the list of fees asks for (T-29); E-17: money reported late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import DurationField, ExpressionWrapper, F, TextChoices
from django.utils.translation import gettext_lazy as _

from approvals.fees.defined import REPORT_DAYS
from approvals.fees.kinds import Mismatch
from approvals.fees.models import Payment
from approvals.fees.money import written
from efficiency.changes.settings import value_of
from efficiency.clocks.models import Matter
from efficiency.irregularities.registry import Anomaly, register
from efficiency.organization.models import Unit

if TYPE_CHECKING:
    from approvals.fees.querysets import PaymentQuerySet


class _OfPayments(Anomaly[Payment]):
    moment = "recorded_at"

    def matter(self, row: Payment) -> Matter | None:
        """The case's, where the payment names one."""
        return row.case.matter if row.case is not None else None

    def unit(self, row: Payment) -> Unit:
        """The unit that the money came in for."""
        return row.unit

    def demo(self, row: Payment) -> bool:
        """Of the demo city."""
        return row.demo


class FeeMismatch(_OfPayments):
    """A payment above or below the list, on a free item, without a basis, or on the city's own authority."""

    code, sign = "E-10", "fee-mismatch"
    words = _("paid is not what the list of fees asks for, or nobody may charge it")
    choices: ClassVar[Mapping[str, type[TextChoices]]] = {"reason": Mismatch}

    def violations(self, now: datetime) -> "PaymentQuerySet":
        """Every payment that is wrong, each with `mismatch`, the first reason that holds. One query."""
        return Payment.objects.violations().select_related("unit", "case__matter")

    def facts(self, row: Any) -> Mapping[str, str]:
        """What was paid and what the list asks for: no payer, no name."""
        return {
            "slip": row.slip,
            "fee": row.named,
            "paid": written(row.amount),
            "by the list": written(row.expected),
            "reason": row.mismatch,
        }


class ReportedLate(_OfPayments):
    """Another system told of money long after it had come in."""

    code, sign = "E-17", "payment-late"
    words = _("a payment was reported long after it was made")

    def violations(self, now: datetime) -> "PaymentQuerySet":
        """Recorded more days after the payment than the city sets."""
        took = ExpressionWrapper(F("recorded_at") - F("paid_at"), output_field=DurationField())
        most = timedelta(days=value_of(REPORT_DAYS, now))
        return Payment.objects.annotate(took=took).filter(took__gt=most).select_related("unit", "case__matter")

    def facts(self, row: Payment) -> Mapping[str, str]:
        """When it was paid and when it was told of."""
        return {"slip": row.slip, "paid": row.paid_at.isoformat(), "recorded": row.recorded_at.isoformat()}


register(FeeMismatch(), ReportedLate())
