"""Ratings, what followed them, and the tablets of the counters."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case, Item
from approvals.ratings.kinds import BAD_CODES, Channel, Code, RulingKind, Stage, Step
from approvals.ratings.querysets import RatingQuerySet
from efficiency.changes.models import Change
from efficiency.clocks.models import Matter
from efficiency.organization.models import Unit


class Rating(models.Model):
    """What somebody said of a service: freely given, never changed, never deleted.

    `words` is what the rater wrote, without names and numbers; nothing else is kept of it. `named`
    means that the rater gave his name for it: who he is stands with the case alone, in the vault.
    A bad named rating opens a matter of its own, on which the clocks of contact and of putting
    right run (T-58). `clerk` is who took the case at the window. A voided rating stays, and is
    left out of the figures (`voided_at`); the rulings say why. Ratings of other systems have no
    case here; `source` and `number` say which they are.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="ratings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("item"))
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(_("service rated"), max_length=10, choices=Stage.choices)
    channel = models.CharField(_("given by"), max_length=8, choices=Channel.choices)
    code = models.PositiveSmallIntegerField(_("rating"), choices=Code.choices)
    words = models.CharField(_("words of the rater"), max_length=500, blank=True)
    named = models.BooleanField(_("with name"), default=False)
    rated_at = models.DateTimeField(_("rated at"))
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, null=True, related_name="rating")
    contacted_at = models.DateTimeField(_("contacted at"), null=True)
    rectified_at = models.DateTimeField(_("put right at"), null=True)
    called_back_at = models.DateTimeField(_("called back at"), null=True)
    appealed_at = models.DateTimeField(_("appealed at"), null=True)
    appeal_open = models.BooleanField(default=False)
    voided_at = models.DateTimeField(_("voided at"), null=True)
    source = models.CharField(_("other system"), max_length=60, blank=True)
    number = models.CharField(_("number there"), max_length=60, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("rating")
        ordering: ClassVar = ["-rated_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["rated_at", "id"], name="rating_newest"),
            models.Index(fields=["unit", "rated_at", "id"], name="rating_unit"),
        ]
        constraints: ClassVar = [
            # T-59: one rating a service at the counter, one a matter online.
            models.UniqueConstraint(fields=["case", "stage"], name="one_rating_a_service"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(channel="online"), name="one_rating_online"),
            models.UniqueConstraint(
                fields=["source", "number"], condition=models.Q(channel="imported"), name="one_rating_a_number"
            ),
            models.CheckConstraint(condition=models.Q(code__gte=1, code__lte=5), name="rating_code_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.code}"

    @property
    def bad(self) -> bool:
        """4 or 5."""
        return self.code in BAD_CODES

    @property
    def followed_up(self) -> bool:
        """Whether the rules of bad named ratings apply to it."""
        return self.matter_id is not None

    @property
    def awaits_contact(self) -> bool:
        """Nobody has spoken with the rater yet."""
        return self.followed_up and self.voided_at is None and self.contacted_at is None

    @property
    def awaits_fix(self) -> bool:
        """It has not been put right yet."""
        return self.followed_up and self.voided_at is None and self.rectified_at is None

    @property
    def awaits_call_back(self) -> bool:
        """It was put right, and the rater does not know yet."""
        return self.rectified_at is not None and self.called_back_at is None and self.voided_at is None

    @property
    def state_words(self) -> str:
        """Where it stands."""
        if self.voided_at is not None:
            return str(_("voided"))
        if not self.bad:
            return "–"
        if not self.followed_up:
            return str(_("without name"))
        if self.contacted_at is None:
            return str(_("to be contacted"))
        if self.rectified_at is None:
            return str(_("to be put right"))
        return str(_("to be called back")) if self.called_back_at is None else str(_("settled"))


class FollowUp(models.Model):
    """One step after a bad rating. Never changed."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=Step.choices)
    how = models.CharField(_("how"), max_length=100, blank=True)
    text = models.CharField(_("what was said or done"), max_length=1000)
    reasons = models.CharField(_("reasons"), max_length=1000, blank=True)
    content = models.BooleanField(_("the rater is content now"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """In the order of what happened."""

        verbose_name = _("step after a bad rating")
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.kind}"


class Appeal(models.Model):
    """A unit says that a rating is mistaken or malicious."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="appeals")
    ground = models.CharField(_("ground of the appeal"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        """In the order of what happened."""

        verbose_name = _("appeal against a rating")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rating"], condition=models.Q(answered_at=None), name="one_open_appeal_a_rating"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.at}"


class Ruling(models.Model):
    """What the office decided: voiding and reinstating by two persons, rejecting an appeal by one. Never changed."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(_("ruling"), max_length=10, choices=RulingKind.choices)
    ground = models.CharField(_("ground"), max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """In the order of what happened."""

        verbose_name = _("ruling on a rating")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="rejected") | ~models.Q(proposed_by=models.F("by")),
                name="rating_ruled_by_two_persons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.kind}"


class Tablet(models.Model):
    """The tablet of a clerk's window: shows one service at a time, for some minutes, and nothing else.

    Only the keyed digest of its address is kept. A new address ends the old one.
    """

    clerk = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tablet")
    digest = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    shown_at = models.DateTimeField(null=True)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """By clerk."""

        verbose_name = _("tablet")
        ordering: ClassVar = ["clerk"]

    def __str__(self) -> str:
        return str(self.clerk_id)
