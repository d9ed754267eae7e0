"""E-13: a hearing that was due and not held, or a decision against its record."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import OfCases, OfRowsOfCases, said
from approvals.models import Case, CaseState, HearingFinding, Outcome, Stage, StageDuty


class NotHeard(OfCases):
    """Decided without the hearing that the item's process holds."""

    code, sign, moment = "E-13", "hearing-skipped", "finished_at"
    words = _("decided without the hearing that its process holds")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Finished, its hearing never done: not even a commitment stands in for it."""
        undone = Stage.objects.filter(case=OuterRef("pk"), duty=StageDuty.HEARING, done_at=None)
        rows = Case.objects.filter(Exists(undone), state=CaseState.FINISHED)
        return rows.select_related("matter__unit", "item")


class DecidedAgainstTheRecord(OfRowsOfCases[Stage]):
    """The decision does not follow what the record of the hearing comes to."""

    code, sign, moment = "E-13", "hearing-unheeded", "case__finished_at"
    words = _("the decision goes against the record of the hearing")
    choices: ClassVar[Mapping[str, type[TextChoices]]] = {"hearing": HearingFinding, "outcome": Outcome}

    def violations(self, now: datetime) -> QuerySet[Stage]:
        """Granted though the record speaks against it, or refused though it speaks for it."""
        granted = Q(found=HearingFinding.AGAINST, case__outcome=Outcome.GRANTED)
        refused = Q(found=HearingFinding.FOR, case__outcome=Outcome.REFUSED)
        rows = Stage.objects.filter(granted | refused, duty=StageDuty.HEARING, case__finished_at__isnull=False)
        return rows.select_related("case__matter__unit", "case__item")

    def facts(self, row: Stage) -> Mapping[str, str]:
        """What the record came to, and what was decided."""
        return said(row.case, hearing=row.found, outcome=row.case.outcome)


SIGNS = (NotHeard(), DecidedAgainstTheRecord())
