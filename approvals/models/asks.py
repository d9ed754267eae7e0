"""What the handler of a case asks his head for, and the ruling."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.kinds import AskKind
from approvals.models.cases import Case
from efficiency.clocks.kinds import Ground


class Ask(models.Model):
    """More time (art. 42) or a pause (art. 45): asked by one person, ruled on by another.

    `reason` is what the applicant is told. A granted pause takes out the days after the ruling up
    to and including `planned_until`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(_("asked for"), max_length=10, choices=AskKind.choices)
    days = models.PositiveSmallIntegerField(_("more time"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    reason = models.CharField(_("reason told to the applicant"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(_("ruled at"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True)
    ruling_note = models.CharField(_("reason of the ruling"), max_length=500, blank=True)

    class Meta:
        """Oldest first; one open request of a kind; never ruled on by who asked."""

        verbose_name = _("request")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(ruled_at=None), name="one_open_ask_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(ruled_by=None) | ~models.Q(ruled_by=models.F("asked_by")),
                name="ask_ruled_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="extension", days__isnull=False)
                | (models.Q(kind="pause") & ~models.Q(ground="") & models.Q(planned_until__isnull=False)),
                name="ask_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
