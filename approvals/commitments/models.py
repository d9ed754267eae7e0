"""Commitments and their versions, whether they were kept, and checks of what must be published."""

import re
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.commitments.kinds import Consequence, Finding, Measure, Outcome, Topic
from approvals.commitments.querysets import CommitmentQuerySet, VerdictQuerySet, VersionQuerySet
from efficiency.cards.models import Card
from efficiency.organization.models import Unit


class Commitment(models.Model):
    """One public commitment of a unit. What it says stands in its versions; the newest published one counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("unit"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        """By unit."""

        verbose_name = _("public commitment")
        ordering: ClassVar = ["unit__path", "id"]

    def __str__(self) -> str:
        return f"{self.unit_id}-{self.pk}"


class Version(models.Model):
    """What a commitment says from a day on. Never changed: a new version takes its place, or ends it.

    It is measured for each whole month whose first day it covers.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.CharField(pgettext_lazy("of a unit", "commitment"), max_length=300)
    measure = models.CharField(_("seen by"), max_length=10, choices=Measure.choices)
    threshold = models.DecimalField(_("threshold"), max_digits=6, decimal_places=1, null=True)
    published_from = models.DateField(_("published from"))
    ends = models.BooleanField(_("ends the commitment"), default=False)
    ground = models.CharField(_("ground"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("version of a commitment")
        ordering: ClassVar = ["commitment", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="one_commitment_version"),
            models.CheckConstraint(
                condition=models.Q(measure="assessed") | models.Q(threshold__isnull=False),
                name="commitment_has_threshold",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def measure_words(self) -> str:
        """By what it is seen, with its threshold where the measure leaves a gap for it."""
        words = str(self.get_measure_display())
        if self.threshold is None:
            return words
        return re.sub("…+ ?(?=%)|…+", f"{self.threshold.normalize():f}", words)


class Verdict(models.Model):
    """Whether a commitment was kept in a month, with the numbers it was seen by. Never changed.

    `part` of `whole` is what was counted (of a number: the number alone). `evidence` is for those
    that the office assesses.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="verdicts")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="verdicts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    outcome = models.CharField(pgettext_lazy("commitment", "outcome"), max_length=8, choices=Outcome.choices)
    part = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    evidence = models.CharField(_("evidence"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        """Newest month first."""

        verbose_name = _("verdict on a commitment")
        ordering: ClassVar = ["-month", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "month"], name="one_verdict_a_month"),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "outcome"], name="verdict_month")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.month:%Y-%m}: {self.outcome}"

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        following = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


class Answer(models.Model):
    """What a unit says to a broken commitment. Never changed."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="answer")
    text = models.CharField(_("answer of the unit"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Newest first."""

        verbose_name = _("answer to a broken commitment")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.text[:40]


class Settlement(models.Model):
    """What the office made of a broken commitment, once. Never changed."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="settlement")
    kind = models.CharField(_("consequence"), max_length=4, choices=Consequence.choices)
    ground = models.CharField(_("ground"), max_length=500)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Newest first."""

        verbose_name = _("consequence of a broken commitment")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.verdict_id}: {self.kind}"


class Check(models.Model):
    """One check of what a unit must publish. Never changed; the newest counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    topic = models.CharField(_("what must be published"), max_length=12, choices=Topic.choices)
    finding = models.CharField(_("finding"), max_length=10, choices=Finding.choices)
    place = models.CharField(_("where it was found"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Newest first."""

        verbose_name = _("check of publication")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["unit", "topic", "-at"], name="check_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.topic}: {self.finding}"
