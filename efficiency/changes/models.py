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


class Setting(models.Model):
    """One version of a setting: append-only, a database trigger refuses the rest.

    In force is the newest version whose `effective_from` has come. `digest` covers this row and
    the digest before it, so that the newest row tells a process whether it has read all of them.
    """

    key = models.CharField(_("setting"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    value = models.JSONField(_("value"), null=True)
    effective_from = models.DateTimeField(_("effective from"))
    ground = models.CharField(_("ground"), max_length=500)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="settings")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    digest = models.CharField(_("digest"), max_length=64)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """One row for each version of a key, by two persons."""

        verbose_name = _("setting")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_setting_a_version"),
            models.CheckConstraint(condition=~models.Q(ground=""), name="setting_has_ground"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="setting_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
