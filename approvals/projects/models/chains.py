"""Chain templates: data with versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.projects.chains import Plan, loaded
from approvals.projects.kinds import Series
from efficiency.changes.models import Change


class Template(models.Model):
    """A chain that projects of a series follow."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("chain"), max_length=100)
    series = models.CharField(_("series"), max_length=10, choices=Series.choices)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """By code."""

        verbose_name = _("chain template")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One version of a chain: its steps and its promise as a whole, made by two persons and never changed.

    `steps` is a list of chains.Plan. `total` is the promise in working days from the step that
    starts the total clock to the one that ends it, `before` what was promised before.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    steps = models.JSONField(pgettext_lazy("chain", "steps"), default=list)
    total = models.PositiveSmallIntegerField(_("promised for the whole chain"), help_text=_("Working days."))
    before = models.PositiveSmallIntegerField(
        _("promised before"), null=True, blank=True, help_text=_("Working days; empty where nothing was.")
    )
    basis = models.CharField(_("basis"), max_length=300)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        """Newest first; one row a version, by two persons."""

        verbose_name = _("version of a chain")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["template", "version"], name="one_chain_a_version"),
            models.CheckConstraint(condition=models.Q(total__gt=0), name="chain_promise_is_positive"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="chain_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.version}"

    @property
    def plans(self) -> list[Plan]:
        """The steps."""
        return loaded(self.steps)
