"""More time and pauses for clocks: asked by one person, decided by another (T-18, T-20)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from approvals.projects.kinds import MOST_EXTENSION, RequestKind
from approvals.projects.models import Request
from approvals.projects.rules import may_ask_for, may_decide_extension, may_decide_pause
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.clocks.actions import UnableToExtend, UnableToPause, extend_clock, pause_clock
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again, local_date
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.responsibility import responsible_for
from efficiency.organization.roles import Role

# Waiting for another department never stops what the law sets (RULES.md 1.1): these are the city's own promises.
PROMISES = (
    ClockKind.PROJECT,
    ClockKind.LICENCE_WEEK,
    ClockKind.PERMIT_MONTH,
    ClockKind.ACCEPTANCE_WEEK,
    ClockKind.PROMISED,
)


class UnableToAsk(Exception):
    """The request was not made; the text says why."""


class UnableToDecide(Exception):
    """The request was not decided; the text says why."""


def ask_extension(
    *, clock: Clock, amount: int, reason: str, document: str, actor: User, now: datetime | None = None
) -> Request:
    """Ask the head of government for more time for joint handling: once, at most 15 working days, before it ends.

    Raises UnableToAsk.
    """
    if clock.kind != ClockKind.JOINT:
        raise UnableToAsk(_("Only joint handling is extended here."))
    if not actor.holds(Role.HEAD) or not may_ask_for(actor, clock):
        raise UnableToAsk(_("The head of the unit that leads joint handling asks for more time."))
    if not 1 <= amount <= MOST_EXTENSION:
        raise UnableToAsk(
            _("Joint handling is extended by at most 15 working days (Administrative Licensing Law, art. 42).")
        )
    with act(now) as now:
        clock = _to_ask_for(clock, now)
        if clock.extensions.exists():
            raise UnableToAsk(_("This limit has been extended once already."))
        return _asked(RequestKind.EXTENSION, clock, reason, document, actor, now, amount=amount)


def ask_pause(
    *,
    clock: Clock,
    ground: Ground,
    planned_until: date,
    reason: str,
    document: str,
    actor: User,
    now: datetime | None = None,
) -> Request:
    """Ask a second person to pause a promise of the city; what the law sets runs on. Raises UnableToAsk."""
    if clock.kind not in PROMISES:
        raise UnableToAsk(_("Only a promise of the city pauses here; what the law sets runs on."))
    if not may_ask_for(actor, clock):
        raise UnableToAsk(_("The unit that answers for the promise asks for a pause."))
    with act(now) as now:
        clock = _to_ask_for(clock, now)
        if planned_until <= local_date(now):
            raise UnableToAsk(_("The planned end must be a day after today."))
        return _asked(
            RequestKind.PAUSE, clock, reason, document, actor, now, pause_ground=ground, planned_until=planned_until
        )


def _to_ask_for(clock: Clock, now: datetime) -> Clock:
    clock = Clock.objects.select_for_update(of=("self",)).select_related("matter", "unit").get(pk=clock.pk)
    if not clock.running:
        raise UnableToAsk(_("This clock has already been stopped."))
    if now >= clock.due_at:
        raise UnableToAsk(_("The limit has passed; nothing can be asked for it any more."))
    if clock.requests.filter(decided_at=None).exists():
        raise UnableToAsk(_("A request for this limit waits already."))
    return clock


def _asked(
    kind: RequestKind, clock: Clock, reason: str, document: str, actor: User, now: datetime, **values: object
) -> Request:
    if not reason.strip() or not document.strip():
        raise UnableToAsk(_("Give the reason and the number of the written notice to the applicant."))
    request = Request.objects.create(
        clock=clock,
        kind=kind,
        reason=reason.strip(),
        document=document.strip(),
        asked_by=actor,
        asked_at=now,
        **values,
    )
    _note(Verb.CLOCK_REQUESTED, request, actor, now, request.reason)
    deciders = User.objects.able().holding(Role.EXECUTIVE if kind == RequestKind.EXTENSION else Role.OFFICE)
    people = list(deciders.exclude(pk=actor.pk))
    if kind == RequestKind.PAUSE:
        people += [one for one in responsible_for(clock.unit, "head", now) if one.pk != actor.pk]
    _tell("asked", request, people, now)
    return request


@begins_again
def decide_request(*, request: Request, grant: bool, note: str, actor: User, now: datetime | None = None) -> Request:
    """Grant a request, which moves the clock at once, or refuse it with a reason. Raises UnableToDecide."""
    with act(now) as now:
        request = (
            Request.objects.select_for_update(of=("self",))
            .select_related("clock__unit", "clock__matter", "asked_by")
            .get(pk=request.pk)
        )
        _refuse_decision(request, grant, note, actor, now)
        if grant:
            try:
                _apply(request, actor, now)
            except (UnableToExtend, UnableToPause) as error:
                raise UnableToDecide(str(error)) from error
        request.decided_by, request.decided_at, request.granted, request.note = actor, now, grant, note.strip()
        request.save(update_fields=["decided_by", "decided_at", "granted", "note"])
        _note(Verb.CLOCK_REQUEST_DECIDED, request, actor, now, request.note, granted=grant)
        _tell("decided", request, [request.asked_by], now)
    return request


def _refuse_decision(request: Request, grant: bool, note: str, actor: User, now: datetime) -> None:
    if request.decided_at is not None:
        raise UnableToDecide(_("This request has been decided already."))
    if request.kind == RequestKind.EXTENSION:
        if not may_decide_extension(actor, request, now):
            raise UnableToDecide(_("The head of this level's government decides on it (art. 42), never who asks."))
    elif not may_decide_pause(actor, request):
        raise UnableToDecide(_("The head of the unit or the office decides on it, never who asks."))
    if not grant and not note.strip():
        raise UnableToDecide(_("Say why the request is refused."))


def _apply(request: Request, actor: User, now: datetime) -> None:
    if request.kind == RequestKind.EXTENSION:
        assert request.amount is not None  # a constraint of the table
        extend_clock(
            clock=request.clock,
            amount=request.amount,
            reason=request.reason,
            asked_by=request.asked_by,
            approved_by=actor,
            now=now,
        )
        return
    pause_clock(
        clock=request.clock,
        ground=Ground(request.pause_ground),
        document=request.document,
        planned_until=request.planned_until,
        asked_by=request.asked_by,
        approved_by=actor,
        now=now,
    )


def _note(verb: Verb, request: Request, actor: User, now: datetime, words: str, /, **facts: object) -> None:
    """Write an entry; to typed `words`, which stand in the request, it only commits."""
    matter = request.clock.matter
    record(
        verb,
        at=now,
        actor=actor,
        kind="matter",
        subject=matter.pk,
        data={"request": request.pk, "kind": request.kind, "clock": request.clock_id, **facts},
        commitment=commitment_to(words),
        demo=matter.demo,
    )


def _tell(event: str, request: Request, people: list[User], now: datetime) -> None:
    matter = request.clock.matter
    notify(
        key=f"clock-request-{request.pk}-{event}",
        recipients=people,
        kind=f"clock-request.{event}",
        params={
            "number": matter.reference,
            "title": matter.title,
            "kind": request.kind,
            "granted": str(request.granted),
        },
        path=f"/clock-requests/{request.pk}/",
        now=now,
        demo=matter.demo,
    )
