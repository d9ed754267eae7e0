"""Matters, the narrow clocks on them, and the events that move a clock."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.changes.models import Change
from efficiency.clocks.kinds import ClockKind, DayEnd, Ground, LimitUnit, Subsystem
from efficiency.clocks.querysets import ClockQuerySet, MatterQuerySet
from efficiency.organization.models import Unit


class Matter(models.Model):
    """The supervised thing: one row for every complaint, case, task or supervised case.

    It says what lists and cards must show without asking the room that owns the thing.
    `unit` is the unit that has the matter now, `officer` the person in charge there.
    `title` holds no personal data.
    """

    reference = models.CharField(_("number"), max_length=50, unique=True)
    title = models.CharField(_("matter"), max_length=200)
    subsystem = models.CharField(_("subsystem"), max_length=16, choices=Subsystem.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matters", verbose_name=_("unit"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = models.CharField(max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("matter")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.reference


class Policy(models.Model):
    """The limit of a kind of clock and what its breach costs: a row, never a constant.

    A change is a new version by two persons; in force is the newest version whose
    `effective_from` has come. Running clocks keep the limit copied when they started and name
    the version they run under. `basis` says where the limit comes from (a law's article, a
    document, or "setting of the city" where no source was found), `ground` why it was changed.
    """

    kind = models.CharField(_("kind of clock"), max_length=12, choices=ClockKind.choices)
    version = models.PositiveIntegerField(_("version"))
    rule = models.CharField(_("rule"), max_length=20, help_text=_("The number that a card names, e.g. E-20."))
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True)
    limit_unit = models.CharField(_("unit of the limit"), max_length=2, choices=LimitUnit.choices)
    day_end = models.CharField(_("end of the day"), max_length=8, choices=DayEnd.choices)
    warn_before = models.PositiveSmallIntegerField(
        _("reminder before the limit"), null=True, blank=True, help_text=_("Working days; empty: no reminder.")
    )
    grave_after = models.PositiveSmallIntegerField(
        _("second level after the limit"),
        null=True,
        blank=True,
        help_text=_("Working days; empty: no second level on this clock."),
    )
    breach_level = models.PositiveSmallIntegerField(_("level of a breach"))
    basis = models.CharField(_("basis"), max_length=300)
    effective_from = models.DateTimeField(_("effective from"))
    ground = models.CharField(_("ground"), max_length=500, blank=True)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="policies")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), null=True)  # NULL on the versions a city starts with

    class Meta:
        """By kind, newest version first."""

        verbose_name = _("policy")
        ordering = ["kind", "-version"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="policy_by_two_persons",
            ),
            models.UniqueConstraint(fields=["kind", "version"], name="one_policy_a_version"),
            models.CheckConstraint(condition=models.Q(breach_level__lte=2), name="known_breach_level"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"

    @property
    def reminds_before(self) -> int | None:
        """How long before the limit to remind. Never where the breach itself is only noted: reminder
        and breach would be of one level, and the first would stand in the place of the second."""
        return self.warn_before if self.breach_level else None


class Clock(models.Model):
    """One promise on a matter. Narrow: no texts, and one index that serves the judge.

    `limit` is copied from the policy or the item when the clock starts. `extended` is the sum
    of granted extensions, in the limit's unit. `due_at` is exclusive: in time means
    `stopped_at < due_at`; a day that ends at 24:00 has the next local midnight. All moments are
    a pure function (deadlines.py) of the start, the limit, the events and the calendar.

    `look_at` is the next moment at which the judge must look; NULL only where there is nothing
    to look for. `stage` is what the judge looks for next (0 reminder, 1 breach, 2 grave breach,
    3 nothing more). `attempt` rises only when a card is revoked and this clock re-dated.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="clocks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    limit = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    day_end = models.CharField(max_length=8, choices=DayEnd.choices)
    extended = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    grave_at = models.DateTimeField(null=True, blank=True)
    breach_level = models.PositiveSmallIntegerField()
    look_at = models.DateTimeField(null=True, blank=True)
    stage = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    paused = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    calendar = models.PositiveIntegerField()

    objects = ClockQuerySet.as_manager()

    class Meta:
        """The judge's index; the lists' indexes of what still runs, of a unit and of all."""

        verbose_name = _("clock")
        indexes = [
            models.Index(fields=["look_at", "id"], condition=models.Q(look_at__isnull=False), name="clock_look"),
            models.Index(
                fields=["unit", "due_at", "id"],
                condition=models.Q(stopped_at=None, cancelled_at=None),
                name="clock_running",
            ),
            models.Index(
                fields=["due_at", "id", "kind"],
                condition=models.Q(stopped_at=None, cancelled_at=None),
                name="clock_due_running",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stopped_at=None) | models.Q(stopped_at__gte=models.F("started_at")),
                name="stopped_after_start",
            ),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("started_at")), name="due_after_start"),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None) | models.Q(cancelled_at=None), name="stopped_or_cancelled"
            ),
            models.CheckConstraint(condition=models.Q(stage__lte=3, breach_level__lte=2), name="known_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def running(self) -> bool:
        """Neither stopped nor cancelled; a paused clock is running."""
        return self.stopped_at is None and self.cancelled_at is None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the promise was broken by `now`: finished at or after the due moment, or not finished."""
        if self.cancelled_at is not None:
            return False
        return (self.stopped_at or now) >= self.due_at


class Pause(models.Model):
    """A span that a clock does not count: the days after `paused_from` up to and including the
    day it ends (the earlier of `resumed_at` and `planned_until`)."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices)
    document = models.CharField(_("written notice"), max_length=100)
    paused_from = models.DateTimeField(_("paused from"))
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("resumed at"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Two persons; an end after the start; one open pause a clock."""

        verbose_name = _("pause")
        ordering = ["paused_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resumed_at=None) | models.Q(resumed_at__gte=models.F("paused_from")),
                name="resumed_after_pause",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by=None) | ~models.Q(asked_by=models.F("approved_by")),
                name="pause_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(resumed_at=None, planned_until=None), name="one_open_pause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.paused_from:%F}"


class Extension(models.Model):
    """More time for a clock, granted before it ran out."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="extensions")
    amount = models.PositiveSmallIntegerField(_("more time"), help_text=_("In the unit of the limit."))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        """At most one extension a clock; granted by another person than asked."""

        verbose_name = _("extension")
        constraints = [
            models.UniqueConstraint(fields=["clock"], name="one_extension_a_clock"),
            models.CheckConstraint(
                condition=models.Q(asked_by=None) | ~models.Q(asked_by=models.F("approved_by")),
                name="extension_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.amount}"


class Redating(models.Model):
    """One re-dating of the running clocks after a calendar change, and how much it moved."""

    calendar = models.PositiveIntegerField(_("calendar version"), unique=True)
    done_at = models.DateTimeField(_("done at"))
    examined = models.PositiveIntegerField(_("clocks examined"))
    moved = models.PositiveIntegerField(_("deadlines moved"))

    class Meta:
        """Newest first."""

        verbose_name = _("re-dating")
        ordering = ["-calendar"]

    def __str__(self) -> str:
        return str(self.calendar)


class Move(models.Model):
    """A due moment that a new calendar version moved: what a re-dating lists."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="moves", db_index=False)  # the constraint's
    calendar = models.PositiveIntegerField(_("calendar version"))
    was_due_at = models.DateTimeField(_("was due"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        """By calendar version."""

        verbose_name = _("moved deadline")
        constraints = [models.UniqueConstraint(fields=["clock", "calendar"], name="one_move_a_version")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.was_due_at:%F} → {self.due_at:%F}"
