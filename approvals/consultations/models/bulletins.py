"""Supervision bulletins (督办通报): what is late, written from the data and approved by a second person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.consultations.kinds import BulletinState
from approvals.consultations.querysets import BulletinQuerySet
from efficiency.organization.models import Unit


class Bulletin(models.Model):
    """A bulletin. `facts` are copied from the clocks when it is drafted and never change.

    The number is given when a second person approves: year and serial without a gap; the demo
    city has a series of its own.
    """

    title = models.CharField(_("title"), max_length=150)
    words = models.TextField(_("what the office asks for"))
    facts = models.JSONField(_("facts"), default=list)
    as_of = models.DateTimeField(_("as of"))
    state = models.CharField(_("state"), max_length=8, choices=BulletinState.choices, default=BulletinState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        """Newest first; two persons; one bulletin a number."""

        verbose_name = _("supervision bulletin")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("drafted_by")),
                name="bulletin_by_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(state="issued", serial__isnull=False, year__isnull=False)
                | (~models.Q(state="issued") & models.Q(serial=None, year=None)),
                name="bulletin_numbered_when_issued",
            ),
            models.UniqueConstraint(fields=["demo", "year", "serial"], name="one_bulletin_a_number"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def number(self) -> str:
        """The number on paper; empty before it is issued."""
        if self.serial is None:
            return ""
        return f"督办通报{'（演示）' if self.demo else ''}〔{self.year}〕{self.serial}号"


class Addressee(models.Model):
    """A unit that a bulletin goes to, and when it acknowledged it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    reply = models.CharField(_("what the unit will do"), max_length=500, blank=True)

    class Meta:
        """Each unit once."""

        verbose_name = _("addressee of a bulletin")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "unit"], name="one_addressee_a_unit")]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.unit_id}"
