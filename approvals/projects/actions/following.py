"""What happens to a step when something happens to the case that fulfils it."""

from datetime import datetime

from approvals.models import Case, Outcome
from approvals.projects.actions.convening import replace_single
from approvals.projects.actions.projects import locked
from approvals.projects.actions.steps import complete, end_run
from approvals.projects.kinds import End
from approvals.projects.models import Run
from efficiency.audit.verbs import Verb
from efficiency.organization.models import User

_FOLLOWED = frozenset({Verb.CASE_ACCEPTED, Verb.CASE_DECLINED, Verb.CASE_FINISHED, Verb.CASE_WITHDRAWN})


def follow(verb: Verb, case: Case, actor: User | None, now: datetime) -> None:
    """Carry an acceptance, a decision or a withdrawal of a case over to its step, in the same transaction.

    An acceptance by law (`actor` is None) finds no papers complete: only a person does.
    """
    if verb not in _FOLLOWED:
        return
    run = Run.objects.filter(case=case, ended_at=None).select_related("step__project", "joint_clock").first()
    if run is None:
        return
    step = run.step
    step.project = locked(step.project)
    if not step.project.open:
        return
    run.case = case
    if verb == Verb.CASE_ACCEPTED:
        if run.joint_clock is not None:
            replace_single(case, actor, now)
        elif actor is not None and step.complete_at is None and not case.missing:
            complete(step, run, case.taken, actor, now, since=now)
    elif verb == Verb.CASE_WITHDRAWN:
        end_run(step, run, End.WITHDRAWN, "", actor, now)
    else:
        # Not accepted at all, or refused: the step is open again.
        granted = verb == Verb.CASE_FINISHED and case.outcome == Outcome.GRANTED
        end = End.DONE if granted else End.REFUSED
        end_run(step, run, end, case.result if end == End.DONE else "", actor, now)
