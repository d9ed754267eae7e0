"""Who is away, from when until when, and who was named to stand in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models.people import User
from efficiency.organization.querysets import AbsenceQuerySet


class Absence(models.Model):
    """A span in which somebody is away, so that new work goes to whoever stands in (S12).

    Narrow on purpose: the judge joins it. What it follows from (a leave, a way out of the house,
    an absence without leave) is a row of another room, which writes and ends this one. `deputy`
    is who was named; whoever stands in at a moment is answered by deputies.py.
    """

    class Cause(models.TextChoices):
        """Why somebody is away; the public reads none of them."""

        LEAVE = "leave", _("on leave")
        OUTING = "outing", _("gone out")
        UNEXCUSED = "unexcused", _("absent without leave")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="deputized")
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        """Those that have not ended are few: one index finds them."""

        verbose_name = _("absence")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gte=models.F("from_at")), name="absence_forward"),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("user")), name="absence_deputy_is_another"
            ),
        ]
        indexes = [models.Index(fields=["until_at", "from_at"], name="absence_until")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.from_at:%F}"
