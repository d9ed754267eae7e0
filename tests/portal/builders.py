"""Complaints and cases for the desks, as rows: the desks read, they do not act."""

from datetime import datetime
from itertools import count
from uuid import uuid4

from complaints.kinds import Identity, IntakeChannel, Kind, State
from complaints.models import Complaint, Dispatch
from efficiency.clocks.kinds import ClockKind
from efficiency.organization.models import Unit, User
from tests.cast import at
from tests.clocks.builders import make_clock, make_matter

_serial = count(1)


def make_complaint(
    unit: Unit, *, state: State = State.SIGNED, handler: User | None = None, by: User, filed: datetime | None = None
) -> Complaint:
    """A complaint at `unit` with its reply clock running."""
    moment = filed or at("2026-09-28 10:00")
    matter = make_matter(unit)
    complaint = Complaint.objects.create(
        matter=matter,
        submission=uuid4().hex,
        fingerprint="",
        code_digest=f"digest{next(_serial)}",
        kind=Kind.REPAIR,
        channel=IntakeChannel.WEB,
        content="路灯不亮",
        shared_content="路灯不亮",
        identity=Identity.ANONYMOUS,
        filed_at=moment,
        state=state,
        handler=handler,
        dispatched_at=moment,
    )
    Dispatch.objects.create(complaint=complaint, unit=unit, by=by, at=moment)
    make_clock(ClockKind.REPLY, matter=matter, started=moment)
    return complaint
