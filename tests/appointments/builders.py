"""Builders for halls, items that can be booked, and appointments."""

from datetime import date, datetime
from itertools import count
from typing import Any

from approvals.appointments.actions import book, set_hours
from approvals.appointments.models import Booking
from approvals.models import Item
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.vault.identity import Identity
from tests.approvals.builders import make_item
from tests.cast import at, make_unit, make_user

_serial = count(1)
# Monday morning; the calendar of 2026 has its October holidays from the 1st to the 7th.
NOW = at("2026-09-14 08:00")
NINE = at("2026-09-15 09:00")
HALF_PAST = at("2026-09-15 09:30")


def make_hall(unit: Unit | None = None, **changed: Any) -> Unit:
    """The centre: mornings and afternoons with two places a slot, lunch and Saturday mornings with one."""
    unit = unit or make_unit("市政务服务中心", UnitKind.CENTRE)
    given: dict[str, Any] = {
        "effective_from": date(2026, 9, 1),
        "regular": "09:00-12:00、13:00-17:00",
        "extended": "12:00-13:00",
        "saturday": "09:00-11:00",
        "capacity": 2,
        "extended_capacity": 1,
        "ground": "便民服务",
    }
    set_hours(unit=unit, actor=None, now=at("2026-08-31 10:00"), **(given | changed))
    return unit


def bookable(**values: Any) -> Item:
    """An item taken by appointment."""
    return make_item(**({"appointment": True} | values))


def clerk_of(unit: Unit) -> User:
    """Window staff of a hall."""
    return make_user("window", unit=unit)


def booked(
    unit: Unit, item: Item | None = None, *, starts_at: datetime = NINE, now: datetime = NOW, phone: str = ""
) -> Booking:
    """An appointment on Tuesday at nine, of somebody new each time."""
    serial = next(_serial)
    return book(
        unit=unit,
        item=item or bookable(),
        starts_at=starts_at,
        person=Identity(name="顾晓演", phone=phone or f"138{serial:08d}"),
        submission=f"booking-{serial}",
        now=now,
    )
