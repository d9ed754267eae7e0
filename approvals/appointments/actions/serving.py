"""The day at the hall: who has come, who was served, who did not come; and what the hall is told in the morning."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.appointments.defined import LATE_MINUTES
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from approvals.appointments.querysets import span_of
from approvals.appointments.rules import may_serve
from approvals.models import Case
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.moments import SHANGHAI, act, local_date
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role

_MORNING = time(7, 30)


class UnableToServe(Exception):
    """Nothing was noted; the text says why."""


def arrive(*, booking: Booking, actor: User, now: datetime | None = None) -> Booking:
    """Note that somebody has come, on the day, late as he may be; from now on he has a number to be called by.

    Raises UnableToServe.
    """
    with act(now) as now:
        booking = _locked(booking, actor)
        if booking.state not in (State.BOOKED, State.MISSED) or local_date(booking.starts_at) != local_date(now):
            raise UnableToServe(_("Only somebody who is booked for today can arrive."))
        booking.state, booking.arrived_at = State.ARRIVED, now
        booking.queue_number = f"Y{booking.starts_at.astimezone(SHANGHAI):%H%M}{booking.place:02d}"
        booking.save(update_fields=["state", "arrived_at", "queue_number"])
        _note(Verb.APPOINTMENT_ARRIVED, booking, actor, now)
    return booking


def miss(*, booking: Booking, actor: User, now: datetime | None = None) -> Booking:
    """Note that somebody has not come, once his time and some minutes have passed. Raises UnableToServe."""
    with act(now) as now:
        booking = _locked(booking, actor)
        minutes = value_of(LATE_MINUTES, now)
        if booking.state != State.BOOKED:
            raise UnableToServe(_("This appointment does not wait for anybody."))
        if now < booking.starts_at + timedelta(minutes=minutes):
            raise UnableToServe(_("Please wait for %(minutes)s minutes after the time.") % {"minutes": minutes})
        booking.state = State.MISSED
        booking.save(update_fields=["state"])
        _note(Verb.APPOINTMENT_MISSED, booking, actor, now)
    return booking


def serve(verb: Verb, case: Case, actor: User | None, now: datetime) -> None:
    """Join the case that was taken under the number of somebody who came by appointment; told of each act."""
    if verb != Verb.CASE_RECEIVED or actor is None or not case.queue_number:
        return
    came = (
        Booking.objects.select_for_update()
        .on(local_date(now))
        .filter(state=State.ARRIVED, queue_number=case.queue_number, case=None)
    )
    booking = came.filter(unit__in=Unit.objects.visible_to(actor)).first()
    if booking is None:
        return
    booking.state, booking.case = State.SERVED, case
    booking.save(update_fields=["state", "case"])
    _note(Verb.APPOINTMENT_SERVED, booking, actor, now)


def close_past(*, now: datetime | None = None) -> int:
    """Note for all days that are over who did not come; returns how many."""
    with act(now) as now:
        begins, _ends = span_of(local_date(now))
        rows = Booking.objects.select_for_update().filter(state=State.BOOKED, starts_at__lt=begins).order_by("pk")
        found = list(rows[:500])
        for booking in found:
            booking.state = State.MISSED
            booking.save(update_fields=["state"])
            _note(Verb.APPOINTMENT_MISSED, booking, None, now)
    return len(found)


def tell_halls(*, now: datetime | None = None) -> int:
    """Tell the window staff of each hall in the morning who comes today; returns how many halls were told."""
    with act(now) as now:
        today = local_date(now)
        if now.astimezone(SHANGHAI).time() < _MORNING:
            return 0
        waiting: dict[int, list[Booking]] = {}
        for booking in Booking.objects.on(today).to_come(now).select_related("unit").order_by("starts_at"):
            waiting.setdefault(booking.unit_id, []).append(booking)
        for booked in waiting.values():
            unit = booked[0].unit
            first = booked[0].starts_at.astimezone(SHANGHAI)
            notify(
                key=f"appointments-{unit.pk}-{today}",
                recipients=User.objects.able().holding(Role.WINDOW).filter(unit=unit),
                kind="appointments.today",
                params={"unit": unit.short_name, "number": len(booked), "first": f"{first:%H:%M}"},
                path=f"{reverse('appointments_day')}?hall={unit.code}",
                now=now,
                demo=unit.demo,
            )
    return len(waiting)


def _locked(booking: Booking, actor: User) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("unit", "item")
    found = rows.get(pk=booking.pk)
    if not may_serve(actor, found):
        raise UnableToServe(_("This appointment is at another hall."))
    return found


def _note(verb: Verb, booking: Booking, actor: User | None, now: datetime) -> None:
    data = {"unit": booking.unit_id}
    record(verb, at=now, actor=actor, kind="appointment", subject=booking.pk, data=data, demo=booking.demo)
