"""What the city calls a level and what it costs; what a card says and how long its periods are.

Rows are versions: never changed, in force is the newest one whose `effective_from` has come. A
card keeps the versions that it was issued under, so that it reads in ten years as it did then.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.cards.kinds import LevelNumber
from efficiency.changes.models import Change


class Version(models.Model):
    """What every version bears: since when, why, by whom."""

    version = models.PositiveIntegerField(_("version"), default=1)
    effective_from = models.DateTimeField(_("effective from"))
    ground = models.CharField(_("ground"), max_length=500, blank=True)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), null=True)  # NULL on the versions a city starts with

    class Meta:
        """For Level and CardPolicy alone."""

        abstract = True


class Level(Version):
    """What the city calls a level, and what it costs: settings with no claim to authority
    (RULES.md 2.1, 2.2)."""

    number = models.PositiveSmallIntegerField(_("level"), choices=LevelNumber.choices)
    name_en = models.CharField(_("name in English"), max_length=30)
    name_hans = models.CharField(_("name in simplified characters"), max_length=30)
    name_hant = models.CharField(_("name in traditional characters"), max_length=30)
    sign = models.CharField(_("sign on the badge"), max_length=2)
    colour = models.CharField(
        _("colour"), max_length=10, choices=[("yellow", _("yellow")), ("red", _("red")), ("none", _("none"))]
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)

    class Meta:
        """By number; two persons for what came after the first."""

        verbose_name = _("level")
        ordering = ["number", "version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_level_a_version"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="level_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_en} v{self.version}"

    @classmethod
    def at(cls, moment: datetime) -> "dict[int, Level]":
        """The levels in force at a moment, by number."""
        rows = Level.objects.filter(effective_from__lte=moment).order_by("number", "version")
        return {row.number: row for row in rows}


class CardPolicy(Version):
    """Periods around a card, in working days, and what is printed on it."""

    answer_days = models.PositiveSmallIntegerField(_("days for the unit's statement"), default=3)
    review_days = models.PositiveSmallIntegerField(_("days for the office's review"), default=5)
    rectify_days = models.PositiveSmallIntegerField(_("days for rectification"), default=10)
    issuer = models.CharField(_("issuing office"), max_length=60, default="市效能办")
    article = models.CharField(_("basis named on the card"), max_length=300, blank=True)
    remedy = models.TextField(_("remedy text on the card"), blank=True)

    class Meta:
        """One row for each version; two persons for what came after the first."""

        verbose_name = _("card policy")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="one_card_policy_a_version"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="card_policy_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    @classmethod
    def at(cls, moment: datetime) -> "CardPolicy":
        """What is in force at a moment."""
        return CardPolicy.objects.filter(effective_from__lte=moment).order_by("-version")[0]
