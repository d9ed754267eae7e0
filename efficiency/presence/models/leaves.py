"""Leave, asked for and decided; absence without leave, recorded (S14)."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models import Absence, Unit
from efficiency.presence.kinds import Half, LeaveKind, LeaveState, ReviewBy
from efficiency.presence.querysets import LeaveQuerySet, UnexcusedQuerySet


class Leave(models.Model):
    """A leave: asked for, decided by another person, reported back from.

    `from_at` and `until_at` are the moments of the half days; an early return moves `until_at`,
    the days asked for stay. `review_by` and `review_unit` say who decides, found when it was
    asked for. While it is approved an `absence` holds, so that the deputy gets the work.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(_("kind"), max_length=10, choices=LeaveKind.choices)
    first_day = models.DateField(_("from"))
    first_half = models.CharField(max_length=2, choices=Half.choices, default=Half.MORNING)
    last_day = models.DateField(_("until"))
    last_half = models.CharField(max_length=2, choices=Half.choices, default=Half.AFTERNOON)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    days = models.DecimalField(_("working days"), max_digits=5, decimal_places=1, default=Decimal(0))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=LeaveState.choices, default=LeaveState.ASKED)
    asked_at = models.DateTimeField(_("asked at"))
    review_by = models.CharField(_("decided by"), max_length=8, choices=ReviewBy.choices)
    review_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)
    returned_at = models.DateTimeField(_("reported back at"), null=True, blank=True)
    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, null=True, blank=True, related_name="leave")
    demo = models.BooleanField(_("demo"), default=False)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        """Newest first; decided by another person."""

        verbose_name = _("leave")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gte=models.F("from_at")), name="leave_forward"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("user")),
                name="leave_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "until_at"], name="leave_of_user"),
            models.Index(fields=["-id"], condition=models.Q(state="asked"), name="leave_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}"

    def is_unreported(self, now: datetime) -> bool:
        """It has ended and its owner has not reported back."""
        return self.state == LeaveState.APPROVED and self.until_at <= now


class Unexcused(models.Model):
    """An absence without leave (旷工), recorded with its ground by the head or the office; it can be withdrawn."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unexcused")
    first_day = models.DateField(_("from"))
    first_half = models.CharField(max_length=2, choices=Half.choices, default=Half.MORNING)
    last_day = models.DateField(_("until"))
    last_half = models.CharField(max_length=2, choices=Half.choices, default=Half.AFTERNOON)
    days = models.DecimalField(_("working days"), max_digits=5, decimal_places=1, default=Decimal(0))
    ground = models.CharField(_("ground"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("withdrawn because"), max_length=300, blank=True)
    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, null=True, blank=True, related_name="unexcused")
    demo = models.BooleanField(_("demo"), default=False)

    objects = UnexcusedQuerySet.as_manager()

    class Meta:
        """Newest first; nobody records his own; never without a ground."""

        verbose_name = _("absence without leave")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(ground=""), name="unexcused_has_ground"),
            models.CheckConstraint(
                condition=~models.Q(recorded_by=models.F("user")), name="unexcused_recorded_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}"
