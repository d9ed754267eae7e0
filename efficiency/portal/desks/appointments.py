"""What desks say of appointments: who comes today to the own hall."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way


def today(user: Any, now: datetime) -> Block:
    """Who is here by appointment, and who comes next."""
    list_of_day = reverse("appointments_day")
    mine = Booking.objects.visible_to(user).on(local_date(now)).filter(unit=user.unit_id)
    here, to_come = mine.filter(state=State.ARRIVED), mine.filter(state=State.BOOKED)
    rows = [
        Row(
            title=f"{booking.starts_at.astimezone(SHANGHAI):%H:%M} {booking.item.name}",
            path=f"{list_of_day}#{booking.number}",
            detail=booking.queue_number or booking.number,
        )
        for booking in (here | to_come).select_related("item").order_by("state", "starts_at", "pk")[:SHOWN]
    ]
    return Block(
        title=_("Today by appointment"),
        rows=rows,
        figures=[
            Figure(capped(here), _("arrived, waiting"), list_of_day),
            Figure(capped(to_come), _("to come"), list_of_day),
        ],
        ways=[way(_("Appointments"), "appointments_day")],
        empty=_("Nobody waits or comes by appointment today."),
    )
