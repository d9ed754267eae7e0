"""The going-out register (S14)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models import Absence
from efficiency.presence.querysets import OutingQuerySet


class Outing(models.Model):
    """A way out of the house in working time: where, why, and when back.

    One of at least so many hours (a setting) has an `absence`, so that the deputy gets the work.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outings")
    place = models.CharField(_("where"), max_length=100)
    errand = models.CharField(_("why"), max_length=200)
    out_at = models.DateTimeField(_("out at"))
    planned_back_at = models.DateTimeField(_("planned back"))
    back_at = models.DateTimeField(_("back at"), null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, null=True, blank=True, related_name="outing")
    demo = models.BooleanField(_("demo"), default=False)

    objects = OutingQuerySet.as_manager()

    class Meta:
        """Newest first; one open at a time."""

        verbose_name = _("going out")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(back_at=None), name="one_outing_at_a_time"),
            models.CheckConstraint(condition=models.Q(planned_back_at__gt=models.F("out_at")), name="outing_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.out_at:%F}"

    def is_late(self, now: datetime) -> bool:
        """Planned to be back before now, and nobody has reported back."""
        return self.back_at is None and self.planned_back_at <= now
