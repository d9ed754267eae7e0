"""Making an appointment, moving and cancelling it. Of many who want the last place one gets it."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.appointments.defined import MOVES, PER_PHONE
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from approvals.appointments.offering import can_be_booked, days_of, takes
from approvals.appointments.slots import Slot
from approvals.models import Item
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.keys import keyed_digest, query_code, query_code_digest
from efficiency.common.moments import act, local_date
from efficiency.organization.models import Unit, User
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity

_TRIES = 8


class UnableToBook(Exception):
    """The appointment was not made, moved or cancelled; the text says why."""


def book(
    *, unit: Unit, item: Item, starts_at: datetime, person: Identity, submission: str, now: datetime | None = None
) -> Booking:
    """Make an appointment at a hall for an item, in the lowest free place of the slot.

    The same `submission` gives the same appointment. Two who take one place at the same moment meet in the
    database's constraint: one has it, the other takes the next. Raises UnableToBook.
    """
    for _attempt in range(_TRIES):
        try:
            with act(now) as moment:
                known = Booking.objects.filter(submission=submission).select_related("unit", "item").first()
                return known or _book(unit, item, starts_at, person, submission, moment)
        except IntegrityError:
            continue
    raise UnableToBook(_("Many people are booking at this moment. Please try again."))


def _book(unit: Unit, item: Item, starts_at: datetime, person: Identity, submission: str, now: datetime) -> Booking:
    if not can_be_booked(item) or not takes(unit, item):
        raise UnableToBook(_("This item is not taken by appointment at this hall."))
    slot = _free_slot(unit, starts_at, now)
    mark = _mark(person.phone)
    ahead = Booking.objects.to_come(now).filter(phone_mark=mark)
    if ahead.filter(starts_at=starts_at).exists():
        raise UnableToBook(_("With this telephone number an appointment at this time was made already."))
    if ahead.count() >= value_of(PER_PHONE, now):
        raise UnableToBook(_("With this telephone number as many appointments were made as can be. Cancel one first."))
    number = f"YY-{local_date(now):%y%m%d}-{secrets.randbelow(1_000_000):06d}"
    booking = Booking.objects.create(
        number=number,
        code_digest=query_code_digest(query_code(number)),
        submission=submission,
        unit=unit,
        item=item,
        starts_at=slot.begins_at,
        ends_at=slot.ends_at,
        place=_free_place(unit, slot),
        person=store(person, actor=None, now=now, demo=item.demo),
        phone_mark=mark,
        made_at=now,
        demo=item.demo,
    )
    _note(Verb.APPOINTMENT_BOOKED, booking, None, now, {"item": item.code, "unit": unit.code, "time": _time(slot)})
    return booking


def move(*, booking: Booking, starts_at: datetime, now: datetime | None = None) -> Booking:
    """Move an appointment to another slot of the same hall; its old place is free at once. Raises UnableToBook."""
    for _attempt in range(_TRIES):
        try:
            with act(now) as moment:
                return _move(booking, starts_at, moment)
        except IntegrityError:
            continue
    raise UnableToBook(_("Many people are booking at this moment. Please try again."))


def _move(booking: Booking, starts_at: datetime, now: datetime) -> Booking:
    booking = _changeable(booking, now)
    if booking.starts_at == starts_at:
        raise UnableToBook(_("This is the time that you have already."))
    if booking.moved >= value_of(MOVES, now):
        raise UnableToBook(_("This appointment has been moved as often as can be. You can cancel it."))
    same = Booking.objects.to_come(now).filter(phone_mark=booking.phone_mark, starts_at=starts_at)
    if booking.phone_mark and same.exists():
        raise UnableToBook(_("With this telephone number an appointment at this time was made already."))
    slot = _free_slot(booking.unit, starts_at, now)
    before = booking.starts_at
    booking.starts_at, booking.ends_at, booking.place = slot.begins_at, slot.ends_at, _free_place(booking.unit, slot)
    booking.moved += 1
    booking.save(update_fields=["starts_at", "ends_at", "place", "moved"])
    facts = {"from": before.isoformat(timespec="minutes"), "time": _time(slot)}
    _note(Verb.APPOINTMENT_MOVED, booking, None, now, facts)
    return booking


def cancel(*, booking: Booking, now: datetime | None = None) -> Booking:
    """Cancel an appointment whose time is ahead; its place is free at once. Raises UnableToBook."""
    with act(now) as now:
        booking = _changeable(booking, now)
        booking.state = State.CANCELLED
        booking.save(update_fields=["state"])
        _note(Verb.APPOINTMENT_CANCELLED, booking, None, now)
    return booking


def _changeable(booking: Booking, now: datetime) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("unit", "item")
    found = rows.get(pk=booking.pk)
    if found.state != State.BOOKED or found.starts_at <= now:
        raise UnableToBook(_("This appointment can no longer be changed."))
    return found


def _free_slot(unit: Unit, starts_at: datetime, now: datetime) -> Slot:
    """The slot where one can still be booked now. Raises UnableToBook with a sentence on what is left."""
    days = {free.slot.begins_at: free for day in days_of(unit, now) for free in day.slots}
    free = days.get(starts_at)
    if free is None:
        raise UnableToBook(_("This time cannot be booked. Please choose one that is offered."))
    if not free.left:
        raise UnableToBook(_("Somebody has just taken the last place at this time. Please choose another."))
    return free.slot


def _free_place(unit: Unit, slot: Slot) -> int:
    held = set(Booking.objects.standing().filter(unit=unit, starts_at=slot.begins_at).values_list("place", flat=True))
    place = next((place for place in range(1, slot.capacity + 1) if place not in held), None)
    if place is None:
        raise UnableToBook(_("Somebody has just taken the last place at this time. Please choose another."))
    return place


def _mark(phone: str) -> str:
    return keyed_digest(settings.COMMITMENT_KEY, "appointment", phone).hex()


def _time(slot: Slot) -> str:
    return slot.begins_at.isoformat(timespec="minutes")


def _note(verb: Verb, booking: Booking, actor: User | None, now: datetime, data: dict[str, Any] | None = None) -> None:
    record(verb, at=now, actor=actor, kind="appointment", subject=booking.pk, data=data or {}, demo=booking.demo)
