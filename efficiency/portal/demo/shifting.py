"""Moving matters of a demo city back in time, so that limits pass while somebody watches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from approvals.models import Case
from complaints.models import Complaint
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.models import Clock, Matter, Pause
from efficiency.clocks.moving import recompute
from efficiency.common.moments import act
from efficiency.portal.demo.project_rows import shift_project
from efficiency.workdays.calendar import OutOfRange, WorkCalendar
from efficiency.workdays.current import current_calendar


class UnableToShift(Exception):
    """Nothing was moved; the text says why."""


@dataclass(frozen=True)
class Shifted:
    """A clock whose due moment moved."""

    reference: str
    kind: str
    was_due_at: datetime
    due_at: datetime


def shift(*, days: int, reference: str = "", now: datetime | None = None) -> list[Shifted]:
    """Move open matters and their running clocks back by calendar days, and compute the clocks anew.

    All that are marked as demo, or the one with this number: also one that somebody filed by
    hand, where the city is a demo city. Cards and entries are never touched; one entry says what
    was done. Raises UnableToShift.
    """
    if days < 1:
        raise UnableToShift("Give at least one day: matters move back in time only.")
    span = timedelta(days=days)
    with act(now) as now:
        calendar = current_calendar()
        moved: list[Shifted] = []
        for matter in _matters(reference):
            try:
                moved += _shift_clocks(matter, span, calendar)
            except OutOfRange as error:
                raise UnableToShift(str(error)) from error
            _shift_rows(matter, span)
        data = {"days": days, "clocks": len(moved)}
        record(Verb.DEMO_SHIFTED, at=now, actor=None, kind="demo", subject=reference or "all", data=data, demo=True)
    return moved


def _matters(reference: str) -> Iterable[Matter]:
    if not reference:
        return Matter.objects.select_for_update().filter(demo=True, closed_at=None).order_by("pk").iterator()
    matter = Matter.objects.select_for_update().filter(reference=reference.strip().upper()).first()
    if matter is None:
        raise UnableToShift(f"There is no matter with the number {reference}.")
    if not (matter.demo or settings.DEMO_CITY):
        raise UnableToShift(f"{reference} is a real matter; only a demo city moves its dates.")
    if matter.closed_at is not None:
        raise UnableToShift(f"{reference} is closed; nothing runs on it.")
    return [matter]


def _shift_clocks(matter: Matter, span: timedelta, calendar: WorkCalendar) -> Iterator[Shifted]:
    for clock in Clock.objects.select_related("policy").running().filter(matter=matter).order_by("pk"):
        pauses = list(clock.pauses.all())
        for pause in pauses:
            _shift_pause(pause, span)
        was = clock.due_at
        clock.started_at -= span
        recompute(clock, calendar=calendar, pauses=pauses)
        clock.save()
        yield Shifted(matter.reference, clock.get_kind_display(), was, clock.due_at)


def _shift_pause(pause: Pause, span: timedelta) -> None:
    pause.paused_from -= span
    pause.planned_until = pause.planned_until and pause.planned_until - span
    pause.resumed_at = pause.resumed_at and pause.resumed_at - span
    pause.save(update_fields=["paused_from", "planned_until", "resumed_at"])


def _shift_rows(matter: Matter, span: timedelta) -> None:
    matter.opened_at -= span
    matter.save(update_fields=["opened_at"])
    for complaint in Complaint.objects.filter(matter=matter):
        complaint.filed_at -= span
        complaint.dispatched_at = complaint.dispatched_at and complaint.dispatched_at - span
        complaint.signed_at = complaint.signed_at and complaint.signed_at - span
        complaint.save(update_fields=["filed_at", "dispatched_at", "signed_at"])
        for dispatch in complaint.dispatches.all():
            dispatch.at -= span
            dispatch.ended_at = dispatch.ended_at and dispatch.ended_at - span
            dispatch.save(update_fields=["at", "ended_at"])
    shift_project(matter, span)
    for case in Case.objects.filter(matter=matter):
        case.received_at -= span
        case.accepted_at = case.accepted_at and case.accepted_at - span
        case.accepted_from = case.accepted_from and case.accepted_from - span
        case.save(update_fields=["received_at", "accepted_at", "accepted_from"])
