"""Changes that take two persons."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.changes.kinds import ChangeKind, Difference, UnableToChange, kind_of
from efficiency.changes.querysets import ChangeQuerySet


class Decision(models.TextChoices):
    """How a change ended."""

    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Change(models.Model):
    """A change proposed by one person with a ground, and decided by another.

    What was proposed never changes: a database trigger refuses. `effect` keeps the sentences
    that the proposer was shown; the decider sees the effect computed anew.
    """

    kind = models.CharField(_("kind of change"), max_length=24)
    title = models.CharField(_("what changes"), max_length=200)
    payload = models.JSONField(default=dict)
    effect = models.JSONField(_("effect when proposed"), default=list)
    ground = models.CharField(_("ground"), max_length=500)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    result = models.CharField(max_length=200, blank=True)  # path of what came of it
    demo = models.BooleanField(_("demo"), default=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        """Two persons; only the proposer withdraws; newest first."""

        verbose_name = _("change")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="withdrawn", decided_by=models.F("proposed_by"))
                | (~models.Q(decision="withdrawn") & ~models.Q(decided_by=models.F("proposed_by")))
                | models.Q(decided_by=None),
                name="change_by_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, decision="")
                | (models.Q(decided_at__isnull=False, decided_by__isnull=False) & ~models.Q(decision="")),
                name="change_decided_whole",
            ),
            models.CheckConstraint(condition=~models.Q(ground=""), name="change_has_ground"),
        ]
        indexes = [models.Index(fields=["-id"], condition=models.Q(decided_at=None), name="change_open")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_known(self) -> ChangeKind | None:
        """The registered kind; None where no room knows it any more."""
        try:
            return kind_of(self.kind)
        except UnableToChange:
            return None

    @property
    def differences(self) -> list[Difference]:
        """What would be set, as its room puts it."""
        kind = self.kind_known
        return kind.describe(self.payload) if kind else []

    @property
    def open(self) -> bool:
        """It awaits its second person."""
        return self.decided_at is None

    def may_be_decided_by(self, user: Any) -> bool:
        """Another person than the proposer, with a role that decides on this kind."""
        kind = self.kind_known
        return self.open and kind is not None and kind.may_decide(user) and user.pk != self.proposed_by_id
