"""E-11: a step skipped, out of order, or by a person who must be another."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import OfCases, OfRowsOfCases, said
from approvals.models import Case, CaseState, Irregularity, Rule, Stage, StageDuty

_ELSEWHERE = (StageDuty.DECIDE, StageDuty.HEARING)  # done by the decision itself; E-13 sees to hearings


def _stages() -> QuerySet[Stage]:
    return Stage.objects.select_related("case__matter__unit", "case__item")


class _OfStages(OfRowsOfCases[Stage]):
    moment = "done_at"

    def facts(self, row: Stage) -> Mapping[str, str]:
        """Which stage."""
        return said(row.case, stage=row.name)


class StepTried(OfRowsOfCases[Irregularity]):
    """Somebody tried to do a step that another must do; it was refused (T-30)."""

    code, sign, moment = "E-11", "step-tried", "at"
    words = _("whoever examined the application tried to chair its hearing; it was refused")

    def violations(self, now: datetime) -> QuerySet[Irregularity]:
        """Recorded by the act that refused it."""
        rows = Irregularity.objects.filter(rule=Rule.ORDER)
        return rows.select_related("case__matter__unit", "case__item")


class StepOutOfOrder(_OfStages):
    """Done before a step that comes first, or while that was never done."""

    code, sign = "E-11", "step-order"
    words = _("a stage was done before one that comes first")

    def violations(self, now: datetime) -> QuerySet[Stage]:
        """Some earlier stage was done later, or not; a case decided on a commitment needs none."""
        earlier = Stage.objects.filter(case=OuterRef("case"), place__lt=OuterRef("place"))
        undone = earlier.filter(Q(done_at=None) | Q(done_at__gt=OuterRef("done_at"))).exclude(duty=StageDuty.HEARING)
        return _stages().filter(Exists(undone), done_at__isnull=False, case__commitment=None)


class StepSkipped(OfCases):
    """Decided while a stage was never done."""

    code, sign, moment = "E-11", "step-skipped", "finished_at"
    words = _("decided while a stage of the process was never done")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Finished with a stage open; a case decided on a commitment needs none."""
        undone = Stage.objects.filter(case=OuterRef("pk"), done_at=None).exclude(duty__in=_ELSEWHERE)
        rows = Case.objects.filter(Exists(undone), state=CaseState.FINISHED, commitment=None)
        return rows.select_related("matter__unit", "item")


class HeardByTheExaminer(_OfStages):
    """The chair of the hearing had examined the application."""

    code, sign = "E-11", "hearing-partial"
    words = _("the hearing was chaired by somebody who had examined the application")

    def violations(self, now: datetime) -> QuerySet[Stage]:
        """The same person did, or was second in, an examination of the case."""
        examined = Stage.objects.filter(
            Q(done_by=OuterRef("done_by")) | Q(second=OuterRef("done_by")),
            case=OuterRef("case"),
            duty=StageDuty.EXAMINE,
        )
        return _stages().filter(Exists(examined), duty=StageDuty.HEARING, done_at__isnull=False)


class InspectedAlone(_OfStages):
    """On site take two."""

    code, sign = "E-11", "site-alone"
    words = _("an inspection on site by one official alone")

    def violations(self, now: datetime) -> QuerySet[Stage]:
        """No second, or the same person twice."""
        alone = Q(second=None) | Q(second=F("done_by"))
        return _stages().filter(alone, duty=StageDuty.SITE, done_at__isnull=False)


SIGNS = (StepTried(), StepOutOfOrder(), StepSkipped(), HeardByTheExaminer(), InspectedAlone())
