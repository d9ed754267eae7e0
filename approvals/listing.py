"""The lists of cases: what is open by days left, and what has ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from approvals.forms import CaseFilter
from approvals.kinds import Intake
from approvals.models import Case, CaseState
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.lists import BadCursor, page

# Exactly one of these runs on an open case: acceptance until it is accepted, then the promise; none
# while the applicant completes it. In the green channel only the law's limit runs (T-26).
LEADING = (ClockKind.ACCEPTANCE, ClockKind.PROMISED, ClockKind.IMMEDIATE)
_LEADS = Q(kind__in=LEADING) | Q(kind=ClockKind.STATUTORY, matter__case__green=True)
_LEADING_ONLY = {
    CaseFilter.TO_DELIVER: Q(kind=ClockKind.DELIVERY),
    CaseState.RECEIVED.value: Q(kind=ClockKind.ACCEPTANCE),
}
_BY_DAYS_LEFT = ("due_at", "pk")
_NEWEST = ("-received_at", "-pk")


@dataclass(frozen=True)
class Line:
    """One row of the list: a case, with its leading clock while it is open."""

    case: Case
    clock: Clock | None


@dataclass(frozen=True)
class Lines:
    """A page of lines."""

    rows: Sequence[Line]
    after: str | None
    before: str | None


def lines(user: Any, filters: dict[str, Any], *, now: datetime, after: str = "", before: str = "") -> Lines:
    """One page of the cases that `user` may see. A broken cursor gives the first page."""
    try:
        return _lines(user, filters, now, after, before, 50)
    except BadCursor:
        return _lines(user, filters, now, "", "", 50)


def export_lines(user: Any, filters: dict[str, Any], *, now: datetime, at_most: int) -> Sequence[Line]:
    """The first `at_most` lines of the same list."""
    return _lines(user, filters, now, "", "", at_most).rows


def _lines(user: Any, filters: dict[str, Any], now: datetime, after: str, before: str, size: int) -> Lines:
    state = filters.get("state") or CaseFilter.OPEN
    cases = _found(user, filters)
    if state in (CaseFilter.OPEN, CaseFilter.LATE, CaseFilter.TO_DELIVER, CaseState.RECEIVED):
        leads = _LEADING_ONLY.get(state, _LEADS)
        clocks = Clock.objects.running().filter(leads, matter__case__isnull=False)
        if cases.query.where:  # else all of them: one table less to plan for
            clocks = clocks.filter(matter__case__in=cases)
        if state == CaseFilter.LATE:
            clocks = clocks.filter(due_at__lte=now)
        clocks = clocks.select_related("matter__unit", "matter__case__item", "matter__case__clerk")
        cut = page(clocks, order=_BY_DAYS_LEFT, after=after, before=before, size=size)
        return Lines([Line(_with_matter(clock), clock) for clock in cut.rows], cut.after, cut.before)
    if state in CaseState.values:
        cases = cases.filter(state=state)
    cases = cases.select_related("matter__unit", "item", "clerk")
    ended = page(cases, order=_NEWEST, after=after, before=before, size=size)
    return Lines([Line(case, None) for case in ended.rows], ended.after, ended.before)


def _with_matter(clock: Clock) -> Case:
    case: Case = clock.matter.case
    case.matter = clock.matter
    return case


def _found(user: Any, filters: dict[str, Any]) -> QuerySet[Case]:
    cases = Case.objects.visible_to(user)
    if filters.get("mine"):
        cases = cases.filter(clerk=user)
    if filters.get("online"):
        cases = cases.filter(channel=Intake.ONLINE)
    words = (filters.get("q") or "").strip()
    if words:
        cases = cases.filter(Q(matter__reference__icontains=words) | Q(item__name__icontains=words))
    return cases
