"""Who comes to the hall of a department, and what its agent carries to another window."""

from datetime import date, datetime, timedelta
from typing import Any

from approvals.appointments.models import Booking
from approvals.errands.models import Errand
from approvals.models import Item
from efficiency.organization.models import Unit, User
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity

CITIZEN = Identity(name="金丝雀姓名", phone="13912345678")


def who_comes(own: Unit, agent: User, item: Item, window: Unit, now: datetime) -> dict[str, Any]:
    """An appointment at the department's own hall, and an errand of its own room with the papers still there."""
    person = store(CITIZEN, actor=None, now=now)
    booking = Booking.objects.create(
        number="YY-261012-000001",
        code_digest="a" * 64,
        submission="booking",
        unit=own,
        item=item,
        starts_at=now,
        ends_at=now + timedelta(minutes=30),
        place=1,
        person=person,
        made_at=now,
    )
    errand = Errand.objects.create(
        number="DB-261012-000001",
        submission="errand",
        agent=agent,
        unit=own,
        to_unit=window,
        item=item,
        person=person,
        taken_in_at=now,
        carry_by=date(2026, 10, 14),
    )
    return {"booking": booking, "errand": errand}
