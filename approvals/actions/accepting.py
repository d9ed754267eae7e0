"""Accepting an application, by a person or by law, or not accepting it."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals import wording
from approvals.actions.papering import write
from approvals.actions.rows import UnableToAct, locked, not_yours, note
from approvals.actions.staging import lay_out
from approvals.models import Case, CaseState, DeclineGround, PaperKind
from approvals.remedy import REMEDY
from approvals.rules import may_handle
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import close_matter, start_clock, stop_running
from efficiency.clocks.kinds import ClockKind, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User


class UnableToAccept(UnableToAct):
    """The case was not accepted; the text says why."""


class UnableToDecline(UnableToAct):
    """The case was not turned away; the text says why."""


@begins_again
def accept_case(*, case: Case, actor: User, now: datetime | None = None) -> Case:
    """Accept a case whose papers are complete; the promised and the statutory clock start.

    They run from now, or from the receipt where the 5 working days had passed (T-14). The notice
    of acceptance is issued with it. Raises UnableToAccept.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToAccept(not_yours())
        if case.state == CaseState.CORRECTING:
            raise UnableToAccept(_("The applicant was told what to complete. Please take that first."))
        if case.state != CaseState.RECEIVED:
            raise UnableToAccept(_("This case has been accepted or ended already."))
        accept(case, actor, now)
    return case


@begins_again
def deem_accepted(*, case: Case, now: datetime | None = None) -> Case:
    """Accept by law a case on which nobody told the applicant anything within 5 working days.

    Administrative Licensing Law art. 32(4), T-14: it counts as accepted from the receipt, whether
    or not somebody opens it. Raises UnableToAccept where the 5 days still run.
    """
    with act(now) as now:
        case = locked(case)
        if case.state != CaseState.RECEIVED:
            raise UnableToAccept(_("This case has been accepted or ended already."))
        if now < acceptance_clock(case).due_at:
            raise UnableToAccept(_("The days for acceptance have not passed yet."))
        accept(case, None, now)
        failpoint("acceptance.before-commit")
    return case


def accept(case: Case, actor: User | None, now: datetime) -> None:
    """Accept a locked case in the act that is open."""
    late = now >= acceptance_clock(case).due_at
    stop_running(matter=case.matter, kinds=(ClockKind.ACCEPTANCE,), actor=actor, now=now)
    case.state, case.accepted_at = CaseState.ACCEPTED, now
    case.accepted_from = case.complete_since if late else now
    case.save(update_fields=["state", "accepted_at", "accepted_from"])
    for kind, limit, unit in _limits(case):
        start_clock(
            matter=case.matter,
            kind=kind,
            unit=case.matter.unit,
            actor=actor,
            now=now,
            started_at=case.accepted_from,
            limit=limit,
            limit_unit=LimitUnit(unit),
        )
    lay_out(case, actor, now)
    title, body = wording.acceptance(
        case.item.name, case.accepted_from, _promise(case), _statute(case), deemed=late and actor is None
    )
    write(case, PaperKind.ACCEPTANCE, title, body, actor=actor, now=now)
    note(Verb.CASE_ACCEPTED, case, actor, now, {"from": case.accepted_from.isoformat(), "late": late})


def _limits(case: Case) -> list[tuple[ClockKind, int, str]]:
    """The promise (none in the green channel, T-26; the same day for an immediate item, T-28) and the law's limit."""
    limits: list[tuple[ClockKind, int, str]] = []
    if case.immediate:
        limits.append((ClockKind.IMMEDIATE, 0, LimitUnit.WORKING_DAYS))
    elif not case.green:
        limits.append((ClockKind.PROMISED, case.promised_limit, case.promised_unit))
    if case.statutory_limit is not None:
        limits.append((ClockKind.STATUTORY, case.statutory_limit, case.statutory_unit))
    return limits


def _promise(case: Case) -> str:
    if case.immediate:
        return "当日"
    return "" if case.green else wording.limit(case.promised_limit, case.promised_unit)


def _statute(case: Case) -> str:
    return wording.limit(case.statutory_limit, case.statutory_unit) if case.statutory_limit is not None else ""


@begins_again
def decline_case(
    *, case: Case, ground: DeclineGround, reasons: str, agency: str = "", actor: User, now: datetime | None = None
) -> Case:
    """Turn an application away with a dated decision, its reasons and the remedies (art. 32, T-17).

    Where another agency decides, that one is named. Not any more where the 5 working days have
    passed: by then it is accepted by law. Raises UnableToDecline.
    """
    with act(now) as now:
        case = locked(case)
        _refuse_decline(case, ground, reasons, agency, actor, now)
        stop_running(matter=case.matter, kinds=(ClockKind.ACCEPTANCE,), actor=actor, now=now)
        case.state, case.finished_at, case.decline_ground = CaseState.DECLINED, now, ground
        case.reasons, case.remedy, case.agency = reasons.strip(), REMEDY, agency.strip()
        case.save(update_fields=["state", "finished_at", "decline_ground", "reasons", "remedy", "agency"])
        close_matter(matter=case.matter, actor=actor, now=now)
        title, body = wording.declined(case.item.name, ground, case.agency, case.reasons)
        write(case, PaperKind.DECLINED, title, body, actor=actor, now=now, remedy=REMEDY)
        note(Verb.CASE_DECLINED, case, actor, now, {"ground": ground}, words=case.reasons)
    return case


def _refuse_decline(case: Case, ground: DeclineGround, reasons: str, agency: str, actor: User, now: datetime) -> None:
    if not may_handle(actor, case):
        raise UnableToDecline(not_yours())
    if case.state not in (CaseState.RECEIVED, CaseState.CORRECTING):
        raise UnableToDecline(_("This case has been accepted or ended already."))
    if case.state == CaseState.RECEIVED and now >= acceptance_clock(case).due_at:
        raise UnableToDecline(_("The 5 working days have passed: by law the application is accepted."))
    if not reasons.strip():
        raise UnableToDecline(_("Please write the reasons: the applicant reads them on the decision."))
    if ground == DeclineGround.NOT_OURS and not agency.strip():
        raise UnableToDecline(_("Please name the agency that decides on this: the applicant must know where to go."))


def acceptance_clock(case: Case) -> Clock:
    """The latest clock for acceptance or notice."""
    clock = Clock.objects.filter(matter=case.matter, kind=ClockKind.ACCEPTANCE).order_by("-pk").first()
    assert clock is not None  # started in the transaction that received the case
    return clock
