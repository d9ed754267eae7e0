"""Consultations: a question to several units about one case or one project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.consultations.kinds import Outcome, Stance, State
from approvals.consultations.querysets import ConsultationQuerySet
from approvals.models import Case
from approvals.projects.models import Project
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit


class Consultation(models.Model):
    """A consultation under the number of its matter; the unit of the matter convenes it.

    It stands on exactly one case or project. It never stops what the law sets: waiting for another
    department is no ground of art. 45 of the Administrative Licensing Law.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="consultation")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    question = models.TextField(_("question"))
    held_at = models.DateTimeField(_("held at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(_("convened at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    minutes = models.TextField(_("minutes"), blank=True)
    outcome = models.CharField(
        pgettext_lazy("consultation", "outcome"), max_length=10, choices=Outcome.choices, blank=True
    )
    decision = models.CharField(_("what was agreed"), max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        """Newest first; on one thing; concluded whole."""

        verbose_name = pgettext_lazy("of units", "consultation")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case=None, project__isnull=False) | models.Q(case__isnull=False, project=None),
                name="consultation_on_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
                name="consultation_ended_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="concluded")
                | ~(models.Q(minutes="") | models.Q(outcome="") | models.Q(decision="")),
                name="consultation_concluded_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.matter.reference

    @property
    def open(self) -> bool:
        """Under way."""
        return self.state == State.OPEN

    @property
    def subject(self) -> Matter:
        """What it is about."""
        thing = self.case or self.project
        assert thing is not None  # a constraint of the table
        return thing.matter


class Invitation(models.Model):
    """A unit that was asked, its reply clock and its opinion."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("opinion"), max_length=10, choices=Stance.choices, blank=True)
    text = models.TextField(_("in words"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        """Each unit once; answered whole."""

        verbose_name = _("invitation to a consultation")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="one_invitation_a_unit"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, stance="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(stance="") & ~models.Q(text="")),
                name="invitation_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.unit_id}"
