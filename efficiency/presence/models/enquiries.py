"""First-asked responsibility (S11): whoever is asked first owns it until somebody takes it over."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.models import Unit
from efficiency.presence.kinds import AskedBy, EnquiryState
from efficiency.presence.querysets import EnquiryQuerySet


class Enquiry(models.Model):
    """What somebody was asked, and who owns it now.

    No identity stands here: `contact` is a random key into the vault. `holder` and `unit` are who
    answers for it now; `due_on` is the last working day on which it is in time, by setting.
    """

    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(_("how"), max_length=8, choices=AskedBy.choices)
    topic = models.CharField(_("about what"), max_length=100)
    text = models.TextField(_("what was asked"), max_length=2000)
    contact = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("due on"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=EnquiryState.choices, default=EnquiryState.HELD)
    outcome = models.CharField(_("what was told"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        """Newest first; the open ones by who owns them."""

        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["holder", "due_on"], condition=models.Q(finished_at=None), name="enquiry_of_holder"),
            models.Index(fields=["unit", "due_on"], condition=models.Q(finished_at=None), name="enquiry_of_unit"),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def open(self) -> bool:
        """Nobody has finished it."""
        return self.finished_at is None

    def is_late(self, today: date) -> bool:
        """Open after its last day."""
        return self.open and self.due_on < today


class Handover(models.Model):
    """An enquiry offered to a unit or a person, and whether it was taken."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="handovers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    taken = models.BooleanField(_("taken"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        """Oldest first; one open at a time; taken or refused by another person."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(answered_at=None), name="one_handover_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(taken=None) | models.Q(taken=True) | ~models.Q(reason=""),
                name="refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} → {self.unit_id}"
