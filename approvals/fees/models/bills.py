"""Bills across departments, what stands on them, and what is taken off again."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.fees.kinds import AdjustmentKind, AdjustmentState, BillState, Channel
from approvals.fees.models.standards import Fee, Standard
from approvals.fees.money import YuanField
from approvals.fees.querysets import AdjustmentQuerySet, BillQuerySet
from approvals.models import Case
from efficiency.common.keys import query_code
from efficiency.organization.models import Unit


class BillSeries(models.Model):
    """The last bill number given in a year; its row is locked while a number is given, so no number is lost.

    Bills of the demo city have a series of their own.
    """

    year = models.PositiveSmallIntegerField()
    demo = models.BooleanField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each year and series."""

        constraints = [models.UniqueConstraint(fields=["year", "demo"], name="one_bill_series_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Bill(models.Model):
    """What one applicant pays for one or several cases, whatever departments they belong to (一门收费).

    `payer` is a random key into the vault. `due` is the sum of its lines, `waived` what was taken off before it was
    paid, `paid` what came in, `refunded` what went back. It is paid whole or not at all.
    """

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("bill number"), max_length=20, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=BillState.choices, default=BillState.OPEN)
    payer = models.UUIDField(null=True, editable=False)
    due = YuanField(_("sum"))
    waived = YuanField(_("waived"), default=Decimal(0))
    paid = YuanField(_("paid"), default=Decimal(0))
    refunded = YuanField(_("refunded"), default=Decimal(0))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(pgettext_lazy("bill", "made at"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("paid or cancelled at"), null=True, blank=True)
    cancelled_because = models.CharField(_("cancelled because"), max_length=300, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = BillQuerySet.as_manager()

    class Meta:
        """Newest first. Paid is what the bill says, and nothing is negative."""

        verbose_name = _("bill")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="bill_newest"),
            models.Index(fields=["made_at"], condition=Q(state="open"), name="bill_open"),
            models.Index(fields=["settled_at"], name="bill_settled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "demo", "serial"], name="one_bill_a_number"),
            models.CheckConstraint(condition=Q(due__gte=0), name="bill_not_negative"),
            models.CheckConstraint(condition=Q(waived__gte=0) & Q(waived__lte=F("due")), name="bill_waived_within"),
            models.CheckConstraint(
                condition=(Q(state__in=("paid", "refunded")) & Q(paid=F("due") - F("waived")))
                | (Q(state__in=("open", "cancelled")) & Q(paid=0)),
                name="paid_is_the_bill",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("paid")), name="refund_within_paid"
            ),
            models.CheckConstraint(
                condition=(Q(state="refunded") & Q(refunded__gt=0) & Q(refunded=F("paid")))
                | (~Q(state="refunded") & (Q(refunded=0) | Q(refunded__lt=F("paid")))),
                name="refunded_when_all_went_back",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="bill_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""), name="cancelled_with_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Decimal:
        """What is to be paid."""
        return self.due - self.waived

    @property
    def kept(self) -> Decimal:
        """What came in and did not go back."""
        return self.paid - self.refunded

    @property
    def open(self) -> bool:
        """To be paid."""
        return self.state == BillState.OPEN

    @property
    def partly_refunded(self) -> bool:
        """Some of it went back."""
        return self.state == BillState.PAID and self.refunded > 0

    @property
    def code(self) -> str:
        """The payer's query code; made from the number, stored nowhere."""
        return query_code(f"bill {self.number}")


class BillLine(models.Model):
    """A fee charged for a case. Everything that the amount was made of is copied and never changes.

    `standing` while the bill is to be paid or paid: as long as it does, the fee is not charged twice for the case.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges", verbose_name=_("case"))
    fee = models.ForeignKey(
        Fee, on_delete=models.PROTECT, related_name="charges", verbose_name=pgettext_lazy("of the list", "fee")
    )
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges", verbose_name=_("charged for"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    lower = YuanField()
    upper = YuanField()
    rate = YuanField(_("rate"))
    ground = models.CharField(_("ground of a rate above the lower bound"), max_length=300, blank=True)
    amount = YuanField(_("amount"))
    waived = YuanField(_("waived"), default=Decimal(0))
    refunded = YuanField(_("refunded"), default=Decimal(0))
    standing = models.BooleanField(default=True)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """In the order of the bill; the rate stays between the bounds, and above the lower needs a ground."""

        verbose_name = _("line of a bill")
        ordering = ["bill", "place"]
        constraints = [
            models.UniqueConstraint(fields=["bill", "place"], name="one_line_a_place"),
            models.UniqueConstraint(fields=["case", "fee"], condition=Q(standing=True), name="a_fee_charged_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="charge_has_a_quantity"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_has_an_amount"),
            models.CheckConstraint(condition=Q(rate__gte=F("lower")) & Q(rate__lte=F("upper")), name="rate_in_bounds"),
            models.CheckConstraint(condition=Q(rate=F("lower")) | ~Q(ground=""), name="deviation_has_a_ground"),
            models.CheckConstraint(condition=Q(waived__gte=0) & Q(waived__lte=F("amount")), name="line_waived_within"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("amount") - F("waived")), name="line_refund_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.place}"

    @property
    def many(self) -> str:
        """The quantity without needless places: 2, 12.5."""
        return f"{self.quantity.normalize():f}"

    @property
    def net(self) -> Decimal:
        """What is to be paid, or was."""
        return self.amount - self.waived

    @property
    def left(self) -> Decimal:
        """What has been paid and not gone back."""
        return self.net - self.refunded


class Adjustment(models.Model):
    """A waiver or refund of a charge: proposed with its ground by one person, decided by another (RULES.md S09).

    A waiver takes effect with the approval. A refund that is approved waits until the fee window has paid it back.
    """

    line = models.ForeignKey(BillLine, on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("kind"), max_length=10, choices=AdjustmentKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=AdjustmentState.choices, default=AdjustmentState.PROPOSED
    )
    amount = YuanField(_("amount"))
    ground = models.CharField(_("ground"), max_length=500)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    paid_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paid_back_at = models.DateTimeField(_("paid back at"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        """Newest first; approved by another person; one at a time for a charge."""

        verbose_name = _("waiver or refund")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["paid_back_at"], condition=Q(paid_back_at__isnull=False), name="refund_paid_back"),
            models.Index(fields=["id"], condition=Q(state="proposed"), name="adjustment_proposed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="adjustment_has_an_amount"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="adjustment_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "withdrawn")) | Q(decided_by__isnull=False),
                name="adjustment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paid_back_at=None) | Q(kind="refund", state="done"), name="only_refunds_go_back"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(state__in=("proposed", "approved")), name="one_adjustment_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def waiting(self) -> bool:
        """Nobody has decided yet."""
        return self.state == AdjustmentState.PROPOSED

    @property
    def to_pay_back(self) -> bool:
        """The fee window owes it."""
        return self.state == AdjustmentState.APPROVED

    def told_at(self) -> datetime:
        """When something last happened to it."""
        return self.paid_back_at or self.decided_at or self.proposed_at
