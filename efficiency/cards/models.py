"""Cards, what was done to them, and the runs of the judge."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.cards.kinds import OPEN_STATES, UNFINISHED_STATES, ActKind, LevelNumber, RulingKind, State
from efficiency.cards.querysets import CardQuerySet, LaunchQuerySet, ShadowQuerySet
from efficiency.cards.terms import CardPolicy as CardPolicy  # noqa: PLC0414  (terms stand with the models too)
from efficiency.cards.terms import Level as Level  # noqa: PLC0414
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit


class Series(models.Model):
    """The last card number given in a year; its row is locked while numbers are given.

    Demo cards have a series of their own. Gapless: numbers are given in the transaction that
    writes the cards, so a transaction that fails gives none.
    """

    year = models.PositiveSmallIntegerField()
    demo = models.BooleanField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each year and series."""

        constraints = [models.UniqueConstraint(fields=["year", "demo"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class SweepRun(models.Model):
    """One run of the judge that found work, failed, or was refused; and the latest idle one."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    looked = models.PositiveIntegerField(_("clocks looked at"), default=0)
    reminders = models.PositiveIntegerField(_("reminders"), default=0)
    first = models.PositiveIntegerField(_("first level"), default=0)
    grave = models.PositiveIntegerField(_("second level"), default=0)
    failed = models.PositiveIntegerField(_("failed rows"), default=0)
    refusal = models.CharField(_("refused because"), max_length=300, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)

    class Meta:
        """Newest first; health asks for the last good one."""

        verbose_name = _("sweep")
        ordering = ["-id"]
        indexes = [models.Index(fields=["-finished_at"], condition=models.Q(refusal=""), name="sweep_good")]

    def __str__(self) -> str:
        return f"{self.started_at:%F %T}"


class ClockFault(models.Model):
    """A clock that the judge could not judge, put an hour ahead, with the error kept."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="faults")
    at = models.DateTimeField(_("at"))
    error = models.TextField(_("error"))
    solved_at = models.DateTimeField(_("solved at"), null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("fault of a clock")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.at:%F %T}"


class Reconciliation(models.Model):
    """One look for cards that are missing or too many, and what it found (no personal data)."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    full = models.BooleanField(_("everything was looked at"))
    last_card = models.BigIntegerField(default=0)  # cards up to this one were looked at by the last full look
    found = models.PositiveIntegerField(_("found"), default=0)
    findings = models.JSONField(default=list)
    worker = models.CharField(_("worker"), max_length=100, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("reconciliation")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%F %T} {self.found}"


class Card(models.Model):
    """A reminder (level 0), a yellow card (1) or a red card (2) against a unit.

    The facts never change and the row is never deleted: a database trigger refuses. Only where
    the card stands changes: `state`, `standing_level`, `standing_points`, `superseded_by`,
    `served_at`. `breached_at` is the legal moment of the breach, `issued_at` the
    moment of issue. Cards issued by hand have no clock. The officer in charge at that moment is
    kept for the unit and the office to see; nothing follows for the officer by itself.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"), null=True, blank=True)  # NULL on reminders
    demo = models.BooleanField(_("demo"), default=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=LevelNumber.choices)
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="cards", db_index=False
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="cards")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="cards", verbose_name=_("unit"), db_index=False
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.CharField(_("rule"), max_length=20)
    rule_version = models.PositiveIntegerField(_("version of the rule"), default=1)
    ground = models.CharField(_("ground"), max_length=500, blank=True)  # written by hand
    facts = models.JSONField(_("facts"), default=dict)
    calendar = models.PositiveIntegerField(_("calendar version"), null=True, blank=True)
    breached_at = models.DateTimeField(_("moment of the breach"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sweep = models.ForeignKey(
        SweepRun, on_delete=models.PROTECT, null=True, blank=True, related_name="cards", db_index=False
    )
    answer_by = models.DateTimeField(_("statement until"), null=True, blank=True)
    # What the card says beside its facts, as it was when it was issued; NULL: the first version.
    terms = models.ForeignKey(
        CardPolicy, on_delete=models.PROTECT, null=True, blank=True, related_name="cards", db_index=False
    )
    level_version = models.PositiveIntegerField(_("version of the level"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ISSUED)
    standing_level = models.PositiveSmallIntegerField(_("level that stands"), choices=LevelNumber.choices)
    standing_points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", db_index=False
    )
    served_at = models.DateTimeField(_("received at"), null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        """Exactly one card for a clock, level and attempt; gapless numbers.

        A card is written into every index: a column has one only where nothing else begins with it.
        """

        verbose_name = _("card")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "level", "attempt"], name="one_card_a_breach"),
            models.UniqueConstraint(fields=["year", "demo", "serial"], name="one_card_a_number"),
            models.CheckConstraint(
                condition=models.Q(level=0, serial=None) | models.Q(level__gt=0, serial__isnull=False),
                name="numbered_unless_reminder",
            ),
            models.CheckConstraint(
                condition=models.Q(clock__isnull=False) | ~models.Q(ground=""), name="ground_if_by_hand"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-issued_at", "-id"], name="card_unit"),
            models.Index(fields=["-issued_at", "-id"], name="card_board"),
            models.Index(fields=["breached_at", "id"], condition=models.Q(level__gt=0), name="card_late"),
            models.Index(
                fields=["superseded_by"], condition=models.Q(superseded_by__isnull=False), name="card_superseding"
            ),
            models.Index(
                fields=["unit", "standing_level", "state", "issued_at"],
                condition=models.Q(state__in=UNFINISHED_STATES),
                name="card_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The printed number, e.g. 效能卡〔2026〕12号; demo cards say so (演示)."""
        if self.serial is None:
            return ""
        return f"{'演示' if self.demo else '效能'}卡〔{self.year}〕{self.serial}号"

    @property
    def own_terms(self) -> CardPolicy:
        """What was printed on cards, and how long its periods were, when this one was issued."""
        return self.terms or CardPolicy.objects.order_by("version")[0]

    def counts(self, now: datetime) -> bool:
        """Tell whether the points count: upheld or decided, or the time to answer has passed."""
        if self.state in (State.REVOKED, State.SUPERSEDED) or self.standing_points == 0:
            return False
        return self.state not in OPEN_STATES or (self.answer_by is not None and now >= self.answer_by)


class StandIn(models.Model):
    """Who stood in for somebody who was away when a card was issued (S12): append-only.

    `away` was told of the card, as officer in charge or as head of the unit; `person` is NULL
    where nobody was left to stand in.
    """

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="stand_ins", db_index=False)
    away = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One for each person who was away."""

        verbose_name = _("stand-in")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["card", "away"], name="one_stand_in_a_person")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.away_id} {self.person_id}"

    @property
    def is_officer(self) -> bool:
        """Away was the officer in charge of the card's matter."""
        return self.away_id == self.card.officer_id


class Act(models.Model):
    """Something done to a card by one person: append-only."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(_("act"), max_length=12, choices=ActKind.choices)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        """Oldest first."""

        verbose_name = _("act on a card")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.card_id}"


class Ruling(models.Model):
    """A revocation or downgrade: proposed by one person with a ground, decided by another."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(_("ruling"), max_length=10, choices=RulingKind.choices)
    ground = models.CharField(_("ground"), max_length=500)
    # A pause that should have been recorded: revoking then re-dates the clock (T-39).
    pause_ground = models.CharField(_("ground of the late pause"), max_length=16, blank=True)
    pause_document = models.CharField(_("document of the late pause"), max_length=100, blank=True)
    pause_from = models.DateField(_("paused after"), null=True, blank=True)
    pause_until = models.DateField(_("up to and including"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    confirmed = models.BooleanField(_("confirmed"), null=True)
    decision_note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        """Two persons, and one open proposal a card."""

        verbose_name = _("ruling")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="ruling_by_two_persons",
            ),
            models.UniqueConstraint(fields=["card"], condition=models.Q(decided_at=None), name="one_open_ruling"),
            models.CheckConstraint(condition=~models.Q(ground=""), name="ruling_has_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.card_id}"


class BoardVisit(models.Model):
    """When somebody last looked at the board: what came since is new to them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_visit")
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%F %T}"


class Launch(models.Model):
    """From when on cards are issued in a part of the city that is going live.

    A breach whose legal moment lies before `cards_from` gets no card and no reminder; it is kept
    as a Shadow. Without `cards_from` the part is on trial. The part is the matters of
    `subsystem` (empty: all) in `unit` and below (empty: the whole city). What no row covers is
    carded. Changed by two persons alone; once cards have been issued the trial cannot come back.
    """

    subsystem = models.CharField(_("subsystem"), max_length=16, choices=Subsystem.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cards_from = models.DateTimeField(_("cards from"), null=True, blank=True)
    begun_at = models.DateTimeField(_("trial begun at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = LaunchQuerySet.as_manager()

    class Meta:
        """One row for each part."""

        verbose_name = _("launch")
        ordering = ["subsystem", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["subsystem", "unit"], name="one_launch_a_part"),
            models.UniqueConstraint(fields=["subsystem"], condition=models.Q(unit=None), name="one_launch_of_the_city"),
        ]

    def __str__(self) -> str:
        return f"{self.get_subsystem_display() if self.subsystem else '*'} {self.unit or '*'}"

    def on_trial(self, now: datetime) -> bool:
        """Tell whether breaches of this moment are kept as shadows."""
        return self.cards_from is None or now < self.cards_from


class Shadow(models.Model):
    """A card that would have been issued, had the part of the city not been on trial: append-only."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="shadows")
    level = models.PositiveSmallIntegerField(_("level"), choices=LevelNumber.choices)
    attempt = models.PositiveSmallIntegerField()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="shadows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shadows", verbose_name=_("unit"))
    rule = models.CharField(_("rule"), max_length=20)
    breached_at = models.DateTimeField(_("moment of the breach"))
    noted_at = models.DateTimeField(_("noted at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = ShadowQuerySet.as_manager()

    class Meta:
        """Exactly one for a clock, level and attempt, as with cards."""

        verbose_name = _("would-be card")
        ordering = ["-breached_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "level", "attempt"], name="one_shadow_a_breach"),
        ]
        indexes = [
            models.Index(fields=["-breached_at", "-id"], name="shadow_list"),
            models.Index(fields=["unit", "-breached_at", "-id"], name="shadow_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.level}"
