"""How a complaint reaches a unit and a person there."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import rules, telling
from complaints.actions.rows import UnableToAct, locked, not_yours
from complaints.actions.rows import note as write_entry
from complaints.kinds import State
from complaints.models import Complaint, Dispatch
from efficiency.audit.verbs import Verb
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import ClockKind
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import act, begins_again
from efficiency.organization.deputies import stand_in
from efficiency.organization.models import Unit, UnitKind, User


class UnableToDispatch(UnableToAct):
    """The complaint cannot be given to this unit."""


class UnableToSignFor(UnableToAct):
    """The complaint cannot be signed for."""


class UnableToAssign(UnableToAct):
    """The handler cannot be assigned."""


@begins_again
def dispatch(*, complaint: Complaint, unit: Unit, note: str, actor: User, now: datetime | None = None) -> Complaint:
    """Give a complaint to a unit.

    Stops the hotline's clock; starts the unit's: the reply runs from now, not from the sign-for
    (T-41, T-42), and the sign-for has a clock of its own. Tells the head of the unit.
    """
    with act(now) as now:
        complaint = locked(complaint)
        _check_dispatch(complaint, unit, actor)
        matter = complaint.matter
        clocks.stop_running(matter=matter, kinds=(ClockKind.DISPATCH,), actor=actor, now=now)
        given = Dispatch.objects.create(complaint=complaint, unit=unit, note=note.strip(), by=actor, at=now)
        clocks.hand_over(matter=matter, unit=unit, officer=None, actor=actor, now=now)
        reply = clocks.start_clock(matter=matter, kind=ClockKind.REPLY, unit=unit, actor=actor, now=now)
        clocks.start_clock(matter=matter, kind=ClockKind.SIGN_FOR, unit=unit, actor=actor, now=now)
        complaint.state, complaint.dispatched_at, complaint.signed_at = State.DISPATCHED, now, None
        complaint.handler = None
        complaint.save(update_fields=["state", "dispatched_at", "signed_at", "handler"])
        write_entry(Verb.COMPLAINT_DISPATCHED, complaint, actor, now, unit=unit.pk, dispatch=given.pk)
        telling.dispatched(complaint, given, reply, now=now)
        failpoint("dispatch.before-commit")
    return complaint


@begins_again
def sign_for(*, complaint: Complaint, actor: User, now: datetime | None = None) -> Complaint:
    """Sign for a complaint in the name of the unit; the reply clock runs on as it did."""
    with act(now) as now:
        complaint = locked(complaint)
        if complaint.state != State.DISPATCHED:
            raise UnableToSignFor(_("This complaint does not wait for a signature."))
        if not rules.can_sign_for(actor, complaint):
            raise UnableToSignFor(not_yours())
        clocks.stop_running(matter=complaint.matter, kinds=(ClockKind.SIGN_FOR,), actor=actor, now=now)
        complaint.state, complaint.signed_at = State.SIGNED, now
        complaint.save(update_fields=["state", "signed_at"])
        write_entry(Verb.COMPLAINT_SIGNED_FOR, complaint, actor, now, unit=complaint.matter.unit_id)
    return complaint


def assign_handler(*, complaint: Complaint, handler: User, actor: User, now: datetime | None = None) -> Complaint:
    """Name the person of the unit who handles the complaint, and tell him.

    Is that person away, the complaint is given to whoever stands in for him; the entry says for
    whom. It stays with the one who got it when the other is back.
    """
    with act(now) as now:
        complaint = locked(complaint)
        if not complaint.with_unit:
            raise UnableToAssign(_("This complaint is not with a unit."))
        if not rules.can_assign(actor, complaint):
            raise UnableToAssign(not_yours())
        if not telling.handlers_of(complaint.matter.unit).filter(pk=handler.pk).exists():
            raise UnableToAssign(_("Only a handler of the unit can be assigned."))
        handler, instead = _who_is_here(handler, now)
        complaint.handler = handler
        complaint.save(update_fields=["handler"])
        clocks.hand_over(matter=complaint.matter, unit=complaint.matter.unit, officer=handler, actor=actor, now=now)
        write_entry(Verb.COMPLAINT_ASSIGNED, complaint, actor, now, handler=handler.pk, **instead)
        telling.assigned(complaint, handler, now=now)
    return complaint


def _who_is_here(handler: User, now: datetime) -> tuple[User, dict[str, int]]:
    """The handler, or whoever stands in for him and can handle a complaint; and the fact of the entry."""
    other = stand_in(handler, now)
    if other == handler or not other.holds(*rules.UNIT_ROLES):
        return handler, {}
    return other, {"deputy_for": handler.pk}


def _check_dispatch(complaint: Complaint, unit: Unit, actor: User) -> None:
    if not complaint.to_dispatch:
        raise UnableToDispatch(_("This complaint does not wait for dispatch any more."))
    if not rules.can_dispatch(actor, complaint):
        raise UnableToDispatch(not_yours())
    if not unit.active or unit.kind in (UnitKind.HOTLINE, UnitKind.CITY):
        raise UnableToDispatch(_("Complaints cannot be given to %(unit)s.") % {"unit": unit.name})
