"""What an appointment keeps about whoever made it, and for how long."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.appointments.defined import KEEP_DAYS
from approvals.appointments.models import Booking
from efficiency.changes.settings import value_of
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The appointments of these persons."""
    keep = timedelta(days=value_of(KEEP_DAYS, now))
    return [
        Held(
            person=booking.person,
            reference=booking.number,
            what=_("Appointment"),
            kept_until=booking.ends_at + keep,
            facts={
                _("Item"): booking.item.name,
                _("Time"): booking.starts_at.isoformat(timespec="minutes"),
                _("State"): str(booking.get_state_display()),
            },
        )
        for booking in Booking.objects.filter(person__in=persons).select_related("item")
        if booking.person is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Persons whose appointment is so long ago that it need not be kept."""
    last = now - timedelta(days=value_of(KEEP_DAYS, now))
    rows = Booking.objects.filter(person__isnull=False, ends_at__lte=last).exclude(phone_mark="").order_by("ends_at")
    return (person for person in rows.values_list("person", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """The mark by which the same phone is known again goes."""
    Booking.objects.filter(person=person).update(phone_mark="")


register(Holding("appointments", gettext_lazy("Appointments"), find, over, forget))
