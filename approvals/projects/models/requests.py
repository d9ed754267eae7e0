"""What a clock is asked for, and a second person decides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.projects.kinds import RequestKind
from efficiency.clocks.kinds import Ground
from efficiency.clocks.models import Clock


class Request(models.Model):
    """More time for joint handling (art. 42(2)), or a pause of a promise: asked by one, decided by another.

    `document` is the number of the written notice to the applicant.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("what is asked"), max_length=10, choices=RequestKind.choices)
    amount = models.PositiveSmallIntegerField(_("working days more"), null=True, blank=True)
    pause_ground = models.CharField(_("ground of the pause"), max_length=16, choices=Ground.choices, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    document = models.CharField(_("written notice"), max_length=100)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Newest first; two persons; at most 15 working days more; one open request a clock."""

        verbose_name = _("request for a clock")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="clock_request_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, granted=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False),
                name="clock_request_decided_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="extension") | models.Q(amount__gte=1, amount__lte=15),
                name="joint_extension_within_law",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(decided_at=None), name="one_open_clock_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.clock_id}"
