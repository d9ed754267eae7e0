"""The acts that the page of a case offers: one table of who may, what is asked, what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals import act_forms, actions
from approvals.kinds import CaseState, DeclineGround, DeliveryWay, Outcome, Said
from approvals.models import Case
from approvals.rules import may_handle
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
    final: bool = False  # ends the case: behind a fold


def _when(*states: CaseState) -> Callable[[User, Case], bool]:
    return lambda user, case: case.state in states and may_handle(user, case)


def _to_deliver(user: User, case: Case) -> bool:
    return case.to_deliver and may_handle(user, case)


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
        "finish",
        _("Finish the case"),
        act_forms.FinishForm,
        _when(CaseState.ACCEPTED),
        _finish,
        _("The case is finished. The decision can be printed."),
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
