"""E-16: acted outside office hours; E-17: data late, incomplete or back-dated."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import OfCases, said
from approvals.models import Case, CaseState, Outcome
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.clocks.models import Matter
from efficiency.clocks.moving import office_hours
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.irregularities.registry import Anomaly
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar

# Acts of officials on cases. An applicant may act at any time, and so may the law.
ACTS = (
    Verb.CASE_RECEIVED,
    Verb.CASE_ACCEPTED,
    Verb.CASE_TOLD,
    Verb.CASE_COMPLETED,
    Verb.CASE_DECLINED,
    Verb.CASE_STAGE_DONE,
    Verb.CASE_FINISHED,
    Verb.CASE_DELIVERED,
    Verb.CASE_EXTENDED,
    Verb.CASE_PAUSED,
)


class AfterHours(Anomaly[Entry]):
    """An official acted on a case on a rest day or outside office hours: information, never more (T-40)."""

    code, sign, moment = "E-16", "after-hours", "at"
    words = _("an official acted on the case on a rest day or outside office hours")
    most_back = timedelta(days=31)
    choices: ClassVar[Mapping[str, type[TextChoices]]] = {"act": Verb}

    def violations(self, now: datetime) -> QuerySet[Entry]:
        """Entries of acts whose moment lies in no office hours; each case once a day."""
        closed = Q(pk__in=())
        for begins, ends in _closed(now - self.most_back - timedelta(days=3), now):
            closed |= Q(at__gte=begins, at__lt=ends)
        rows = Entry.objects.filter(closed, subject_kind="case", actor__isnull=False, verb__in=ACTS)
        return rows.order_by("pk")

    def gathered(self, rows: Sequence[Entry]) -> Sequence[Entry]:
        """With their cases; a case that is gone is nobody's."""
        known = Case.objects.select_related("matter__unit").in_bulk({int(row.subject_id) for row in rows})
        for row in rows:
            row.case = known.get(int(row.subject_id))  # type: ignore[attr-defined]  # read by _case_of
        return [row for row in rows if int(row.subject_id) in known]

    def own(self) -> Combinable:
        """The case and the day."""
        day = Cast(TruncDate("at", tzinfo=SHANGHAI), CharField())
        return Concat(F("subject_id"), day, output_field=CharField())

    def matter(self, row: Entry) -> Matter | None:
        """The case's."""
        return _case_of(row).matter

    def facts(self, row: Entry) -> Mapping[str, str]:
        """Which act; who acted stands in the log."""
        return {"act": row.verb}


def _case_of(row: Any) -> Case:
    case: Case = row.case
    return case


def _closed(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when until when nobody was on duty, in order; days that the calendar does not know count as open."""
    calendar, day, last = current_calendar(), local_date(since), local_date(until)
    begins: datetime | None = None
    while day <= last:
        midnight = datetime.combine(day, time(), SHANGHAI)
        begins = begins or midnight
        try:
            working = calendar.is_working(day)
        except OutOfRange:
            working = True
        if working:
            hours = office_hours(midnight)
            yield begins, datetime.combine(day, hours.open, SHANGHAI)
            begins = datetime.combine(day, hours.close, SHANGHAI)
        day += timedelta(days=1)
    if begins is not None:
        yield begins, datetime.combine(last + timedelta(days=1), time(), SHANGHAI)


class OutOfSequence(OfCases):
    """A moment of the case lies before one that comes first."""

    code, sign, moment = "E-17", "moments-order", "received_at"
    words = _("a moment of the case lies before one that comes first")
    nightly = True

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Completed before it was received, accepted before, finished before it was accepted, delivered before."""
        wrong = (
            Q(handed_in_at__lt=F("received_at"))
            | Q(accepted_at__lt=F("received_at"))
            | Q(finished_at__lt=F("received_at"))
            | Q(finished_at__lt=F("accepted_at"))
            | Q(delivered_at__lt=F("finished_at"))
        )
        return Case.objects.filter(wrong).select_related("matter__unit", "item")

    def facts(self, row: Case) -> Mapping[str, str]:
        """All moments."""
        return said(row, delivered=row.delivered_at)


class OtherThanTheLog(OfCases):
    """A moment of the case is not the one that the audit log keeps of the act: somebody changed the row."""

    code, sign, moment = "E-17", "moments-log", "received_at"
    words = _("a moment of the case is another than the audit log keeps of the act")
    nightly = True

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Receipt, acceptance, end and delivery, each against its entry; demo cases are moved in time at will."""
        acts = (
            ("received_at", (Verb.CASE_RECEIVED,)),
            ("accepted_at", (Verb.CASE_ACCEPTED,)),
            ("finished_at", (Verb.CASE_FINISHED, Verb.CASE_DECLINED, Verb.CASE_WITHDRAWN)),
            ("delivered_at", (Verb.CASE_DELIVERED,)),
        )
        wrong = Q(pk__in=())
        for name, verbs in acts:
            wrong |= Q(Exists(_entries().filter(verb__in=verbs).exclude(at=OuterRef(name))))
        rows = Case.objects.annotate(key=Cast("pk", CharField())).filter(wrong, matter__demo=False)
        return rows.select_related("matter__unit", "item")

    def facts(self, row: Case) -> Mapping[str, str]:
        """All moments of the row; the log tells the others."""
        return said(row, delivered=row.delivered_at)


def _entries() -> QuerySet[Entry]:
    return Entry.objects.filter(subject_kind="case", subject_id=OuterRef("key"))


class Incomplete(OfCases):
    """Ended, and a datum that the act must have is missing."""

    code, sign, moment = "E-17", "data-missing", "finished_at"
    words = _("the case has ended and its decision, its number or a moment is missing")

    def violations(self, now: datetime) -> QuerySet[Case]:
        """Finished without outcome, acceptance or end; granted without a number."""
        bare = Q(outcome="") | Q(accepted_at=None) | Q(finished_at=None) | Q(outcome=Outcome.GRANTED, result="")
        return Case.objects.filter(bare, state=CaseState.FINISHED).select_related("matter__unit", "item")

    def at(self, row: Case) -> datetime:
        """Its end, or what is known."""
        return row.finished_at or row.accepted_at or row.received_at


SIGNS = (AfterHours(), OutOfSequence(), OtherThanTheLog(), Incomplete())
