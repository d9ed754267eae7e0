"""Making an appointment on the phone, without an account."""

import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals.appointments.actions import UnableToBook, book
from approvals.appointments.defined import AN_HOUR, AN_HOUR_UNPROVED, PROOF_BITS
from approvals.appointments.forms import BookForm
from approvals.appointments.models import Booking, Hours
from approvals.appointments.offering import Day, can_be_booked, days_of, halls, takes
from approvals.appointments.views.mine import grant
from approvals.materials import wanted
from approvals.models import Item
from approvals.qr import qr_code
from efficiency.budgets.actions import spend
from efficiency.changes.settings import value_of
from efficiency.common import proof
from efficiency.common.access import ANYONE, allow
from efficiency.common.moments import database_now, local_date
from efficiency.common.requests import address_of
from efficiency.organization.models import Unit

_SALT = "appointments.form"
_RECEIPT = "appointments.receipt"
_RECEIPT_SECONDS = 30 * 60
_SHORTEST, _LONGEST = timedelta(seconds=3), timedelta(hours=24)
_SHOWN = 30


@allow(ANYONE)
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Choose the item, then the hall; each hall with its next free time."""
    now = database_now()
    bookable = Item.objects.published().filter(appointment=True).select_related("unit")
    item = bookable.filter(code=request.GET.get("item", "")[:50]).first()
    words = request.GET.get("q", "")[:60].replace("\0", "").strip()
    context = {
        "item": item,
        "words": words,
        "items": list(bookable.search(words).order_by("unit__path", "name", "pk")[:_SHOWN]) if words else [],
        "halls": [(unit, _next_free(days_of(unit, now))) for unit in halls() if takes(unit, item)] if item else [],
    }
    return render(request, "appointments/start.html", context)


def _next_free(days: list[Day]) -> datetime | None:
    return next((free.slot.begins_at for day in days for free in day.slots if free.left), None)


@allow(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_new(request: HttpRequest, hall: str, code: str) -> HttpResponse:
    """Choose day and time at one hall, say who comes, and get a number with its code."""
    unit = get_object_or_404(Unit.objects.in_use(), code=hall)
    item = get_object_or_404(Item.objects.published().select_related("unit"), code=code)
    if not (can_be_booked(item) and takes(unit, item)):
        return redirect(f"{reverse('appointments')}?item={item.code}")
    now = database_now()
    days = days_of(unit, now)
    posted = request.method == "POST"
    form = BookForm(request.POST, days=days) if posted else BookForm(initial=_opened(now), days=days)
    if posted and form.is_valid():
        token = proof.read(form.cleaned_data["submission"], now, salt=_SALT)
        if not _within_budget(request, form, token, now):
            return render(request, "appointments/later.html", status=429)
        try:
            booking = book(
                unit=unit,
                item=item,
                starts_at=form.starts_at,
                person=form.person,
                submission=token.submission if token else secrets.token_urlsafe(24),
            )
        except UnableToBook as refusal:
            form.add_error("slot", str(refusal))
            days = days_of(unit, database_now())
        else:
            grant(request, booking.number)
            return redirect("appointment_receipt", token=signing.dumps(booking.pk, salt=_RECEIPT))
    if posted:
        _renew(form, now)
    context = {
        "unit": unit,
        "item": item,
        "days": days,
        "day": chosen_day(request, days, form["slot"].value()),
        "form": form,
        "opening": Hours.objects.filter(unit=unit).in_force(local_date(now)).first(),
        "bits": value_of(PROOF_BITS, now),
    }
    return render(request, "appointments/book.html", context, status=422 if posted else 200)


def chosen_day(request: HttpRequest, days: list[Day], slot: object) -> Day | None:
    """The day whose slots are shown: the chosen slot's, the one in the address, or the first with a free place."""
    for day in days:
        if str(slot or "").startswith(str(day.day)) or (not slot and request.GET.get("day") == str(day.day)):
            return day
    return next((day for day in days if day.left), None)


def _opened(now: datetime) -> dict[str, str]:
    return {"submission": proof.issue(now, salt=_SALT)}


def _within_budget(request: HttpRequest, form: BookForm, token: proof.Token | None, now: datetime) -> bool:
    """Count the sending, and tell whether one address has not sent too many: fewer where nothing was proved."""
    data = form.cleaned_data
    proved = (
        token is not None
        and _SHORTEST <= now - token.opened_at <= _LONGEST
        and proof.does_prove(data["submission"], data["proof"], value_of(PROOF_BITS, token.opened_at))
    )
    what, limit = ("appointment", AN_HOUR) if proved else ("appointment-unproved", AN_HOUR_UNPROVED)
    return spend(what=what, value=address_of(request), limit=value_of(limit, now))


def _renew(form: BookForm, now: datetime) -> None:
    """Give a form that came back a token of its own; its proof is done again."""
    form.data = MultiValueDict(form.data.lists() if isinstance(form.data, MultiValueDict) else ())
    form.data["submission"], form.data["proof"] = _opened(now)["submission"], ""


@allow(ANYONE)
@never_cache
@require_safe
def appointment_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Number, query code, when and where, what to bring: for half an hour after booking."""
    try:
        pk = signing.loads(token, salt=_RECEIPT, max_age=_RECEIPT_SECONDS)
    except signing.BadSignature:
        return render(request, "appointments/receipt_gone.html", status=410)
    booking = get_object_or_404(Booking.objects.select_related("unit", "item"), pk=pk)
    # After the "#": the code never reaches a server's log.
    address = request.build_absolute_uri(reverse("appointments_mine")) + f"#{booking.number}.{booking.code}"
    code = booking.code
    context = {
        "booking": booking,
        "code": "-".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "qr": qr_code(address),
        "materials": wanted(booking.item),
    }
    return render(request, "appointments/receipt.html", context)
