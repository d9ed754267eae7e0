"""The cases logged against the items of the catalogue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.limits import in_words
from approvals.models.items import Item
from approvals.querysets import CaseQuerySet
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Matter
from efficiency.common.keys import query_code


class CaseState(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("accepted")
    FINISHED = "finished", _("finished")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Outcome(models.TextChoices):
    """How a case ended."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class Case(models.Model):
    """An application logged at the counter, under the number of its matter.

    `applicant` is a random key into the vault. `received_at` is the database's clock at the
    counter; no form can set it. Both limits are copied from the item at receipt.
    `accepted_from` is the legal day of acceptance: the receipt itself where nobody accepted or
    told within 5 working days (Administrative Licensing Law art. 32(4)). `remedy` is the text on
    reconsideration and lawsuit that a refusal carried.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="case")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="cases")
    item_version = models.PositiveIntegerField()
    code_digest = models.CharField(max_length=64, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    applicant = models.UUIDField(null=True, editable=False)
    materials = models.TextField(_("materials taken"), blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices)
    received_at = models.DateTimeField(_("received at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_from = models.DateTimeField(_("counted from"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True, help_text=_("Certificate number or decision."))
    reasons = models.TextField(_("reasons of a refusal"), blank=True)
    remedy = models.TextField(_("remedy told with a refusal"), blank=True)
    promised_limit = models.PositiveSmallIntegerField()
    promised_unit = models.CharField(max_length=2, choices=LimitUnit.choices)
    statutory_limit = models.PositiveSmallIntegerField(null=True)
    statutory_unit = models.CharField(max_length=2, choices=LimitUnit.choices)

    objects = CaseQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("case")
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["state", "received_at", "id"], name="case_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(models.Q(reasons="") | models.Q(remedy="")),
                name="refusal_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return self.matter.reference

    @property
    def open(self) -> bool:
        """Received or accepted: something is still to be done."""
        return self.state in (CaseState.RECEIVED, CaseState.ACCEPTED)

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
        """Materials of the item's list that were not taken."""
        return [material for material in self.item.material_list if material not in self.taken]

    @property
    def promised_words(self) -> str:
        """The promised limit that this case was received under."""
        return in_words(self.promised_limit, self.promised_unit)

    @property
    def statutory_words(self) -> str:
        """The statutory limit that this case was received under; empty where no law sets one."""
        return in_words(self.statutory_limit, self.statutory_unit) if self.statutory_limit is not None else ""

    @property
    def deemed(self) -> bool:
        """Accepted by law from the day of receipt, since nobody told the applicant in time."""
        return self.accepted_from is not None and self.accepted_from == self.received_at != self.accepted_at
