"""Irregularities, what was said of them, and the looks of the judge that found them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.cards.models import Card
from efficiency.clocks.models import Matter
from efficiency.irregularities.kinds import RemarkKind, State
from efficiency.irregularities.querysets import FindingQuerySet
from efficiency.organization.models import Unit


class Look(models.Model):
    """One look of the judge for irregularities that found some or failed; and the latest idle one.

    `full` looked at everything, else at what happened since shortly before the last good look.
    `failed` names what could not be looked for.
    """

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    full = models.BooleanField(_("everything was looked at"), default=False)
    found = models.PositiveIntegerField(_("found"), default=0)
    cards = models.PositiveIntegerField(_("cards"), default=0)
    failed = models.JSONField(_("could not be looked for"), default=list)
    worker = models.CharField(_("worker"), max_length=100, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("look for irregularities")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%F %T} {self.found}"


class Finding(models.Model):
    """An irregularity that the judge found, once for each rule and subject.

    `sign` names what exactly is irregular under the rule, `subject` the row in which it was seen.
    `facts` are plain texts without anybody's identity. Only where it stands changes (`state`), and
    once its `card`, which the city's setting made of it: a database trigger refuses the rest, and
    that a row is removed, but for the demo city's.
    """

    rule = models.CharField(_("rule"), max_length=8)
    sign = models.CharField(_("what is irregular"), max_length=30)
    subject = models.CharField(max_length=100)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="findings", verbose_name=_("unit"), db_index=False
    )
    at = models.DateTimeField(_("happened at"))
    found_at = models.DateTimeField(_("found at"))
    facts = models.JSONField(_("facts"), default=dict)
    card = models.OneToOneField(Card, on_delete=models.PROTECT, null=True, blank=True, related_name="finding")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.FOUND)
    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="findings")
    demo = models.BooleanField(_("demo"), default=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        """Newest first; each is found once."""

        verbose_name = _("irregularity")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "subject"], name="one_finding_a_subject")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="finding_newest"),
            models.Index(fields=["unit", "-at", "-id"], name="finding_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"


class Remark(models.Model):
    """What the unit or the office said of an irregularity: append-only, but for the demo city's."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices)
    text = models.CharField(_("text"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Oldest first; never without words."""

        verbose_name = _("remark on an irregularity")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="remark_has_words")]

    def __str__(self) -> str:
        return f"{self.kind} {self.finding_id}"
