"""Which fees, bills and payments somebody may see, and what is wrong with a payment."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from approvals.fees.kinds import KEPT, AdjustmentState, BillState, Mismatch, Standing
from approvals.models import Case
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.fees.models import Adjustment, Bill, Fee, Payment, Standard  # noqa: F401  (for mypy)


def sees_all(user: Any) -> bool:
    """The fee window charges for every department; the city's watchers see all."""
    return bool(user.role_codes & {role.value for role in (*CITY_ROLES, Role.FEE)})


class FeeQuerySet(models.QuerySet["Fee"]):
    """Fees of the list."""


class StandardQuerySet(models.QuerySet["Standard"]):
    """Versions of fees."""

    def in_force(self, day: date) -> "StandardQuerySet":
        """Of each fee the newest version whose day had come on this day."""
        newest = (
            self.model._default_manager.filter(fee=models.OuterRef("fee"), effective_from__lte=day)
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))

    def published(self) -> "StandardQuerySet":
        """Of items that are in the published list."""
        return self.filter(fee__item__active=True, fee__item__unit__active=True)

    def chargeable(self) -> "StandardQuerySet":
        """Where something is to be paid."""
        return self.filter(standing=Standing.CHARGED)

    def search(self, words: str) -> "StandardQuerySet":
        """Fees whose name, code, item, initials of the item or department match every word."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(fee__code__istartswith=word)
                | models.Q(fee__item__name__icontains=word)
                | models.Q(fee__item__initials__contains=word.lower())
                | models.Q(fee__item__unit__short_name__icontains=word)
            )
        return found


class BillQuerySet(models.QuerySet["Bill"]):
    """Bills."""

    def visible_to(self, user: Any) -> "BillQuerySet":
        """All for the fee window and the city's watchers; else those with a case that one sees."""
        if sees_all(user):
            return self
        return self.filter(pk__in=self.model._default_manager.filter(lines__case__in=_cases(user)).values("pk"))

    def open(self) -> "BillQuerySet":
        """To be paid."""
        return self.filter(state=BillState.OPEN)

    def search(self, words: str) -> "BillQuerySet":
        """By the bill's number or the number of a case on it."""
        word = words.strip().upper()
        if not word:
            return self
        found = self.model._default_manager.filter(Q(number=word) | Q(lines__case__matter__reference=word))
        return self.filter(pk__in=found.values("pk"))


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    """Waivers and refunds."""

    def visible_to(self, user: Any) -> "AdjustmentQuerySet":
        """All for the fee window and the city's watchers; else those of cases that one sees."""
        return self if sees_all(user) else self.filter(line__case__in=_cases(user))

    def waiting(self) -> "AdjustmentQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=AdjustmentState.PROPOSED)

    def to_pay_back(self) -> "AdjustmentQuerySet":
        """Approved, and the money has not gone back."""
        return self.filter(state=AdjustmentState.APPROVED)


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments."""

    def visible_to(self, user: Any) -> "PaymentQuerySet":
        """All for the fee window and the city's watchers; else those for the own unit and below."""
        return self if sees_all(user) else self.filter(unit__in=Unit.objects.visible_to(user))

    def violations(self) -> "PaymentQuerySet":
        """E-10: paid is not what the list says less waivers, or the list lets nothing be charged (T-29).

        Each with `mismatch`, the first reason that holds. The amounts are whole fen: compared exactly.
        """
        unknown = Q(standard=None) & Q(bill=None)
        reason = models.Case(
            models.When(Q(standard__isnull=False) & ~Q(standard__authority__in=KEPT), then=models.Value(Mismatch.CITY)),
            models.When(standard__standing=Standing.FREE, then=models.Value(Mismatch.FREE)),
            models.When(unknown | Q(standard__standing=Standing.ABOLISHED), then=models.Value(Mismatch.NO_BASIS)),
            models.When(~Q(amount=F("expected")), then=models.Value(Mismatch.AMOUNT)),
            default=models.Value(""),
            output_field=models.CharField(),
        )
        return self.annotate(mismatch=reason).exclude(mismatch="")


def _cases(user: Any) -> models.QuerySet[Case]:
    return Case.objects.visible_to(user)
