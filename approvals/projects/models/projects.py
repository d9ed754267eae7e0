"""Projects and their steps."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Case, Item
from approvals.projects.kinds import Currency, End, Promise, Series, Span, State, StepKind, StepState, Verdict
from approvals.projects.models.chains import TemplateVersion
from approvals.projects.querysets import ProjectQuerySet, StepQuerySet
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit


class Project(models.Model):
    """A project under the number of its matter; the unit of the matter leads and answers for the whole chain.

    The firm is known by `firm` alone, a random key into the vault; the title names the undertaking,
    never the firm. `total_clock` runs from the step that starts it to the step that ends it.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="project")
    chain = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="projects")
    series = models.CharField(_("series"), max_length=10, choices=Series.choices)
    firm = models.UUIDField(null=True, editable=False)
    capital = models.DecimalField(_("capital"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)
    major = models.BooleanField(_("major project"), default=False)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="led_projects"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    ground = models.CharField(_("withdrawn because"), max_length=300, blank=True)
    submission = models.CharField(max_length=64, unique=True)
    total_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        """Newest first; only a major project has a leader; one that ended says when."""

        verbose_name = _("project")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(leader=None) | models.Q(major=True), name="leader_of_major"),
            models.CheckConstraint(condition=models.Q(capital=None) | models.Q(capital__gt=0), name="capital_positive"),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
                name="project_ended_whole",
            ),
        ]
        indexes = [models.Index(fields=["series", "-id"], name="project_series")]

    def __str__(self) -> str:
        return self.matter.reference

    @property
    def open(self) -> bool:
        """Under way."""
        return self.state == State.OPEN

    @property
    def capital_words(self) -> str:
        """The capital as people read it."""
        if self.capital is None:
            return ""
        places = 0 if self.capital == self.capital.to_integral_value() else 2
        return f"{self.capital:,.{places}f} {self.get_currency_display()}"

    @property
    def exact_capital(self) -> str:
        """The capital as a number for a sheet."""
        return "" if self.capital is None else str(self.capital.quantize(Decimal("0.01")))


class Step(models.Model):
    """One step of a project, copied from the chain's version when the project was opened.

    `after` holds the numbers of the steps it waits for. Papers are complete when the window has
    recorded so (`complete_at`, with the list); the promise starts then and never before.
    `left` is what a promise had left when the application was taken back: filing again does not
    give the whole limit again.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(pgettext_lazy("chain", "step"), max_length=100)
    kind = models.CharField(_("way of handling"), max_length=10, choices=StepKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    after = models.JSONField(default=list)
    span = models.CharField(max_length=6, choices=Span.choices, blank=True)
    promise = models.CharField(_("promise"), max_length=12, choices=Promise.choices, blank=True)
    papers = models.JSONField(_("papers"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=StepState.choices)
    ready_at = models.DateTimeField(_("open since"), null=True, blank=True)
    complete_at = models.DateTimeField(_("papers complete since"), null=True, blank=True)
    complete_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken = models.JSONField(_("papers taken"), default=list)
    promise_clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, related_name="+")
    left = models.PositiveSmallIntegerField(null=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        """In the order of the chain; a promise only on complete papers; done whole."""

        verbose_name = pgettext_lazy("chain", "step")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_step_a_number"),
            models.CheckConstraint(
                condition=models.Q(complete_at=None, complete_by=None)
                | models.Q(complete_at__isnull=False, complete_by__isnull=False),
                name="complete_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at=None)),
                name="step_done_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def joint(self) -> bool:
        """Handled by several units together."""
        return self.kind != StepKind.SINGLE

    @property
    def required(self) -> list[str]:
        """The papers that must be there: the item's list, and what the chain adds."""
        listed = self.item.material_list if self.item is not None else []
        return [*listed, *(paper for paper in self.papers if paper not in listed)]


class Run(models.Model):
    """One time that a step was in hand, perhaps as a case; refused or taken back, another may follow."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="runs")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="run")
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end = models.CharField(_("end"), max_length=10, choices=End.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    joint_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """In order; one at a time; ended whole."""

        verbose_name = _("run of a step")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["step"], condition=models.Q(ended_at=None), name="one_run_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="") | (models.Q(ended_at__isnull=False) & ~models.Q(end="")),
                name="run_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.began_at:%F}"


class Part(models.Model):
    """A unit's part of joint handling, with its own limit (T-19)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("opinion"), max_length=10, choices=Verdict.choices, blank=True)
    text = models.TextField(_("in words"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        """One part a unit; answered whole."""

        verbose_name = _("part of joint handling")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="one_part_a_unit"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, verdict="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(verdict="")),
                name="part_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_id}"
