"""Duty rosters (S14): who is on duty in a unit on a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models import Unit
from efficiency.presence.kinds import Shift
from efficiency.presence.querysets import DutyQuerySet


class Duty(models.Model):
    """Somebody's turn of duty."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    day = models.DateField(_("day"))
    shift = models.CharField(_("shift"), max_length=8, choices=Shift.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    demo = models.BooleanField(_("demo"), default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        """By day; nobody twice in one turn."""

        verbose_name = _("turn of duty")
        ordering = ["day", "shift", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "day", "shift", "user"], name="one_turn_of_duty")]
        indexes = [models.Index(fields=["day", "unit"], name="duty_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.user_id}"
