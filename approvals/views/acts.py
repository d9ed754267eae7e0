"""The acts that the page of a case offers: one table of who may, what is asked, what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals import act_forms, actions, work_forms
from approvals.kinds import CaseState, DeclineGround, DelayCause, DeliveryWay, Outcome, Said, StageDuty
from approvals.models import Case, Commitment, Handover
from approvals.rules import may_handle, may_rule, may_take_over
from efficiency.common.moments import database_now
from efficiency.organization.models import User


@dataclass(frozen=True)
class Act:
    """One act: its word in the address, its button, its form, who may, what it calls and what it tells."""

    name: str
    verb: str | Promise
    form: type[act_forms.ActForm]
    may: Callable[[User, Case], bool]
    run: Callable[[Case, dict[str, Any], User], object]
    done: str | Promise
    hint: str | Promise = ""
    final: bool = False  # ends the case
    quiet: bool = False  # never what comes next: behind a fold


def _when(*states: CaseState) -> Callable[[User, Case], bool]:
    return lambda user, case: case.state in states and may_handle(user, case)


def _to_deliver(user: User, case: Case) -> bool:
    return case.to_deliver and may_handle(user, case)


def _offer(case: Case) -> Handover:
    offer = case.handovers.filter(answered_at=None).select_related("to_unit", "case__matter").first()
    if offer is None:
        raise actions.UnableToHandOver(_("This offer has been answered already, or the case has ended."))
    return offer


def _is_offered(user: User, case: Case) -> bool:
    offer = case.handovers.filter(answered_at=None).select_related("to_unit").first() if case.open else None
    return offer is not None and may_take_over(user, offer)


def _has_stage(user: User, case: Case) -> bool:
    if case.state != CaseState.ACCEPTED or not may_handle(user, case):
        return False
    stage = actions.next_stage(case)
    return stage is not None and stage.duty != StageDuty.DECIDE


def _may_finish(user: User, case: Case) -> bool:
    """No decision is offered while a stage comes first, unless the applicant has committed himself."""
    if case.state != CaseState.ACCEPTED or not may_handle(user, case):
        return False
    return not _has_stage(user, case) or Commitment.objects.filter(case=case).exists()


def _do_stage(case: Case, given: dict[str, Any], user: User) -> object:
    stage = actions.next_stage(case)
    if stage is None:
        raise actions.UnableToDoStage(_("This stage has been done already, or the case has ended."))
    return actions.finish_stage(stage=stage, actor=user, **given)


def _may_commit(user: User, case: Case) -> bool:
    taken = Commitment.objects.filter(case=case).exists()
    return case.on_commitment and case.state == CaseState.ACCEPTED and not taken and may_handle(user, case)


def _to_check(user: User, case: Case) -> bool:
    waiting = Commitment.objects.filter(case=case, kept=None).exists()
    return case.outcome == Outcome.GRANTED and waiting and may_handle(user, case)


def _to_revoke(user: User, case: Case) -> bool:
    broken = Commitment.objects.filter(case=case, kept=False, revoked_at=None).exists()
    return broken and may_rule(user, case)


def _is_paused(user: User, case: Case) -> bool:
    return case.open and may_handle(user, case) and actions.is_paused(case, database_now())


def _is_late(user: User, case: Case) -> bool:
    return case.accepted_at is not None and may_handle(user, case) and actions.is_late(case, database_now())


def _finish(case: Case, given: dict[str, Any], user: User) -> object:
    return actions.finish_case(case=case, actor=user, **given | {"outcome": Outcome(given["outcome"])})


ACTS = (
    Act(
        "accept",
        _("Accept the case"),
        act_forms.ActForm,
        _when(CaseState.RECEIVED),
        lambda case, _given, user: actions.accept_case(case=case, actor=user),
        _("The case is accepted. The promised limit runs."),
        _("Accepting says that the papers are complete. The promised limit starts now."),
    ),
    Act(
        "tell",
        _("Give the one-time notice"),
        act_forms.TellForm,
        _when(CaseState.RECEIVED),
        lambda case, given, user: actions.tell_to_correct(case=case, actor=user, **given),
        _("The notice is given. Please print it for the applicant."),
        _("Once, and everything at once. Leave empty what is in order. No limit runs until it is completed."),
    ),
    Act(
        "complete",
        _("Take what the applicant hands in"),
        act_forms.CompleteForm,
        _when(CaseState.CORRECTING),
        lambda case, given, user: actions.take_completion(case=case, actor=user, **given),
        _("The completion is taken."),
        _("On the day on which everything is here the application is accepted."),
    ),
    Act(
        "take-over",
        _("Take the case over"),
        act_forms.ActForm,
        _is_offered,
        lambda case, _given, user: actions.take_over(handover=_offer(case), actor=user),
        _("The case is your unit's now."),
        _("It comes as it is: no limit begins anew."),
    ),
    Act(
        "not-take-over",
        _("Say why it is not for your unit"),
        work_forms.ReasonForm,
        _is_offered,
        lambda case, given, user: actions.decline_handover(handover=_offer(case), actor=user, **given),
        _("The case stays where it is. Your reason is told."),
        _("Once for each case."),
    ),
    Act(
        "stage",
        _("Do the next stage"),
        work_forms.StageForm,
        _has_stage,
        _do_stage,
        _("The stage is done."),
    ),
    Act(
        "finish",
        _("Finish the case"),
        act_forms.FinishForm,
        _may_finish,
        _finish,
        _("The case is finished. The decision can be printed."),
    ),
    Act(
        "commit",
        _("Take the applicant's commitment"),
        act_forms.ActForm,
        _may_commit,
        lambda case, _given, user: actions.take_commitment(case=case, actor=user),
        _("The commitment is taken. Please let the applicant sign it, then decide."),
        _("Notify and commit: decided at once, checked later, revoked where the commitment was not kept."),
        quiet=True,
    ),
    Act(
        "deliver",
        _("Record the delivery"),
        act_forms.DeliverForm,
        _to_deliver,
        lambda case, given, user: actions.deliver_case(
            case=case, way=DeliveryWay(given["way"]), slip=given["slip"], actor=user
        ),
        _("The delivery is recorded. The case is closed."),
        _("Within 10 working days from the decision."),
    ),
    Act(
        "check",
        _("Check the commitment"),
        work_forms.CheckForm,
        _to_check,
        lambda case, given, user: actions.check_commitment(case=case, actor=user, **given),
        _("The check is recorded."),
    ),
    Act(
        "revoke",
        _("Revoke the decision"),
        work_forms.ReasonForm,
        _to_revoke,
        lambda case, given, user: actions.revoke_decision(case=case, reasons=given["reason"], actor=user),
        _("The decision is revoked. Please deliver the decision to the applicant."),
        _("The head of the unit revokes it, and not whoever checked."),
        final=True,
    ),
    Act(
        "resume",
        _("Resume counting today"),
        act_forms.ActForm,
        _is_paused,
        lambda case, _given, user: actions.resume_case(case=case, actor=user),
        _("The limits are counted again from tomorrow."),
        _("Otherwise the pause ends by itself on its planned day."),
    ),
    Act(
        "explain",
        _("Explain the delay in public"),
        work_forms.DelayForm,
        _is_late,
        lambda case, given, user: actions.explain_delay(
            case=case, actor=user, **given | {"cause": DelayCause(given["cause"])}
        ),
        _("The explanation stands on the public progress page."),
        _("A limit of this case has passed: the unit tells the public why, and by when it will be done."),
        quiet=True,
    ),
    Act(
        "offer",
        _("Hand over to another unit"),
        work_forms.OfferForm,
        _when(CaseState.RECEIVED, CaseState.CORRECTING, CaseState.ACCEPTED),
        lambda case, given, user: actions.offer_handover(case=case, actor=user, **given),
        _("The case is offered. Until it is taken over it stays with your unit."),
        _("No limit begins anew. The other unit may decline once."),
        quiet=True,
    ),
    Act(
        "decline",
        _("Do not accept"),
        act_forms.DeclineForm,
        _when(CaseState.RECEIVED, CaseState.CORRECTING),
        lambda case, given, user: actions.decline_case(
            case=case, actor=user, **given | {"ground": DeclineGround(given["ground"])}
        ),
        _("The application is not accepted. Please print the decision for the applicant."),
        _("A dated decision with its reasons and the remedies is issued."),
        final=True,
    ),
    Act(
        "withdraw",
        _("The applicant withdraws"),
        act_forms.WithdrawForm,
        _when(CaseState.RECEIVED, CaseState.CORRECTING, CaseState.ACCEPTED),
        lambda case, given, user: actions.withdraw_case(
            case=case, reason=given["reason"], said=Said(given["said"]), actor=user
        ),
        _("The case is withdrawn."),
        _("Only the applicant withdraws. Filed anew, the application goes on with what is left of its limits."),
        final=True,
    ),
)
BY_NAME = {act.name: act for act in ACTS}
