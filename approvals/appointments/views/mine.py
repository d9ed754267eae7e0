"""One's own appointment, by its number and query code: look, move, cancel, take it into the phone's calendar."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals.appointments.actions import UnableToBook, cancel, move
from approvals.appointments.forms import FindForm, SlotForm
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from approvals.appointments.offering import days_of
from efficiency.budgets.guessing import count_failure, refused
from efficiency.common.access import ANYONE, allow
from efficiency.common.keys import query_code_digest
from efficiency.common.moments import database_now

_GRANTED = "appointments"
_GRANTED_SECONDS = 30 * 60
_BOTH = ["GET", "HEAD", "POST"]


@allow(ANYONE)
@never_cache
@require_http_methods(_BOTH)
def appointments_mine(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. One answer for an unknown number and for a wrong code; guessing is bounded."""
    if request.method != "POST":
        return render(request, "appointments/find.html", {"form": FindForm()})
    later = refused(request)
    if later is not None:
        return later
    form = FindForm(request.POST)
    if form.is_valid():
        number = _number_for(form.cleaned_data["number"], form.cleaned_data["code"])
        if number:
            grant(request, number)
            return redirect("appointment_mine", number=number)
        count_failure(request)
        form.add_error(None, _("No appointment has this number with this query code. Please check both."))
    return render(request, "appointments/find.html", {"form": form}, status=422)


@allow(ANYONE)
@never_cache
@require_http_methods(_BOTH)
def appointment_mine(request: HttpRequest, number: str) -> HttpResponse:
    """When and where; here it is moved or cancelled."""
    if not _is_granted(request, number):
        return redirect("appointments_mine")
    booking = get_object_or_404(Booking.objects.select_related("unit", "item"), number=number)
    now = database_now()
    changeable = booking.state == State.BOOKED and booking.starts_at > now
    days = days_of(booking.unit, now) if changeable else []
    moving = request.method == "POST" and request.POST.get("do") == "move"
    form = SlotForm(request.POST if moving else None, days=days)
    if request.method == "POST" and (not moving or form.is_valid()):
        try:
            if moving:
                move(booking=booking, starts_at=form.starts_at)
                messages.success(request, _("Your appointment is moved. Your number and code stay."))
            else:
                cancel(booking=booking)
                messages.success(request, _("Your appointment is cancelled. Somebody else can have the time."))
        except UnableToBook as refusal:
            if moving:
                form.add_error("slot", str(refusal))
            else:
                messages.error(request, str(refusal))
        if not moving or not form.errors:
            return redirect("appointment_mine", number=number)
    shown = [day for day in days if day.left or day.day == booking.starts_at.date()]
    context = {"booking": booking, "changeable": changeable, "days": shown, "form": form}
    return render(request, "appointments/mine.html", context, status=422 if form.errors else 200)


@allow(ANYONE)
@never_cache
@require_safe
def appointment_calendar(request: HttpRequest, number: str) -> HttpResponse:
    """The appointment for the phone's own calendar, which reminds two hours before; it names nobody."""
    if not _is_granted(request, number):
        return redirect("appointments_mine")
    booking = get_object_or_404(Booking.objects.select_related("unit", "item"), number=number)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//efficiency portal//appointments//EN",
        "BEGIN:VEVENT",
        f"UID:{booking.number}",
        f"DTSTAMP:{_stamp(booking.made_at)}",
        f"DTSTART:{_stamp(booking.starts_at)}",
        f"DTEND:{_stamp(booking.ends_at)}",
        f"SUMMARY:{_escaped(booking.item.name)} ({booking.number})",
        f"LOCATION:{_escaped(f'{booking.unit.name} {booking.unit.address}'.strip())}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT2H",
        f"DESCRIPTION:{_escaped(booking.item.name)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    response = HttpResponse("\r\n".join(lines), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{booking.number}.ics"'
    return response


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _number_for(number: str, code: str) -> str | None:
    """The number where both belong together: one indexed question, whatever was wrong."""
    found = Booking.objects.filter(code_digest=query_code_digest(code), number=number.strip().upper())
    return found.values_list("number", flat=True).first()


def grant(request: HttpRequest, number: str) -> None:
    """Open one's own appointment to this browser for half an hour."""
    now = timezone.now().timestamp()
    kept = {known: until for known, until in request.session.get(_GRANTED, {}).items() if until > now}
    request.session[_GRANTED] = kept | {number: now + _GRANTED_SECONDS}


def _is_granted(request: HttpRequest, number: str) -> bool:
    until: float = request.session.get(_GRANTED, {}).get(number, 0)
    return until > timezone.now().timestamp()
