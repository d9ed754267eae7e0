"""What a handler asks his head for: more time (art. 42) or a pause (art. 45), its effect, and the ruling."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from approvals import telling, wording
from approvals.actions.papering import write
from approvals.actions.rows import UnableToAct, chain, irregular, locked, not_yours, note, running
from approvals.defined import LONGEST_EXTENSION, LONGEST_PAUSE
from approvals.models import Ask, AskKind, Case, CaseState, PaperKind, Rule
from approvals.rules import may_handle, may_rule
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import STATUTORY_GROUNDS, ClockKind, Ground
from efficiency.clocks.models import Clock, Pause
from efficiency.clocks.moving import NEVER, recompute
from efficiency.common.moments import act, begins_again, local_date
from efficiency.organization.models import User
from efficiency.workdays.current import current_calendar

_BY_LAW = (ClockKind.PROMISED, ClockKind.STATUTORY, ClockKind.STAGE)
_PROMISE = (ClockKind.PROMISED,)


class UnableToAsk(UnableToAct):
    """This cannot be asked for; the text says why."""


class UnableToRule(UnableToAct):
    """The request cannot be ruled on in this way; the text says why."""


class UnableToResume(UnableToAct):
    """Nothing is paused; the text says so."""


@dataclass(frozen=True)
class Moved:
    """A clock that a ruling would move: its last day now and then."""

    clock: Clock
    before: date | None
    after: date | None


def ask_extension(*, case: Case, days: int, reason: str, actor: User, now: datetime | None = None) -> Ask:
    """Ask for more time before the limit of the law runs out, once (T-18). Raises UnableToAsk."""
    with act(now) as now:
        case = locked(case)
        _refuse_asking(case, AskKind.EXTENSION, reason, actor)
        refusal = _refusal_to_extend(case, days, now)
        if refusal:
            raise UnableToAsk(refusal)
        ask = Ask.objects.create(
            case=case, kind=AskKind.EXTENSION, days=days, reason=reason.strip(), asked_by=actor, asked_at=now
        )
        note(Verb.CASE_ASKED, case, actor, now, {"ask": ask.pk, "kind": ask.kind, "days": days}, words=ask.reason)
        telling.asked(ask, now=now)
    return ask


def ask_pause(
    *, case: Case, ground: Ground, planned_until: date, reason: str, actor: User, now: datetime | None = None
) -> Ask:
    """Ask for a pause with its ground and its announced end (T-20). Raises UnableToAsk."""
    with act(now) as now:
        case = locked(case)
        _refuse_asking(case, AskKind.PAUSE, reason, actor)
        refusal = _refusal_to_pause(case, ground, planned_until, now)
        if refusal:
            raise UnableToAsk(refusal)
        ask = Ask.objects.create(
            case=case,
            kind=AskKind.PAUSE,
            ground=ground,
            planned_until=planned_until,
            reason=reason.strip(),
            asked_by=actor,
            asked_at=now,
        )
        note(Verb.CASE_ASKED, case, actor, now, {"ask": ask.pk, "kind": ask.kind, "ground": ground}, words=ask.reason)
        telling.asked(ask, now=now)
    return ask


@begins_again
def rule_on_ask(*, ask: Ask, granted: bool, ruling_note: str = "", actor: User, now: datetime | None = None) -> Case:
    """Grant or refuse what the handler asked for: the head of the unit, never who asked.

    Granted, the applicant's notice is issued in the same act, and the clocks move from this
    moment on. Raises UnableToRule.
    """
    with act(now) as now:
        case = locked(ask.case)
        ask = Ask.objects.select_related("asked_by", "case__matter__unit").get(pk=ask.pk)
        _refuse_ruling(ask, case, granted, ruling_note, actor, now)
        ask.ruled_by, ask.ruled_at, ask.granted = actor, now, granted
        ask.ruling_note = ruling_note.strip()
        ask.save(update_fields=["ruled_by", "ruled_at", "granted", "ruling_note"])
        if not granted:
            note(Verb.CASE_ASK_REFUSED, case, actor, now, {"ask": ask.pk, "kind": ask.kind}, words=ask.ruling_note)
        elif ask.kind == AskKind.EXTENSION:
            _extend(case, ask, actor, now)
        else:
            _pause(case, ask, actor, now)
        telling.ruled(ask, now=now)
    return case


@begins_again
def resume_case(*, case: Case, actor: User, now: datetime | None = None) -> Case:
    """End the open pause before its announced end; counting goes on tomorrow. Raises UnableToResume."""
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToResume(not_yours())
        ended = 0
        for clock in Clock.objects.running().filter(matter=case.matter, paused=True).order_by("pk"):
            try:
                clocks.resume_clock(clock=clock, actor=actor, now=now)
            except clocks.UnableToPause:
                continue  # its announced end has passed already
            ended += 1
        if not ended:
            raise UnableToResume(_("Nothing is paused on this case."))
        note(Verb.CASE_RESUMED, case, actor, now, {"clocks": ended})
    return case


def is_paused(case: Case, now: datetime) -> bool:
    """Tell whether a pause is open now."""
    open_ones = Pause.objects.filter(clock__matter=case.matter, resumed_at=None, clock__stopped_at=None)
    return open_ones.exclude(planned_until__lt=local_date(now)).exists()


def effect_of(case: Case, ask: Ask, now: datetime) -> list[Moved]:
    """What granting this now would do to the last days of the case. Writes nothing."""
    calendar, moved = current_calendar(), []
    for clock in _concerned(case, ask, now):
        before = _last_day(clock)
        pauses = list(clock.pauses.all())
        if ask.kind == AskKind.EXTENSION:
            clock.extended += ask.days or 0
        else:
            pauses.append(Pause(clock=clock, paused_from=now, planned_until=ask.planned_until))
        recompute(clock, calendar=calendar, pauses=pauses)
        moved.append(Moved(clock, before, _last_day(clock)))
    return moved


def _last_day(clock: Clock) -> date | None:
    return None if clock.due_at >= NEVER else local_date(clock.due_at - clock.due_at.resolution)


def _concerned(case: Case, ask: Ask, now: datetime) -> list[Clock]:
    """The clocks that the ruling moves: those that still run in time."""
    running_ones = Clock.objects.running().filter(matter=case.matter, due_at__gt=now).select_related("policy", "matter")
    if ask.kind == AskKind.PAUSE:
        kinds = _BY_LAW if Ground(ask.ground) in STATUTORY_GROUNDS else _PROMISE
        return list(running_ones.filter(kind__in=kinds).order_by("pk"))
    found = list(running_ones.filter(kind__in=(ClockKind.STATUTORY, ClockKind.PROMISED)).order_by("-kind"))
    law = next((clock for clock in found if clock.kind == ClockKind.STATUTORY), None)
    # A promise that only repeats the law goes along with it; one that is shorter stands.
    return [clock for clock in found if law is not None and (clock is law or clock.due_at == law.due_at)]


def _refuse_asking(case: Case, kind: AskKind, reason: str, actor: User) -> None:
    if not may_handle(actor, case):
        raise UnableToAsk(not_yours())
    if case.state != CaseState.ACCEPTED:
        raise UnableToAsk(_("This can be asked for on an accepted case only."))
    if case.asks.filter(kind=kind, ruled_at=None).exists():
        raise UnableToAsk(_("The head has yet to rule on the last request."))
    if not reason.strip():
        raise UnableToAsk(_("Please write the reason: the applicant reads it."))


def _refusal_to_extend(case: Case, days: int, now: datetime) -> str:
    law = running(case, ClockKind.STATUTORY)
    if law is None:
        return _("No limit of law runs on this case; a promise cannot be extended.")
    if now >= law.due_at:
        return _("The limit has passed; it can no longer be extended.")
    matters = [one.matter_id for one in chain(case)]
    if Clock.objects.filter(matter__in=matters, kind=ClockKind.STATUTORY, extended__gt=0).exists():
        return _("This limit has been extended once already.")
    longest = value_of(LONGEST_EXTENSION, now)
    if not 1 <= days <= longest:
        return _("At most %(days)s working days can be asked for.") % {"days": longest}
    return ""


def _refusal_to_pause(case: Case, ground: Ground, planned_until: date, now: datetime) -> str:
    today = local_date(now)
    if planned_until <= today:
        return _("The planned end must be a day after today.")
    if is_paused(case, now):
        return _("This case is paused already.")
    if not _concerned(case, Ask(case=case, kind=AskKind.PAUSE, ground=ground), now):
        return _("The limit has passed; a pause can no longer help it.")
    granted = case.asks.filter(kind=AskKind.PAUSE, ground=ground, granted=True, ruled_at__isnull=False)
    spans = (one.planned_until - local_date(one.ruled_at) for one in granted if one.planned_until and one.ruled_at)
    spent = sum(spans, planned_until - today)
    longest = value_of(LONGEST_PAUSE, now)
    if spent > timedelta(days=longest):
        return _("The pauses on one ground take at most %(days)s days.") % {"days": longest}
    return ""


def _refuse_ruling(ask: Ask, case: Case, granted: bool, ruling_note: str, actor: User, now: datetime) -> None:
    if ask.ruled_at is not None:
        raise UnableToRule(_("This request has been ruled on already."))
    if not may_rule(actor, case):
        raise UnableToRule(_("The head of the unit rules on this."))
    if actor == ask.asked_by:
        raise UnableToRule(_("You asked for this. Another person must rule on it."))
    if not granted:
        if not ruling_note.strip():
            raise UnableToRule(_("Give the reason of the refusal."))
        return
    if case.state != CaseState.ACCEPTED:
        raise UnableToRule(_("This case has ended; there is nothing to grant."))
    if ask.kind == AskKind.EXTENSION:
        refusal = _refusal_to_extend(case, ask.days or 0, now)
    else:
        assert ask.planned_until is not None  # a constraint
        refusal = _refusal_to_pause(case, Ground(ask.ground), ask.planned_until, now)
    if refusal:
        raise UnableToRule(refusal)


def _extend(case: Case, ask: Ask, actor: User, now: datetime) -> None:
    assert ask.days is not None  # a constraint
    concerned = _concerned(case, ask, now)
    for clock in concerned:
        clocks.extend_clock(
            clock=clock, amount=ask.days, reason=ask.reason, asked_by=ask.asked_by, approved_by=actor, now=now
        )
    law = running(case, ClockKind.STATUTORY)
    assert law is not None  # asked above
    title, body = wording.extension(case.item.name, wording.limit(ask.days, law.limit_unit), ask.reason, _last_day(law))
    write(case, PaperKind.EXTENSION, title, body, actor=actor, now=now)
    note(Verb.CASE_EXTENDED, case, actor, now, {"days": ask.days, "clocks": len(concerned)})


def _pause(case: Case, ask: Ask, actor: User, now: datetime) -> None:
    assert ask.planned_until is not None  # a constraint
    ground = Ground(ask.ground)
    title, body = wording.procedure(case.item.name, ground, ask.reason, now, ask.planned_until)
    paper = write(case, PaperKind.PROCEDURE, title, body, actor=actor, now=now)
    for clock in _concerned(case, ask, now):
        clocks.pause_clock(
            clock=clock,
            ground=ground,
            document=paper.number,
            planned_until=ask.planned_until,
            asked_by=ask.asked_by,
            approved_by=actor,
            now=now,
        )
    note(Verb.CASE_PAUSED, case, actor, now, {"ground": ground, "until": ask.planned_until.isoformat()})
    if ground not in STATUTORY_GROUNDS:
        irregular(case, Rule.PAUSE, actor, now, refused=False)
