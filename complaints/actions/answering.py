"""How a complaint is answered, checked and closed."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import rules, telling
from complaints.actions.requesting import lapse
from complaints.actions.rows import UnableToAct, locked, not_yours, note
from complaints.kinds import State
from complaints.models import Complaint, Reply
from efficiency.audit.verbs import Verb
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import ClockKind
from efficiency.common.moments import act, begins_again
from efficiency.organization.deputies import instead_of
from efficiency.organization.models import User


class UnableToReply(UnableToAct):
    """The complaint cannot be answered."""


class UnableToCheck(UnableToAct):
    """The answer cannot be checked."""


@begins_again
def reply(
    *, complaint: Complaint, text: str, contacted_how: str, actor: User, now: datetime | None = None
) -> Complaint:
    """Answer in the name of the unit, and say how the citizen was contacted (T-49).

    Stops the unit's clock. The citizen reads the answer once the hotline has checked it.
    """
    with act(now) as now:
        complaint = locked(complaint)
        _check_reply(complaint, text, contacted_how, actor)
        clocks.stop_running(matter=complaint.matter, kinds=(ClockKind.REPLY,), actor=actor, now=now)
        lapse(complaint, now)
        given = Reply.objects.create(
            complaint=complaint,
            unit=complaint.matter.unit,
            text=text.strip(),
            contacted_how=contacted_how.strip(),
            by=actor,
            at=now,
        )
        complaint.state = State.REPLIED
        complaint.save(update_fields=["state"])
        instead = instead_of(actor, complaint.handler_id, now)
        note(Verb.COMPLAINT_REPLIED, complaint, actor, now, reply=given.pk, **instead)
        telling.replied(complaint, given, now=now)
    return complaint


def send_back(*, complaint: Complaint, reason: str, actor: User, now: datetime | None = None) -> Complaint:
    """Send an answer back to its unit under a new limit, counted; twice means supervision (T-48)."""
    with act(now) as now:
        complaint = locked(complaint)
        given = _checked(complaint, actor)
        if not reason.strip():
            raise UnableToCheck(_("Say what is missing in the answer."))
        given.sent_back_at, given.sent_back_note = now, reason.strip()
        given.save(update_fields=["sent_back_at", "sent_back_note"])
        unit = complaint.matter.unit
        clock = clocks.start_clock(matter=complaint.matter, kind=ClockKind.REPLY, unit=unit, actor=actor, now=now)
        complaint.state, complaint.reworks = State.SIGNED, complaint.reworks + 1
        complaint.save(update_fields=["state", "reworks"])
        note(Verb.COMPLAINT_SENT_BACK, complaint, actor, now, reply=given.pk, times=complaint.reworks)
        telling.sent_back(complaint, given, clock, now=now)
    return complaint


@begins_again
def close(*, complaint: Complaint, actor: User, now: datetime | None = None) -> Complaint:
    """Find the answer good, show it to the citizen, stop the citizen's clock and close."""
    with act(now) as now:
        complaint = locked(complaint)
        given = _checked(complaint, actor)
        clocks.stop_running(matter=complaint.matter, kinds=(ClockKind.CITIZEN,), actor=actor, now=now)
        clocks.close_matter(matter=complaint.matter, actor=actor, now=now)
        given.checked_by, given.checked_at = actor, now
        given.save(update_fields=["checked_by", "checked_at"])
        complaint.dispatches.filter(ended_at=None).update(ended_at=now)
        complaint.state = State.CLOSED
        complaint.save(update_fields=["state"])
        note(Verb.COMPLAINT_CLOSED, complaint, actor, now, reply=given.pk)
    return complaint


def _check_reply(complaint: Complaint, text: str, contacted_how: str, actor: User) -> None:
    if complaint.state == State.DISPATCHED:
        raise UnableToReply(_("Sign for the complaint first."))
    if complaint.state != State.SIGNED:
        raise UnableToReply(_("This complaint does not wait for an answer."))
    if not rules.can_reply(actor, complaint):
        raise UnableToReply(not_yours())
    if not text.strip():
        raise UnableToReply(_("Write the answer."))
    if not contacted_how.strip():
        raise UnableToReply(_("Say how the citizen was contacted, or why that was not possible."))


def _checked(complaint: Complaint, actor: User) -> Reply:
    """The answer that waits for a check. Raises UnableToCheck."""
    if not complaint.replied:
        raise UnableToCheck(_("No answer waits for a check."))
    if not rules.can_check_reply(actor, complaint):
        raise UnableToCheck(not_yours())
    return complaint.replies.filter(sent_back_at=None, checked_at=None).latest("id")
