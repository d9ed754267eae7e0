"""What came in: the record of a payment by GB/T 39046—2020, table 14."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.fees.kinds import Channel, Source
from approvals.fees.models.bills import Bill, BillLine
from approvals.fees.models.standards import Fee, Standard
from approvals.fees.money import YuanField
from approvals.fees.querysets import PaymentQuerySet
from approvals.models import Case
from efficiency.organization.models import Unit


class Payment(models.Model):
    """Money that came in for one unit: slip number, unit, amount, time, payer, channel. Never changed.

    A bill that is paid at the window makes one for each of its lines. One that another system or a bank reports may
    name a case and a fee of the list (`standard` as in force at the case's receipt), a bill whose sum it does not
    match, or nothing that the list knows. `expected` is what the list asks for, less waivers; 0 where it asks for
    nothing. Where the two differ the payment is a mismatch (E-10).
    """

    slip = models.CharField(_("slip number"), max_length=50)
    place = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="payments", verbose_name=_("charged for"))
    amount = YuanField(_("amount"))
    expected = YuanField(_("by the list"), default=Decimal(0))
    paid_at = models.DateTimeField(_("paid at"))
    payer = models.UUIDField(null=True, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    line = models.OneToOneField(BillLine, on_delete=models.PROTECT, null=True, blank=True, related_name="payment")
    named = models.CharField(_("fee as reported"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, default=Decimal(1))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        """Newest first; no slip is recorded twice."""

        verbose_name = _("payment")
        ordering = ["-paid_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "paid_at"], name="payment_of_unit"),
            models.Index(fields=["-paid_at", "-id"], name="payment_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slip", "place"], name="a_slip_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_has_an_amount"),
            models.CheckConstraint(condition=Q(expected__gte=0), name="expected_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.slip} {self.amount}"


class PastIncome(models.Model):
    """What a unit charged in a month outside this portal: before it began, or by a system that reports only sums.

    It counts beside the payments recorded here. Brought in by two persons, never changed.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_income", verbose_name=_("charged for"))
    month = models.DateField(_("month"))
    amount = YuanField(_("amount"))
    document = models.CharField(_("document number"), max_length=100, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(_("set at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """One sum a unit and month."""

        verbose_name = _("income charged outside the portal")
        ordering = ["-month", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_past_sum_a_month"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="past_income_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month}"
