"""Writing the documents of a case, each under the next number of its series."""

from datetime import datetime

from django.db.models import F

from approvals.models import Case, Paper, PaperKind, PaperSeries
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, User


def write(
    case: Case,
    kind: PaperKind,
    title: str,
    body: list[str],
    *,
    actor: User | None,
    now: datetime,
    remedy: str = "",
    unit: Unit | None = None,
) -> Paper:
    """Issue a document in the act that it tells of; it never changes afterwards."""
    issuer, demo = unit or case.matter.unit, case.matter.demo
    year = local_date(now).year
    return Paper.objects.create(
        matter=case.matter,
        kind=kind,
        unit=issuer,
        year=year,
        serial=_next(issuer, kind, year, demo=demo),
        title=title,
        body="\n".join(line.strip().replace("\n", " ") for line in body if line.strip()),
        remedy=remedy,
        issued_at=now,
        issued_by=actor,
        demo=demo,
    )


def _next(unit: Unit, kind: PaperKind, year: int, *, demo: bool) -> int:
    """The next number; the row stays locked until the act ends, so that none is lost or given twice."""
    series, _made = PaperSeries.objects.get_or_create(unit=unit, kind=kind, year=year, demo=demo)
    PaperSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
    return PaperSeries.objects.values_list("last", flat=True).get(pk=series.pk)
