"""E-06: turned away or refused without reasons, document or remedies; E-07: accepted without a dated notice."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import BROUGHT_IN, OfCases
from approvals.models import Case, CaseState, DeclineGround, Outcome, Paper, PaperKind

_OF_REFUSAL = (PaperKind.DECLINED, PaperKind.REFUSAL, PaperKind.REVOCATION)
_REFUSED = Q(state=CaseState.DECLINED) | Q(outcome__in=(Outcome.REFUSED, Outcome.REVOKED))


def _cases() -> QuerySet[Case]:
    return Case.objects.exclude(BROUGHT_IN).select_related("matter__unit", "item")


class RefusalUnwritten(OfCases):
    """The applicant got no document."""

    code, sign, moment = "E-06", "refusal-unwritten", "finished_at"
    words = _("no written decision was issued")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Turned away or refused, and no such document."""
        paper = Paper.objects.filter(matter=OuterRef("matter"), kind__in=_OF_REFUSAL)
        return _cases().filter(_REFUSED, ~Exists(paper))


class RefusalBare(OfCases):
    """The document, or the case, lacks what the law wants of it."""

    code, sign, moment = "E-06", "refusal-bare", "finished_at"
    words = _("the decision lacks reasons, remedies or the right agency")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Reasons or remedies missing, on the case or on its document; out of power and no agency named (T-17)."""
        bare = Paper.objects.filter(Q(remedy="") | Q(body=""), matter=OuterRef("matter"), kind__in=_OF_REFUSAL)
        lacking = Q(reasons="") | Q(remedy="") | Q(decline_ground=DeclineGround.NOT_OURS, agency="") | Exists(bare)
        return _cases().filter(_REFUSED, lacking)


class AcceptedUnwritten(OfCases):
    """Accepted, and the applicant has nothing in hand."""

    code, sign, moment = "E-07", "no-receipt", "accepted_at"
    words = _("no dated notice of acceptance was issued")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Accepted, and no notice of acceptance."""
        paper = Paper.objects.filter(matter=OuterRef("matter"), kind=PaperKind.ACCEPTANCE)
        return _cases().filter(~Exists(paper), accepted_at__isnull=False)


SIGNS = (RefusalUnwritten(), RefusalBare(), AcceptedUnwritten())
