"""Deciding a case and delivering the decision."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals import wording
from approvals.actions.committing import start_check
from approvals.actions.papering import write
from approvals.actions.rows import UnableToAct, locked, not_yours, note, running
from approvals.actions.staging import next_stage
from approvals.models import Case, CaseState, Commitment, DeliveryWay, Outcome, Paper, PaperKind, StageDuty
from approvals.remedy import REMEDY
from approvals.rules import may_handle
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import close_matter, start_clock, stop_running
from efficiency.clocks.kinds import ClockKind
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User

DECIDED = (ClockKind.PROMISED, ClockKind.IMMEDIATE, ClockKind.STATUTORY, ClockKind.STAGE)


class UnableToFinish(UnableToAct):
    """The case was not finished or withdrawn; the text says why."""


class UnableToDeliver(UnableToAct):
    """The delivery was not recorded; the text says why."""


@begins_again
def finish_case(
    *,
    case: Case,
    outcome: Outcome,
    result: str,
    reasons: str,
    actor: User,
    handed_over: bool = False,
    now: datetime | None = None,
) -> Case:
    """Grant or refuse an accepted case: its limits stop, the decision is issued, its delivery begins to count.

    A refusal needs reasons and carries the remedy text (T-24). The delivery has 10 working days
    from the decision (art. 44, T-23), unless it was `handed_over` at the counter at once. Raises
    UnableToFinish.
    """
    with act(now) as now:
        case = locked(case)
        _refuse_finish(case, outcome, result, reasons, actor)
        stop_running(matter=case.matter, kinds=DECIDED, actor=actor, now=now)
        case.state, case.finished_at, case.outcome = CaseState.FINISHED, now, outcome
        case.stages.filter(done_at=None, duty=StageDuty.DECIDE).update(done_at=now, done_by=actor)
        case.result = result.strip()
        if outcome == Outcome.REFUSED:
            case.reasons, case.remedy = reasons.strip(), REMEDY
        case.save(update_fields=["state", "finished_at", "outcome", "result", "reasons", "remedy"])
        title, body = wording.decision(case.item.name, case.item.type, outcome, case.result, case.reasons)
        kind = PaperKind.GRANT if outcome == Outcome.GRANTED else PaperKind.REFUSAL
        write(case, kind, title, body, actor=actor, now=now, remedy=case.remedy)
        start_clock(matter=case.matter, kind=ClockKind.DELIVERY, unit=case.matter.unit, actor=actor, now=now)
        note(Verb.CASE_FINISHED, case, actor, now, {"outcome": outcome}, words=case.reasons)
        start_check(case, actor, now)
        if handed_over:
            _deliver(case, DeliveryWay.COUNTER, "", actor, now)
    return case


def _refuse_finish(case: Case, outcome: Outcome, result: str, reasons: str, actor: User) -> None:
    if not may_handle(actor, case):
        raise UnableToFinish(not_yours())
    if case.state != CaseState.ACCEPTED:
        raise UnableToFinish(_("Only an accepted case can be finished."))
    stage = next_stage(case)
    committed = Commitment.objects.filter(case=case).exists()
    if stage is not None and stage.duty != StageDuty.DECIDE and not committed:
        text = _("The stage “%(stage)s” comes first. Stages are done in their order.")
        raise UnableToFinish(text % {"stage": stage.name})
    if outcome == Outcome.REFUSED and not reasons.strip():
        raise UnableToFinish(
            _("A refusal needs its reasons. Please write what is missing or which rule stands against it.")
        )
    if outcome == Outcome.GRANTED and not result.strip():
        raise UnableToFinish(_("Please give the number of the certificate or decision."))


@begins_again
def deliver_case(*, case: Case, way: DeliveryWay, slip: str = "", actor: User, now: datetime | None = None) -> Case:
    """Record that the applicant has the decision, how, and by which receipt; the matter closes.

    What went by post names the number of its slip. Raises UnableToDeliver.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToDeliver(not_yours())
        if not case.to_deliver:
            raise UnableToDeliver(_("There is no decision of this case to deliver."))
        if way == DeliveryWay.POST and not slip.strip():
            raise UnableToDeliver(_("Please give the number of the postal slip."))
        _deliver(case, way, slip.strip(), actor, now)
    return case


def _deliver(case: Case, way: DeliveryWay, slip: str, actor: User, now: datetime) -> None:
    stop_running(matter=case.matter, kinds=(ClockKind.DELIVERY,), actor=actor, now=now)
    case.delivered_at, case.delivered_how, case.delivery_slip = now, way, slip
    case.save(update_fields=["delivered_at", "delivered_how", "delivery_slip"])
    kinds = (PaperKind.GRANT, PaperKind.REFUSAL, PaperKind.REVOCATION)
    decided = Paper.objects.filter(matter=case.matter, kind__in=kinds).select_related("unit").order_by("-pk").first()
    title, body = wording.delivery(case.item.name, decided.number if decided else case.result, way, slip, now)
    write(case, PaperKind.DELIVERY, title, body, actor=actor, now=now)
    if running(case, ClockKind.CHECK) is None:  # else the later check closes it
        close_matter(matter=case.matter, actor=actor, now=now)
    note(Verb.CASE_DELIVERED, case, actor, now, {"way": way})
