"""The list of fees: what may be charged for an item, on which basis, between which bounds."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.fees.kinds import KEPT, Authority, Standing
from approvals.fees.money import ZERO, YuanField, charge, written
from approvals.fees.querysets import FeeQuerySet, StandardQuerySet
from approvals.models import Item
from efficiency.changes.models import Change


class Fee(models.Model):
    """A fee of the list, charged for one item by the item's department. What it costs stands in its versions."""

    code = models.CharField(_("fee code"), max_length=50, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="fees", verbose_name=_("item"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = FeeQuerySet.as_manager()

    class Meta:
        """By code."""

        verbose_name = pgettext_lazy("of the list", "fee")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Standard(models.Model):
    """What a fee is from a day on: a version that nobody changes afterwards.

    In force on a day is the newest version whose day has come. `per` names what is counted, `counting` how. A fee
    of the city's own authority can only be shown as abolished: it is never charged (S09). `change` is the proposal
    that two persons made of it; none for a demo city.
    """

    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="standards")
    version = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("in force from"))
    name = models.CharField(pgettext_lazy("of the list", "fee"), max_length=200)
    authority = models.CharField(_("authority"), max_length=10, choices=Authority.choices)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices)
    basis = models.TextField(_("basis"), blank=True)
    document = models.CharField(_("document number"), max_length=200, blank=True)
    lower = YuanField(_("lower bound"))
    upper = YuanField(_("upper bound"))
    per = models.CharField(_("unit of charge"), max_length=40, blank=True)
    counting = models.CharField(_("how the quantity is counted"), max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(_("set at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        """Newest first; never charged without a basis, above its bound, or on the city's authority."""

        verbose_name = _("standard of a fee")
        ordering = ["-version"]
        indexes = [models.Index(fields=["fee", "effective_from", "-version"], name="standard_in_force")]
        constraints = [
            models.UniqueConstraint(fields=["fee", "version"], name="one_standard_a_version"),
            models.CheckConstraint(condition=models.Q(lower__gte=0), name="fee_not_negative"),
            models.CheckConstraint(condition=models.Q(upper__gte=models.F("lower")), name="fee_bounds_in_order"),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.CHARGED) | models.Q(upper=0), name="only_charged_fees_cost"
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.CHARGED) | models.Q(upper__gt=0), name="charged_fees_cost"
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.CHARGED) | (models.Q(authority__in=KEPT) & ~models.Q(basis="")),
                name="charged_by_state_or_province",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("set_by")),
                name="standard_set_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def chargeable(self) -> bool:
        """Something is to be paid."""
        return self.standing == Standing.CHARGED

    @property
    def ranges(self) -> bool:
        """The list leaves room between two bounds."""
        return self.lower != self.upper

    @property
    def price(self) -> str:
        """The standard in figures: one amount, or from lower to upper."""
        if not self.chargeable:
            return str(self.get_standing_display())
        bounds = f"{written(self.lower)} – {written(self.upper)}" if self.ranges else written(self.lower)
        return f"{bounds} {_('yuan')}{f' / {self.per}' if self.per else ''}"

    def cost(self, quantity: Decimal) -> Decimal:
        """What a quantity costs: the lower bound is charged (收费就低)."""
        return charge(self.lower, quantity) if self.chargeable else ZERO
