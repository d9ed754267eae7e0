"""Errands: what an agent carries for whom, where to, and how far it is."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.errands.kinds import State, Step
from approvals.errands.querysets import ErrandQuerySet
from approvals.models import Case, CaseState, Item
from efficiency.organization.models import Unit


class Errand(models.Model):
    """An application that an agent takes for somebody and follows to the end.

    `person` is a random key into the vault. `carried_at` is when the agent handed the papers to the window,
    `taken_at` and `taken_by` are the window's record that it has them; then the window's `case` stands on its
    own, under the law's limits. `sent_back` says why the window did not take the papers. What comes next
    is read off this row and its case, never stored.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="errands", verbose_name=_("agent")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="errands", verbose_name=_("room"))
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="errands_brought", verbose_name=_("window")
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="errands", verbose_name=_("item"))
    person = models.UUIDField(null=True, editable=False)
    materials = models.TextField(_("materials taken"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WITH_AGENT)
    taken_in_at = models.DateTimeField(_("taken from the applicant at"))
    carry_by = models.DateField(_("to be carried by"))
    carried_at = models.DateTimeField(_("carried at"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken by the window at"), null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_back = models.CharField(_("sent back because"), max_length=300, blank=True)
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="errand")
    fetched_at = models.DateTimeField(_("fetched at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=300, blank=True)
    demo = models.BooleanField(default=False)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        """Newest first; a case stands only on what a window took."""

        verbose_name = _("errand")
        ordering = ["-taken_in_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "carry_by"], name="errand_of_room"),
            models.Index(fields=["to_unit", "state"], name="errand_at_window"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="case") | models.Q(taken_at__isnull=False), name="errand_taken_by_window"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, state__in=("agent", "carried", "case"))
                | (models.Q(ended_at__isnull=False) & models.Q(state__in=("delivered", "off"))),
                name="errand_ended_or_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def taken(self) -> list[str]:
        """The materials taken, one by one."""
        return self.materials.splitlines()

    @property
    def step(self) -> Step:
        """What is to be done next; reads the case, which lists select with it."""
        if self.state == State.WITH_AGENT:
            return Step.MEND if self.sent_back else Step.CARRY
        if self.state == State.CARRIED:
            return Step.AT_WINDOW
        if self.state != State.UNDER_WAY or self.case is None:
            return Step.DONE
        if self.case.state == CaseState.CORRECTING:
            return Step.BRING_MORE
        if self.case.state in (CaseState.DECLINED, CaseState.WITHDRAWN):
            return Step.TELL
        if self.case.state == CaseState.FINISHED:
            has_it = self.fetched_at is not None or self.case.delivered_at is not None
            return Step.HAND_OVER if has_it else Step.FETCH
        return Step.WAIT

    def is_late(self, today: date) -> bool:
        """The day by which the papers were to be carried has passed."""
        return self.state == State.WITH_AGENT and self.carry_by < today

    @property
    def history(self) -> list[tuple[datetime, str]]:
        """What happened, oldest first, for agent and window."""
        steps = [
            (self.taken_in_at, _("Taken from the applicant")),
            (self.carried_at, _("Carried to the window")),
            (self.taken_at, _("Taken by the window")),
            (self.fetched_at, _("Decision fetched")),
            (self.ended_at, self.get_state_display()),
        ]
        return [(at, str(words)) for at, words in steps if at is not None]
