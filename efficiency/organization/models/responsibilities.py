"""Who answers for a unit: first responsible person, leader in charge, working office (S13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models.people import User
from efficiency.organization.models.units import Unit
from efficiency.organization.querysets import ResponsibilityQuerySet


class ResponsibilityKind(models.TextChoices):
    """How somebody answers for a unit."""

    HEAD = "head", _("first responsible person")
    LEADER = "leader", _("leader in charge")
    OFFICE = "office", _("working office")


class Responsibility(models.Model):
    """Who answers for a unit in one way, since when and until when. Never edited but for its end.

    A working office has a name, and may have somebody to ask for.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsibilities")
    kind = models.CharField(_("kind"), max_length=8, choices=ResponsibilityKind.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="responsibilities")
    office_name = models.CharField(_("name of the office"), max_length=60, blank=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        """One of a kind in force in a unit; a person, or an office by its name."""

        verbose_name = _("responsibility")
        ordering = ["unit", "kind", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=models.Q(until=None), name="one_responsible_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="office") & ~models.Q(office_name="")
                | ~models.Q(kind="office") & models.Q(user__isnull=False, office_name=""),
                name="responsible_person_or_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"
