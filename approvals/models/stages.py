"""The steps of an accepted case, who has it, and what a commitment came to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.kinds import DelayCause, HearingFinding, StageDuty
from approvals.models.cases import Case
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Clock
from efficiency.organization.models import Unit
from efficiency.organization.roles import Role


class Stage(models.Model):
    """A step of one case, copied from the item when the case was accepted, with a limit of its own.

    They are done in order, by somebody with the role. `duty` says what the law wants of it: an
    inspection on site takes two (Administrative Licensing Law art. 34), whoever examined does not
    chair the hearing (art. 48), and the decision follows what its record comes to (`found`).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("stage"), max_length=60)
    role = models.CharField(_("done by"), max_length=12, choices=Role.choices, blank=True)
    duty = models.CharField(_("kind of stage"), max_length=10, choices=StageDuty.choices, blank=True)
    limit = models.PositiveSmallIntegerField(_("limit"), null=True, blank=True)
    limit_unit = models.CharField(max_length=2, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="stage_of_case")
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)
    found = models.CharField(_("record of the hearing"), max_length=8, choices=HearingFinding.choices, blank=True)

    class Meta:
        """In their order; two on site are two."""

        verbose_name = _("stage")
        ordering = ["case", "place"]
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="one_step_a_place"),
            models.CheckConstraint(
                condition=models.Q(second=None) | ~models.Q(second=models.F("done_by")), name="two_on_site"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """A case offered by the unit that has it to another: the counter, a department, a town, a village room.

    No clock is touched by it: each stays with the unit that it was started for.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    reason = models.CharField(_("why it goes there"), max_length=300)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("offered at"))
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    taken = models.BooleanField(_("taken over"), null=True)
    refusal = models.CharField(_("why not"), max_length=300, blank=True)

    class Meta:
        """Oldest first; one open offer a case."""

        verbose_name = _("hand-over")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(answered_at=None), name="one_open_handover"),
            models.CheckConstraint(
                condition=models.Q(taken=None) | models.Q(taken=True) | ~models.Q(refusal=""),
                name="handover_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_unit_id}"


class Commitment(models.Model):
    """What an applicant committed to so that the decision was made at once, and the later check (S08)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="commitment")
    signed_at = models.DateTimeField(_("signed at"))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kept = models.BooleanField(pgettext_lazy("applicant", "kept"), null=True)
    finding = models.CharField(_("what the check found"), max_length=500, blank=True)
    revoked_at = models.DateTimeField(_("decision revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A check says what it found; the head who revokes is not the one who checked."""

        verbose_name = pgettext_lazy("applicant", "commitment")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept=None) | (models.Q(checked_at__isnull=False) & ~models.Q(finding="")),
                name="check_says_what_it_found",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_by=None) | ~models.Q(revoked_by=models.F("checked_by")),
                name="revoked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Explanation(models.Model):
    """Why a case is late, told in public on its progress page.

    Regulation on Optimizing the Business Environment art. 36. A cause from a list and the day by
    which it will be done: no words that could name anybody.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="explanations")
    cause = models.CharField(_("cause"), max_length=12, choices=DelayCause.choices)
    expected_on = models.DateField(_("will be done by"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        """Oldest first: the newest counts."""

        verbose_name = _("explanation of a delay")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.cause}"
