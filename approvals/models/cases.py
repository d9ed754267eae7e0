"""The cases taken on the items of the catalogue."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from approvals.kinds import CaseState, Currency, DeclineGround, DeliveryWay, Intake, Outcome, Said
from approvals.limits import in_words
from approvals.models.items import Item
from approvals.querysets import CaseQuerySet
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Matter
from efficiency.common.keys import query_code


class Case(models.Model):
    """An application taken at the counter or filed online, under the number of its matter.

    `applicant` is a random key into the vault, `applicant_mark` a keyed digest of the document's
    number, so that the same applicant is known again; it goes when the identity does.
    `received_at` is the database's clock when it came; no form can set it. Both limits are
    copied from the item at receipt, and so are the materials it asks for (`wanted`) and whether it is
    decided on a commitment (`on_commitment`). `queue_number` is the slip of the queue machine.
    `handed_in_at` is when the file was completed after a notice; `accepted_from` the legal day of
    acceptance: the receipt (or the completion) itself where
    nobody accepted or told within 5 working days (Administrative Licensing Law art. 32(4)).
    `predecessor` is the case that the same applicant withdrew before he filed this one; what it
    used of the limits stays used. `remedy` is the text on reconsideration and lawsuit that a
    refusal or a non-acceptance carried. No clerk took what was filed online.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="case")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="cases")
    item_version = models.PositiveIntegerField()
    code_digest = models.CharField(max_length=64, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    applicant = models.UUIDField(null=True, editable=False)
    applicant_mark = models.CharField(max_length=64, blank=True, editable=False)
    predecessor = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("filed anew for"),
    )
    materials = models.TextField(_("materials taken"), blank=True)
    wanted = models.TextField(_("materials asked for"), blank=True)
    queue_number = models.CharField(_("queue number"), max_length=12, blank=True)
    fixed = models.CharField(_("put right on the spot"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    channel = models.CharField(
        _("came"), max_length=8, choices=Intake.choices, default=Intake.COUNTER, db_default="counter"
    )
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices)
    received_at = models.DateTimeField(_("received at"))
    handed_in_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_from = models.DateTimeField(_("counted from"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.CharField(pgettext_lazy("case", "outcome"), max_length=8, choices=Outcome.choices, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True, help_text=_("Certificate number or decision."))
    decline_ground = models.CharField(
        _("not accepted because"), max_length=10, choices=DeclineGround.choices, blank=True
    )
    agency = models.CharField(_("the right agency"), max_length=100, blank=True)
    reasons = models.TextField(_("reasons of a refusal"), blank=True)
    remedy = models.TextField(_("remedy told with a refusal"), blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    delivered_how = models.CharField(_("delivered by"), max_length=8, choices=DeliveryWay.choices, blank=True)
    delivery_slip = models.CharField(_("receipt of the delivery"), max_length=100, blank=True)
    said_how = models.CharField(_("how the applicant said so"), max_length=10, choices=Said.choices, blank=True)
    promised_limit = models.PositiveSmallIntegerField()
    promised_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    statutory_limit = models.PositiveSmallIntegerField(null=True)
    statutory_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    immediate = models.BooleanField(_("decided on the same day"), default=False)
    on_the_spot = models.BooleanField(_("decided by the window itself"), default=False)
    on_commitment = models.BooleanField(_("by notify and commit"), default=False)
    green = models.BooleanField(_("green channel"), default=False)
    capital = models.DecimalField(_("capital"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        """Newest first; an applicant's cases on an item from an index."""

        verbose_name = _("case")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["state", "received_at", "id"], name="case_state"),
            models.Index(fields=["received_at", "item", "channel"], name="case_channel"),
            models.Index(
                fields=["applicant_mark", "id"], condition=~models.Q(applicant_mark=""), name="case_of_applicant"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(models.Q(reasons="") | models.Q(remedy="")),
                name="refusal_has_reasons",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined")
                | ~(models.Q(decline_ground="") | models.Q(reasons="") | models.Q(remedy="")),
                name="non_acceptance_has_reasons",
            ),
            models.CheckConstraint(
                condition=~models.Q(decline_ground="not-ours") | ~models.Q(agency=""), name="right_agency_named"
            ),
            models.CheckConstraint(
                condition=models.Q(delivered_at=None, delivered_how="")
                | (models.Q(delivered_at__isnull=False) & ~models.Q(delivered_how="")),
                name="delivered_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(clerk__isnull=False) | models.Q(channel="online"), name="somebody_took_it"
            ),
        ]

    def __str__(self) -> str:
        return self.matter.reference

    @property
    def open(self) -> bool:
        """Something is still to be decided."""
        return self.state in (CaseState.RECEIVED, CaseState.CORRECTING, CaseState.ACCEPTED)

    @property
    def to_deliver(self) -> bool:
        """Decided, and the applicant does not have the decision yet."""
        return self.state == CaseState.FINISHED and self.delivered_at is None and self.matter.closed_at is None

    @property
    def complete_since(self) -> datetime:
        """When the file on which acceptance is judged was handed in: the receipt, or its completion (T-15)."""
        return self.handed_in_at or self.received_at

    @property
    def code(self) -> str:
        """The applicant's query code; only its keyed digest is stored."""
        return query_code(self.matter.reference)

    @property
    def taken(self) -> list[str]:
        """The materials taken at the counter, one by one."""
        return self.materials.splitlines()

    @property
    def missing(self) -> list[str]:
        """Materials that the item asked for when the case was received, and that were not taken."""
        return [material for material in self.wanted.splitlines() if material not in self.taken]

    @property
    def promised_words(self) -> str:
        """The promised limit that this case was received under."""
        return _in_words(self)

    @property
    def statutory_words(self) -> str:
        """The statutory limit that this case was received under; empty where no law sets one."""
        return in_words(self.statutory_limit, self.statutory_unit) if self.statutory_limit is not None else ""

    @property
    def deemed(self) -> bool:
        """Accepted by law from the day of receipt, since nobody told the applicant in time."""
        return self.accepted_from is not None and self.accepted_from == self.complete_since != self.accepted_at


def _in_words(case: Case) -> str:
    if case.immediate:
        return gettext("the same day")
    return in_words(case.promised_limit, case.promised_unit)
