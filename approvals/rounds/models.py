"""Rounds with their proposals, and the replay of finished cases that the simulator asks."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.limits import in_words
from approvals.models import LONGEST_LIMIT, Item
from approvals.rounds.kinds import Answer, RoundState
from approvals.rounds.querysets import ProposalQuerySet, RoundQuerySet
from approvals.rounds.sums import Cut
from efficiency.changes.models import Change
from efficiency.clocks.kinds import LimitUnit
from efficiency.organization.models import Unit


class Round(models.Model):
    """A speed-up round: promised limits that are cut together from one day on, by one document.

    `change` is the approval that lies, or lay last, before the second person. A round that is
    approved never changes: it is what was published.
    """

    title = models.CharField(_("title"), max_length=120)
    document = models.CharField(_("document number"), max_length=100)
    note = models.CharField(_("explanation"), max_length=500, blank=True)
    answer_by = models.DateField(_("departments answer by"))
    effective_on = models.DateField(_("in force from"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    opened_at = models.DateTimeField(_("put to the departments at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField(_("given up because"), max_length=300, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        """Newest first; an approved round was approved by a change of two persons."""

        verbose_name = _("speed-up round")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(change__isnull=False, ended_at__isnull=False),
                name="round_approved_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def awaits_second(self) -> bool:
        """Its approval lies before the second person."""
        return self.state == RoundState.OPEN and self.change is not None and self.change.open

    def is_in_force(self, today: date) -> bool:
        """Approved, and its day has come."""
        return self.state == RoundState.APPROVED and self.effective_on <= today


class Proposal(models.Model):
    """What a round proposes for one item. Both limits are copied, and the item's name with them: what was
    published stays readable when the catalogue goes on.

    `kept_because` is why the office keeps a proposal to which the department objects.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proposals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    item_name = models.CharField(_("item"), max_length=200)
    old_limit = models.PositiveSmallIntegerField(_("promised until now"))
    old_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    new_limit = models.PositiveSmallIntegerField(
        _("proposed limit"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIMIT)]
    )
    new_unit = models.CharField(_("unit"), max_length=2, choices=LimitUnit.choices)
    answer = models.CharField(_("department’s answer"), max_length=8, choices=Answer.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    kept_because = models.CharField(_("kept because"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        """One for each item; an objection has its reason; only an objection is overruled."""

        verbose_name = _("proposal")
        ordering = ["unit__path", "item_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="one_proposal_an_item"),
            models.CheckConstraint(condition=models.Q(new_limit__gt=0, old_limit__gt=0), name="proposal_is_positive"),
            models.CheckConstraint(
                condition=~models.Q(answer="objected") | ~models.Q(reason=""), name="objection_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(kept_because="") | models.Q(answer="objected"), name="only_objections_are_overruled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_name}: {self.old_words} → {self.new_words}"

    @property
    def cut(self) -> Cut:
        """Both limits, for the totals."""
        return Cut(self.old_limit, self.old_unit, self.new_limit, self.new_unit)

    @property
    def old_words(self) -> str:
        """The limit promised until now, as people say it."""
        return in_words(self.old_limit, self.old_unit)

    @property
    def new_words(self) -> str:
        """The limit proposed, as people say it."""
        return in_words(self.new_limit, self.new_unit)

    @property
    def unsettled(self) -> bool:
        """The department objects, and the office has not said why it is kept."""
        return self.answer == Answer.OBJECTED and not self.kept_because


class Replay(models.Model):
    """One reading of the finished cases of a span of days: how many there were, and how many could not be replayed.

    `without_promise` had no promised clock (a green channel, a commitment); `in_hours` were counted in
    working hours, `otherwise_extended` given more time in a unit that cannot be turned into days,
    `filed_anew` began with what a withdrawn case had left of its limit.
    """

    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    taken_at = models.DateTimeField(_("replayed at"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    calendar = models.PositiveIntegerField(_("calendar version"))
    finished = models.PositiveIntegerField(_("finished cases"))
    replayed = models.PositiveIntegerField(_("cases replayed"))
    without_promise = models.PositiveIntegerField(default=0)
    in_hours = models.PositiveIntegerField(default=0)
    otherwise_extended = models.PositiveIntegerField(default=0)
    filed_anew = models.PositiveIntegerField(default=0)
    with_pauses = models.PositiveIntegerField(default=0)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Newest first."""

        verbose_name = _("replay of finished cases")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class Bar(models.Model):
    """So many cases of an item, handled by a unit, needed a limit of `used`. Narrow: the simulator reads thousands."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="bars", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    limit_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    used = models.PositiveSmallIntegerField()
    cases = models.PositiveIntegerField()

    class Meta:
        """One bar for each value."""

        verbose_name = _("bar of a histogram")
        constraints = [
            models.UniqueConstraint(fields=["replay", "limit_unit", "item", "unit", "used"], name="one_bar_a_value")
        ]
        indexes = [models.Index(fields=["item"], name="bar_item")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.cases} × {self.used} {self.limit_unit}"
