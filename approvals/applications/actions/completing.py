"""What the applicant hands in online after a one-time notice (Administrative Licensing Law art. 32(4))."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.actions import UnableToAct, take_completion
from approvals.applications.actions.rows import UnableToApply, drop, keep, refuse_too_many
from approvals.applications.models import Upload
from approvals.models import Case, CaseState, Point
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.cleaning import CleanFile
from efficiency.common.moments import act


def open_points(case: Case) -> list[Point]:
    """What the applicant has yet to hand in."""
    rows = Point.objects.filter(correction__case=case, correction__answered_at=None, answered_at=None)
    return list(rows.prefetch_related("uploads")) if case.state == CaseState.CORRECTING else []


def add_to_point(*, case: Case, files: Mapping[int, Sequence[CleanFile]], now: datetime | None = None) -> None:
    """Keep the files sent for each point of the notice, by its key, until they are handed in. Raises UnableToApply."""
    with act(now) as now:
        points = _locked_points(case)
        if any(key not in points for key in files):
            raise UnableToApply(_("This has been handed in already, or the case has ended."))
        refuse_too_many(case.uploads, [clean for each in files.values() for clean in each], now)
        for key, each in files.items():
            keep(each, now, case=case, point=points[key], material=points[key].about)
        _note(Verb.FILES_SENT, case, now, {"files": sum(len(each) for each in files.values())})


def take_back_from_point(*, case: Case, upload: int, now: datetime | None = None) -> None:
    """Delete one file that was not handed in yet."""
    with act(now) as now:
        points = _locked_points(case)
        if drop(Upload.objects.filter(pk=upload, case=case, point__in=points)):
            _note(Verb.FILE_TAKEN_BACK, case, now)


def hand_in(*, case: Case, now: datetime | None = None) -> Case:
    """Hand in what was sent: the points that have a file are answered.

    Where that is everything, the file is complete on this day (T-15): the unit looks at it within
    5 working days, or it is accepted by law from this day. Raises UnableToApply.
    """
    with act(now) as now:
        points = _locked_points(case)
        sent = set(Upload.objects.filter(point__in=points).values_list("point", flat=True))
        if not sent:
            raise UnableToApply(_("Please send at least one file first."))
        try:
            case = take_completion(case=case, points=sent, actor=None, now=now)
        except UnableToAct as refusal:
            raise UnableToApply(str(refusal)) from refusal
    return case


def _locked_points(case: Case) -> dict[int, Point]:
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.refresh_from_db(fields=["state"])
    return {point.pk: point for point in open_points(case)}


def _note(verb: Verb, case: Case, now: datetime, data: dict[str, Any] | None = None) -> None:
    demo = case.matter.demo
    record(verb, at=now, actor=None, kind="case", subject=case.pk, data=data or {}, demo=demo)
