"""What other pages say of appointments: the page of a case, and what is opened by a number."""

from typing import Any

from django.urls import reverse

from approvals.appointments.models import Booking, Hours
from approvals.appointments.offering import can_be_booked
from approvals.models import Case, Item
from efficiency.common.moments import local_date
from efficiency.organization.models import User


def address_of(number: str, user: User) -> str | None:
    """The list of the day on which the appointment of this number stands."""
    found = Booking.objects.visible_to(user).filter(number=number).select_related("unit").first()
    if found is None:
        return None
    query = f"?hall={found.unit.code}&day={local_date(found.starts_at)}"
    return f"{reverse('appointments_day')}{query}#{found.number}"


def on_item(item: Item, _user: User | None) -> dict[str, Any] | None:
    """The way to an appointment, where the item is taken by appointment and some hall has hours."""
    return {"item": item} if can_be_booked(item) and Hours.objects.exists() else None


def on_case(case: Case, _user: User) -> dict[str, Any] | None:
    """The appointment with which somebody came."""
    found = Booking.objects.filter(case=case).first()
    return {"booking": found} if found is not None else None
