"""The window's list of the day: who comes when and for what."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.appointments.actions import UnableToServe, arrive, miss
from approvals.appointments.actions.exporting import record_export
from approvals.appointments.defined import LATE_MINUTES
from approvals.appointments.forms import DayForm
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from approvals.appointments.offering import halls
from approvals.appointments.querysets import BookingQuerySet
from approvals.appointments.rules import COUNTER, READERS, may_serve
from efficiency.changes.settings import value_of
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI, database_now, local_date
from efficiency.organization.models import Unit, User
from efficiency.organization.views.answers import actor, part
from efficiency.vault.actions import UnableToReveal, reveal

_PURPOSE = "预约：联系预约人"
_ORDER = ("starts_at", "place", "pk")
_MOST = 2000


@allow(READERS)
@require_safe
def appointments_day(request: HttpRequest) -> HttpResponse:
    """One hall's appointments of one day, in the order of time."""
    user, now = actor(request), database_now()
    form, hall, day = _asked(request, user, now)
    rows = _rows(user, hall, day)
    found = part(request, rows, _ORDER)
    today = day == local_date(now)
    context = {
        "form": form,
        "hall": hall,
        "day": day,
        "page": found,
        "today": today,
        "serves": COUNTER.includes(user) and hall is not None and hall.path.startswith(getattr(user.unit, "path", "-")),
        "late": now - timedelta(minutes=value_of(LATE_MINUTES, now)),
        "query": urlencode({"hall": hall.code if hall else "", "day": day}),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }
    return render(request, "appointments/day.html", context)


def _asked(request: HttpRequest, user: User, now: datetime) -> tuple[DayForm, Unit | None, date]:
    """The hall and the day in the address; else the own hall, or the first that one may see, and today."""
    visible = set(Unit.objects.visible_to(user).values_list("pk", flat=True))
    seen = [unit for unit in halls() if unit.pk in visible]
    own = next((unit for unit in seen if unit.pk == user.unit_id), next(iter(seen), None))
    given = DayForm(request.GET, halls=seen)
    valid = given.is_valid()
    hall = (given.cleaned_data.get("hall") if valid else None) or own
    day = (given.cleaned_data.get("day") if valid else None) or local_date(now)
    shown = DayForm({"hall": hall.code if hall else "", "day": day}, halls=seen)
    return shown, hall, day


def _rows(user: User, hall: Unit | None, day: date) -> BookingQuerySet:
    rows = Booking.objects.visible_to(user).on(day).select_related("unit", "item__unit", "case__matter")
    return rows.filter(unit=hall) if hall is not None else rows.none()


@allow(READERS)
@require_safe
def appointments_export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without names; the export is recorded."""
    user = actor(request)
    _form, hall, day = _asked(request, user, database_now())
    found = list(_rows(user, hall, day).order_by(*_ORDER)[:_MOST])
    record_export(actor=user, rows=len(found), hall=hall.code if hall else "", day=str(day))
    heads = [_("Time"), _("Number"), _("Queue number"), _("Item"), _("State"), _("Case")]
    rows = [
        (
            f"{one.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            one.number,
            one.queue_number,
            one.item.name,
            one.get_state_display(),
            one.case.matter.reference if one.case else "",
        )
        for one in found
    ]
    return excel("appointments", heads, rows)


@allow(COUNTER)
@require_POST
def appointment_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Note that somebody has come or has not, take his case, or see whom to call."""
    user = actor(request)
    booking = get_object_or_404(Booking.objects.visible_to(user).select_related("unit", "item"), pk=pk)
    act = _ACTS.get(name)
    if act is None:
        raise Http404
    try:
        return act(request, booking, user)
    except (UnableToServe, UnableToReveal) as refusal:
        messages.error(request, str(refusal))
        return _back(booking)


def _back(booking: Booking) -> HttpResponse:
    query = urlencode({"hall": booking.unit.code, "day": local_date(booking.starts_at)})
    return redirect(f"{reverse('appointments_day')}?{query}#{booking.number}")


def _arrive(request: HttpRequest, booking: Booking, user: User) -> HttpResponse:
    booking = arrive(booking=booking, actor=user)
    messages.success(request, _("Arrived. Number to call: %(number)s.") % {"number": booking.queue_number})
    return _back(booking)


def _take(request: HttpRequest, booking: Booking, user: User) -> HttpResponse:
    """Straight to the counter, with the item and the number filled in."""
    if booking.state != State.ARRIVED:
        booking = arrive(booking=booking, actor=user)
    elif not may_serve(user, booking):
        raise UnableToServe(_("This appointment is at another hall."))
    query = urlencode({"item": booking.item.code, "queue_number": booking.queue_number})
    return redirect(f"{reverse('case_new')}?{query}")


def _miss(request: HttpRequest, booking: Booking, user: User) -> HttpResponse:
    miss(booking=booking, actor=user)
    messages.success(request, _("Noted. He can still be served today."))
    return _back(booking)


def _call(request: HttpRequest, booking: Booking, user: User) -> HttpResponse:
    """Name and phone, for whoever serves there; the reading is recorded."""
    if booking.person is None or not may_serve(user, booking):
        raise UnableToServe(_("This appointment is at another hall."))
    person = reveal(booking.person, reader=user, purpose=_PURPOSE, fields=("name", "phone"))
    response = render(request, "appointments/person.html", {"booking": booking, "person": person})
    response["Cache-Control"] = "no-store"
    return response


_ACTS: dict[str, Callable[[HttpRequest, Booking, User], HttpResponse]] = {
    "arrive": _arrive,
    "take": _take,
    "miss": _miss,
    "call": _call,
}
