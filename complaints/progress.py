"""What a citizen may know about his complaint: promises and steps of offices, never a person's name."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from complaints.kinds import State
from complaints.models import Complaint, Reply, Request
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock


@dataclass(frozen=True)
class Step:
    """One step: when, which office, what."""

    at: datetime
    who: str
    what: str
    note: str = ""


class Progress:
    """The progress page's view of one complaint."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        self.number = complaint.matter.reference

    @cached_property
    def clocks(self) -> list[Clock]:
        """All its clocks, oldest first."""
        return list(self.complaint.matter.clocks.select_related("unit", "matter", "policy").order_by("pk"))

    @property
    def promise(self) -> Clock | None:
        """The promise to the citizen."""
        return next((clock for clock in self.clocks if clock.kind == ClockKind.CITIZEN), None)

    @property
    def unit_clock(self) -> Clock | None:
        """The running promise of the unit that has it now."""
        return next((c for c in reversed(self.clocks) if c.kind == ClockKind.REPLY and c.running), None)

    @property
    def unit(self) -> str:
        """The office that has it now."""
        return self.complaint.matter.unit.name

    @cached_property
    def replies(self) -> list[Reply]:
        """The answers that the hotline has found good."""
        return list(self.complaint.replies.exclude(checked_at=None).select_related("unit"))

    @property
    def next_step(self) -> str:
        """What comes next, in a sentence."""
        sentences = {
            State.QUARANTINED: _("The hotline checks your form and then gives it to the office in charge."),
            State.FILED: _("The hotline gives your complaint to the office in charge."),
            State.DISPATCHED: _("The office in charge signs for it and handles it."),
            State.SIGNED: _("The office in charge handles it and answers you."),
            State.REPLIED: _("The hotline checks the office's answer before you read it."),
            State.CLOSED: _("Nothing more. If something new happens, please file a new complaint."),
            State.DISCARDED: _("Nothing more. If this was a mistake, please call 12345."),
        }
        return sentences[State(self.complaint.state)]

    @cached_property
    def steps(self) -> list[Step]:
        """What has been done, oldest first."""
        you, hotline = _("You"), _("12345 hotline")
        complaint = self.complaint
        steps = [Step(complaint.filed_at, you, _("filed the complaint"))]
        for given in complaint.dispatches.select_related("unit"):
            steps.append(Step(given.at, hotline, _("gave it to %(unit)s") % {"unit": given.unit.name}))
        for request in complaint.requests.select_related("unit"):
            steps += self._ruling(request, hotline)
        for reply in complaint.replies.select_related("unit"):
            steps.append(Step(reply.at, reply.unit.name, _("answered; the hotline checks the answer")))
            if reply.sent_back_at:
                steps.append(Step(reply.sent_back_at, hotline, _("sent the answer back to be done better")))
            if reply.checked_at:
                steps.append(Step(reply.checked_at, hotline, _("checked the answer and closed the complaint")))
        if complaint.signed_at:
            steps.append(Step(complaint.signed_at, self.unit, _("signed for it")))
        if complaint.state == State.DISCARDED and complaint.matter.closed_at:
            steps.append(Step(complaint.matter.closed_at, hotline, _("put it away"), complaint.discard_reason))
        for addition in complaint.additions.all():
            steps.append(Step(addition.at, you, _("added"), addition.shared_text))
        return sorted(steps, key=lambda step: step.at)

    @staticmethod
    def _ruling(request: Request, hotline: str) -> list[Step]:
        if not request.granted or request.ruled_at is None:
            return []
        if request.kind == Request.RETURN:
            what = _("took it back from %(unit)s to give it to another office") % {"unit": request.unit.name}
            return [Step(request.ruled_at, hotline, what)]
        what = _("gave %(unit)s %(days)s more working days") % {"unit": request.unit.name, "days": request.days}
        return [Step(request.ruled_at, hotline, what, _("Reason: %(reason)s") % {"reason": request.reason})]
