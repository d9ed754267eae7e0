"""What happens to a case: received, accepted, finished, withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals import following
from approvals.catalogue import item_at
from approvals.models import Case, CaseState, Item, Outcome
from approvals.remedy import REMEDY
from approvals.rules import may_handle, may_receive
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import cancel_clock, close_matter, open_matter, start_clock, stop_running
from efficiency.clocks.kinds import ClockKind, LimitUnit, Subsystem
from efficiency.clocks.models import Clock
from efficiency.common.failpoints import failpoint
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity


class UnableToReceive(Exception):
    """The case was not taken; the text says why."""


class UnableToAccept(Exception):
    """The case was not accepted; the text says why."""


class UnableToFinish(Exception):
    """The case was not finished or withdrawn; the text says why."""


@begins_again
def receive_case(
    *,
    item: Item,
    applicant: Identity,
    materials: Sequence[str],
    submission: str,
    actor: User,
    note: str = "",
    accept: bool = False,
    now: datetime | None = None,
) -> Case:
    """Take an application at the counter, and accept it at once with `accept`.

    Opens the matter under a new number, keeps the applicant in the vault alone, copies both
    limits from the item, and starts the clock of 5 working days within which the applicant must
    be accepted or told (Administrative Licensing Law art. 32). The same `submission` gives the
    same case. Raises UnableToReceive, UnableToAccept.
    """
    if not may_receive(actor):
        raise UnableToReceive(_("Only window staff take cases."))
    try:
        with act(now) as now:
            known = _submitted(submission, actor)
            if known is not None:
                return known
            case = _open_case(item, applicant, materials, submission, actor, note, now)
            if accept:
                case = accept_case(case=case, actor=actor, now=now)
            return case
    except IntegrityError:
        known = _submitted(submission, actor)  # the same form, sent twice at once
        if known is None:
            raise
        return known


def _submitted(submission: str, actor: User) -> Case | None:
    case = Case.objects.select_related("matter", "item").filter(submission=submission).first()
    if case is not None and case.clerk_id != actor.pk:
        raise UnableToReceive(_("This form was sent by somebody else. Please open a new form."))
    return case


def _open_case(
    item: Item,
    applicant: Identity,
    materials: Sequence[str],
    submission: str,
    actor: User,
    note: str,
    now: datetime,
) -> Case:
    item = item_at(item.pk, now)
    if not (item.active and item.unit.active):
        raise UnableToReceive(_("This item is no longer in the catalogue."))
    unknown = [material for material in materials if material not in item.material_list]
    if unknown:
        raise UnableToReceive(_("The list of materials has changed. Please tick them again."))
    matter = open_matter(
        prefix="BJ",
        title=item.name,
        subsystem=Subsystem.APPROVAL,
        unit=item.unit,
        officer=actor,
        path="/cases/{reference}/",
        actor=actor,
        now=now,
        demo=item.demo,
    )
    case = Case.objects.create(
        matter=matter,
        item=item,
        item_version=item.version,
        code_digest=query_code_digest(query_code(matter.reference)),
        submission=submission,
        applicant=store(applicant, actor=actor, now=now, demo=item.demo),
        materials="\n".join(materials),
        note=note,
        clerk=actor,
        state=CaseState.RECEIVED,
        received_at=now,
        promised_limit=item.promised_limit,
        promised_unit=item.promised_unit,
        statutory_limit=item.statutory_limit,
        statutory_unit=item.statutory_unit,
    )
    start_clock(matter=matter, kind=ClockKind.ACCEPTANCE, unit=item.unit, actor=actor, now=now)
    facts = {"number": matter.reference, "item": item.code, "version": item.version}
    _note(Verb.CASE_RECEIVED, case, actor, now, facts | {"materials": len(materials)})
    return case


@begins_again
def accept_case(*, case: Case, actor: User, now: datetime | None = None) -> Case:
    """Accept a case whose papers are complete; the promised and the statutory clock start.

    They run from now, or from the receipt where the 5 working days had passed (T-14). Raises
    UnableToAccept.
    """
    with act(now) as now:
        case = _locked(case)
        if not may_handle(actor, case):
            raise UnableToAccept(_("This case belongs to another unit."))
        if case.state != CaseState.RECEIVED:
            raise UnableToAccept(_("This case has been accepted or ended already."))
        _accept(case, actor, now)
    return case


@begins_again
def deem_accepted(*, case: Case, now: datetime | None = None) -> Case:
    """Accept by law a case on which nobody told the applicant anything within 5 working days.

    Administrative Licensing Law art. 32(4), T-14: it counts as accepted from the receipt, whether
    or not somebody opens it. Raises UnableToAccept where the 5 days still run.
    """
    with act(now) as now:
        case = _locked(case)
        if case.state != CaseState.RECEIVED:
            raise UnableToAccept(_("This case has been accepted or ended already."))
        if now < _acceptance_clock(case).due_at:
            raise UnableToAccept(_("The days for acceptance have not passed yet."))
        _accept(case, None, now)
        failpoint("acceptance.before-commit")
    return case


def _accept(case: Case, actor: User | None, now: datetime) -> None:
    matter = case.matter
    late = now >= _acceptance_clock(case).due_at
    stop_running(matter=matter, kinds=(ClockKind.ACCEPTANCE,), actor=actor, now=now)
    case.state, case.accepted_at = CaseState.ACCEPTED, now
    case.accepted_from = case.received_at if late else now
    case.save(update_fields=["state", "accepted_at", "accepted_from"])
    limits: list[tuple[ClockKind, int | None, str]] = [
        (ClockKind.PROMISED, case.promised_limit, case.promised_unit),
        (ClockKind.STATUTORY, case.statutory_limit, case.statutory_unit),
    ]
    for kind, limit, unit in limits:
        if limit is not None:
            start_clock(
                matter=matter,
                kind=kind,
                unit=matter.unit,
                actor=actor,
                now=now,
                started_at=case.accepted_from,
                limit=limit,
                limit_unit=LimitUnit(unit),
            )
    _note(Verb.CASE_ACCEPTED, case, actor, now, {"from": case.accepted_from.isoformat(), "late": late})


def _acceptance_clock(case: Case) -> Clock:
    clock = Clock.objects.filter(matter=case.matter, kind=ClockKind.ACCEPTANCE).order_by("-pk").first()
    assert clock is not None  # started in the transaction that received the case
    return clock


@begins_again
def finish_case(
    *, case: Case, outcome: Outcome, result: str, reasons: str, actor: User, now: datetime | None = None
) -> Case:
    """Grant or refuse an accepted case; both clocks stop and the matter closes.

    A refusal needs reasons and carries the remedy text (T-24). Raises UnableToFinish.
    """
    with act(now) as now:
        case = _locked(case)
        _refuse_finish(case, outcome, result, reasons, actor)
        stop_running(matter=case.matter, kinds=(ClockKind.PROMISED, ClockKind.STATUTORY), actor=actor, now=now)
        case.state, case.finished_at, case.outcome = CaseState.FINISHED, now, outcome
        case.result = result.strip()
        if outcome == Outcome.REFUSED:
            case.reasons, case.remedy = reasons.strip(), REMEDY
        case.save(update_fields=["state", "finished_at", "outcome", "result", "reasons", "remedy"])
        close_matter(matter=case.matter, actor=actor, now=now)
        _note(Verb.CASE_FINISHED, case, actor, now, {"outcome": outcome})
    return case


def _refuse_finish(case: Case, outcome: Outcome, result: str, reasons: str, actor: User) -> None:
    if not may_handle(actor, case):
        raise UnableToFinish(_("This case belongs to another unit."))
    if case.state != CaseState.ACCEPTED:
        raise UnableToFinish(_("Only an accepted case can be finished."))
    if outcome == Outcome.REFUSED and not reasons.strip():
        raise UnableToFinish(
            _("A refusal needs its reasons. Please write what is missing or which rule stands against it.")
        )
    if outcome == Outcome.GRANTED and not result.strip():
        raise UnableToFinish(_("Please give the number of the certificate or decision."))


@begins_again
def withdraw_case(*, case: Case, reason: str, actor: User, now: datetime | None = None) -> Case:
    """End a case that the applicant withdraws; what runs is cancelled, a past breach stands.

    Raises UnableToFinish.
    """
    with act(now) as now:
        case = _locked(case)
        if not may_handle(actor, case):
            raise UnableToFinish(_("This case belongs to another unit."))
        if not case.open:
            raise UnableToFinish(_("This case has ended already."))
        if not reason.strip():
            raise UnableToFinish(_("Please write how and why the applicant withdrew."))
        for clock in Clock.objects.running().filter(matter=case.matter).order_by("pk"):
            cancel_clock(clock=clock, actor=actor, reason="withdrawn", now=now)
        case.state, case.finished_at = CaseState.WITHDRAWN, now
        case.note = f"{case.note}\n{reason.strip()}".strip()[:500]
        case.save(update_fields=["state", "finished_at", "note"])
        close_matter(matter=case.matter, actor=actor, now=now)
        _note(Verb.CASE_WITHDRAWN, case, actor, now, {})
    return case


def record_export(*, actor: User, rows: int, filters: dict[str, str], now: datetime | None = None) -> None:
    """Write down that somebody took a list of cases out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.CASES_EXPORTED, at=now, actor=actor, kind="cases", subject="export", data=data)


def _locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("matter__unit", "item", "clerk").get(pk=case.pk)


def _note(verb: Verb, case: Case, actor: User | None, now: datetime, data: dict[str, Any]) -> None:
    matter = case.matter
    record(verb, at=now, actor=actor, kind="case", subject=case.pk, data=data, demo=matter.demo)
    following.tell(verb, case, actor, now)
