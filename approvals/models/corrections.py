"""What the counter told the applicant to complete, all at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.kinds import Rule
from approvals.models.cases import Case


class Correction(models.Model):
    """A one-time notice (Administrative Licensing Law art. 32(4)).

    A second one on the same case exists only where it names what is wrong with a paper that came
    with the completion. `correct_by` is the last day told to the applicant; `answered_at` when
    everything it names was handed in.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    told_at = models.DateTimeField(_("told at"))
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    correct_by = models.DateField(_("to be completed by"))
    answered_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    class Meta:
        """In the order of time; one open notice a case."""

        verbose_name = _("one-time notice")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(answered_at=None), name="one_open_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.told_at:%F}"


class Point(models.Model):
    """One thing to complete: a material of the item's list (`about`), or the application itself (empty)."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="points")
    about = models.CharField(_("material"), max_length=200, blank=True)
    words = models.CharField(_("what is missing or wrong"), max_length=300)
    answered_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    class Meta:
        """In the order in which they were told."""

        verbose_name = _("point of a notice")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words

    @property
    def told(self) -> str:
        """The point as the notice prints it."""
        return f"{self.about}：{self.words}" if self.about else self.words


class Irregularity(models.Model):
    """An act on a case that a rule forbids, tried or done: a fact for the office, never a card by itself."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="irregularities")
    rule = models.CharField(_("rule"), max_length=8, choices=Rule.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refused = models.BooleanField(_("refused"))

    class Meta:
        """Oldest first."""

        verbose_name = _("irregularity")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rule} {self.case_id}"
