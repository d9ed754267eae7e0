"""What a unit asks of the hotline, and the ruling."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import rules, telling
from complaints.actions.intake import hotline
from complaints.actions.rows import UnableToAct, locked, not_yours, note, running
from complaints.defined import REPLY_EXTENSION, RETURN_WINDOW
from complaints.kinds import State
from complaints.models import Complaint, Request
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again, local_date
from efficiency.organization.models import Unit, User
from efficiency.workdays.current import current_calendar


class UnableToAsk(UnableToAct):
    """The unit cannot ask for this."""


class UnableToRule(UnableToAct):
    """The request cannot be ruled on in this way."""


def ask_return(
    *, complaint: Complaint, reason: str, suggested_unit: Unit | None, actor: User, now: datetime | None = None
) -> Request:
    """Ask the hotline to take the complaint back, with a reason, within the window, once (T-43)."""
    with act(now) as now:
        complaint = locked(complaint)
        _check_asking(complaint, Request.RETURN, reason, actor, now)
        request = Request.objects.create(
            complaint=complaint,
            unit=complaint.matter.unit,
            kind=Request.RETURN,
            reason=reason.strip(),
            suggested_unit=suggested_unit,
            asked_by=actor,
            asked_at=now,
        )
        note(Verb.COMPLAINT_RETURN_ASKED, complaint, actor, now, request=request.pk)
        telling.asked(complaint, request, now=now)
    return request


def ask_extension(*, complaint: Complaint, days: int, reason: str, actor: User, now: datetime | None = None) -> Request:
    """Ask for more time for the reply, with a reason, before it is due, once for each reply clock (T-44)."""
    with act(now) as now:
        complaint = locked(complaint)
        _check_asking(complaint, Request.EXTENSION, reason, actor, now)
        longest = value_of(REPLY_EXTENSION, now)
        if not 1 <= days <= longest:
            raise UnableToAsk(_("At most %(days)s working days can be asked for.") % {"days": longest})
        request = Request.objects.create(
            complaint=complaint,
            unit=complaint.matter.unit,
            kind=Request.EXTENSION,
            reason=reason.strip(),
            days=days,
            asked_by=actor,
            asked_at=now,
        )
        note(Verb.COMPLAINT_EXTENSION_ASKED, complaint, actor, now, request=request.pk, days=days)
        telling.asked(complaint, request, now=now)
    return request


@begins_again
def rule_on_return(
    *, request: Request, granted: bool, ruling_note: str, actor: User, now: datetime | None = None
) -> Complaint:
    """Take the complaint back, or leave it where it is, which is final for that unit (T-43).

    Granted: the unit's clocks are cancelled and stay in the history, the complaint waits for
    dispatch again under a fresh clock of the hotline. The citizen's clock runs on.
    """
    with act(now) as now:
        complaint, request = _ruled(request, Request.RETURN, granted, ruling_note, actor, now)
        if not granted:
            note(Verb.COMPLAINT_RETURN_REFUSED, complaint, actor, now, request=request.pk)
            telling.ruled(complaint, request, now=now)
            return complaint
        _take_back(complaint, actor, now)
        note(Verb.COMPLAINT_RETURNED, complaint, actor, now, request=request.pk, unit=request.unit_id)
        telling.ruled(complaint, request, now=now)
    return complaint


@begins_again
def rule_on_extension(
    *, request: Request, granted: bool, ruling_note: str, actor: User, now: datetime | None = None
) -> Complaint:
    """Give the unit more time for its reply, or not. More time is given before it is due, never after."""
    with act(now) as now:
        complaint, request = _ruled(request, Request.EXTENSION, granted, ruling_note, actor, now)
        if granted:
            clock = running(complaint, ClockKind.REPLY)
            assert clock is not None and request.days is not None  # a unit has the complaint; checked when asked
            try:
                clocks.extend_clock(
                    clock=clock,
                    amount=request.days,
                    reason=request.reason,
                    asked_by=request.asked_by,
                    approved_by=actor,
                    now=now,
                )
            except clocks.UnableToExtend as refusal:
                raise UnableToRule(str(refusal)) from refusal
        verb = Verb.COMPLAINT_EXTENDED if granted else Verb.COMPLAINT_EXTENSION_REFUSED
        note(verb, complaint, actor, now, request=request.pk, days=request.days)
        telling.ruled(complaint, request, now=now)
    return complaint


def lapse(complaint: Complaint, now: datetime) -> None:
    """End the requests that are still open when the unit answers or loses the complaint."""
    complaint.requests.filter(ruled_at=None).update(ruled_at=now, granted=False)


def refusal_to_ask(complaint: Complaint, kind: str, now: datetime) -> str:
    """Say why the unit can no longer ask for this; empty where it can. The page offers what is not refused."""
    if not complaint.with_unit or complaint.dispatched_at is None:
        return _("This complaint is not with a unit.")
    asked = complaint.requests.filter(kind=kind, unit=complaint.matter.unit)
    if asked.filter(ruled_at=None).exists():
        return _("The hotline has yet to rule on your last request.")
    if kind == Request.RETURN:
        days = value_of(RETURN_WINDOW, complaint.dispatched_at)
        window = current_calendar().add(local_date(complaint.dispatched_at), days)
        if asked.exists():
            return _already_ruled()
        if local_date(now) > window:
            return _("A return must be asked for within %(days)s working day(s) of dispatch. Please handle it.") % {
                "days": days
            }
        return ""
    clock = running(complaint, ClockKind.REPLY)
    if clock is None or now >= clock.due_at:
        return _("The limit has passed; more time cannot be asked for any more.")
    return _already_ruled() if asked.filter(asked_at__gte=clock.started_at).exists() else ""


def _already_ruled() -> str:
    return _("The hotline has ruled on this once already. It cannot be asked for again.")


def _check_asking(complaint: Complaint, kind: str, reason: str, actor: User, now: datetime) -> None:
    refusal = refusal_to_ask(complaint, kind, now)
    if refusal:
        raise UnableToAsk(refusal)
    if not rules.can_ask(actor, complaint):
        raise UnableToAsk(not_yours())
    if not reason.strip():
        raise UnableToAsk(_("Give the reason."))


def _ruled(
    request: Request, kind: str, granted: bool, ruling_note: str, actor: User, now: datetime
) -> tuple[Complaint, Request]:
    """Lock the complaint, check the ruling and write it. Raises UnableToRule."""
    complaint = locked(request.complaint)
    request = Request.objects.select_related("unit", "asked_by").get(pk=request.pk, kind=kind)
    if request.ruled_at is not None or not complaint.with_unit:
        raise UnableToRule(_("This request has been ruled on already."))
    if not rules.can_rule(actor, complaint):
        raise UnableToRule(not_yours())
    if actor == request.asked_by:
        raise UnableToRule(_("You asked for this. Another person must rule on it."))
    if not granted and not ruling_note.strip():
        raise UnableToRule(_("Give the reason of the refusal."))
    request.ruled_by, request.ruled_at, request.granted = actor, now, granted
    request.ruling_note = ruling_note.strip()
    request.save(update_fields=["ruled_by", "ruled_at", "granted", "ruling_note"])
    return complaint, request


def _take_back(complaint: Complaint, actor: User, now: datetime) -> None:
    matter, centre = complaint.matter, hotline()
    kinds = (ClockKind.REPLY, ClockKind.SIGN_FOR)
    for clock in Clock.objects.running().filter(matter=matter, kind__in=kinds).order_by("pk"):
        clocks.cancel_clock(clock=clock, actor=actor, reason="returned", now=now)
    lapse(complaint, now)
    complaint.dispatches.filter(ended_at=None).update(ended_at=now)
    clocks.hand_over(matter=matter, unit=centre, officer=None, actor=actor, now=now)
    clocks.start_clock(matter=matter, kind=ClockKind.DISPATCH, unit=centre, actor=actor, now=now)
    complaint.state, complaint.handler = State.FILED, None
    complaint.dispatched_at = complaint.signed_at = None
    complaint.save(update_fields=["state", "handler", "dispatched_at", "signed_at"])
