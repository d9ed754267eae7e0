"""A step from complete papers to its result. The acts on a project come one after the other: its row is locked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from approvals.models import Case, CaseState, Outcome
from approvals.projects.actions.convening import begin_joint
from approvals.projects.actions.projects import locked, note
from approvals.projects.kinds import End, Span, State, StepState
from approvals.projects.models import Project, Run, Step
from approvals.projects.rules import may_check_papers, may_work
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import cancel_clock, close_matter, start_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again, local_date
from efficiency.organization.models import User
from efficiency.workdays.current import current_calendar


class UnableToStep(Exception):
    """The step stays as it was; the text says why."""


@begins_again
def record_papers(*, step: Step, taken: Sequence[str], actor: User, now: datetime | None = None) -> Step:
    """Record that the papers of a step are complete, with their list; its promise starts now and never before.

    Joint handling begins with it. Raises UnableToStep.
    """
    if not may_check_papers(actor, step):
        raise UnableToStep(_("Window staff find the papers complete."))
    with act(now) as now:
        step = locked_step(step)
        if step.state not in (StepState.READY, StepState.RUNNING):
            raise UnableToStep(_("This step is not open."))
        if step.complete_at is not None:
            raise UnableToStep(_("The papers were found complete already."))
        lacking = [paper for paper in step.required if paper not in taken]
        if lacking:
            raise UnableToStep(_("Not complete yet, still missing: %(papers)s.") % {"papers": "、".join(lacking)})
        if not taken:
            raise UnableToStep(_("Please list the papers that were taken."))
        run = step.runs.filter(ended_at=None).first() or begin(step, None, now)
        complete(step, run, list(taken), actor, now, since=now)
    return step


def link_case(*, step: Step, case: Case, actor: User, now: datetime | None = None) -> Step:
    """Let a case fulfil a step: one that is open, or one that was granted before.

    The case is of the step's item, or where the chain names none of its unit, and of no other
    step. A case accepted with all its materials makes the papers complete from its acceptance.
    Raises UnableToStep.
    """
    if not may_work(actor, step):
        raise UnableToStep(_("This step belongs to another unit."))
    with act(now) as now:
        step = locked_step(step)
        case = Case.objects.select_for_update(of=("self",)).select_related("matter__unit", "item").get(pk=case.pk)
        _refuse_link(step, case)
        run = begin(step, case, _began(step, case, now))
        note(Verb.STEP_LINKED, step.project, actor, now, step=step.number, case=case.matter.reference)
        if case.accepted_at is not None and not case.missing:
            complete(step, run, case.taken, actor, now, since=max(case.accepted_at, run.began_at))
        if case.state == CaseState.FINISHED:
            end_run(step, run, End.DONE, case.result, actor, now, at=case.finished_at)
    return step


def _began(step: Step, case: Case, now: datetime) -> datetime:
    """When an open case came into hand for this step: not before the step was open, nor while another run was."""
    if not case.open:
        return case.received_at
    before = step.runs.order_by("-pk").first()
    since = before.ended_at if before else step.ready_at
    return min(max(case.received_at, since or case.received_at), now)


def _refuse_link(step: Step, case: Case) -> None:
    if step.state != StepState.READY or step.runs.filter(ended_at=None).exists():
        raise UnableToStep(_("This step is not open for a case."))
    if Run.objects.filter(case=case).exists():
        raise UnableToStep(_("This case fulfils another step already."))
    fits = case.item_id == step.item_id if step.item_id else case.matter.unit_id == step.unit_id
    if not fits:
        raise UnableToStep(_("This case is of another item."))
    granted = case.state == CaseState.FINISHED and case.outcome == Outcome.GRANTED
    if not (case.open or granted):
        raise UnableToStep(_("This case was refused or withdrawn; it fulfils nothing."))


@begins_again
def finish_step(*, step: Step, result: str, actor: User, now: datetime | None = None) -> Step:
    """Finish a step that no case fulfils: its result is there. Raises UnableToStep."""
    if not may_work(actor, step):
        raise UnableToStep(_("This step belongs to another unit."))
    if not result.strip():
        raise UnableToStep(_("Please give the number of the certificate or decision."))
    with act(now) as now:
        step = locked_step(step)
        run = step.runs.filter(ended_at=None).select_related("case").first()
        if run is None or step.complete_at is None:
            raise UnableToStep(_("A step is finished once its papers were found complete."))
        if run.case is not None:
            raise UnableToStep(_("A case fulfils this step: it is done when the case is granted."))
        if step.joint:
            raise UnableToStep(_("Joint handling is concluded by the unit that leads it."))
        end_run(step, run, End.DONE, result.strip(), actor, now)
    return step


@begins_again
def take_back(*, step: Step, reason: str, actor: User, now: datetime | None = None) -> Step:
    """The firm takes back what it filed for a step that no case fulfils. Raises UnableToStep."""
    if not may_check_papers(actor, step):
        raise UnableToStep(_("Only the window takes back what the firm filed."))
    if not reason.strip():
        raise UnableToStep(_("Please write how and why the firm withdrew."))
    with act(now) as now:
        step = locked_step(step)
        run = step.runs.filter(ended_at=None, case=None).first()
        if run is None:
            raise UnableToStep(_("Nothing is in hand that could be taken back."))
        end_run(step, run, End.WITHDRAWN, "", actor, now, reason=reason.strip())
    return step


def begin(step: Step, case: Case | None, began: datetime) -> Run:
    """Put a step into its unit's hands."""
    step.state = StepState.RUNNING
    step.save(update_fields=["state"])
    return Run.objects.create(step=step, case=case, began_at=began)


def complete(step: Step, run: Run, taken: list[str], actor: User, now: datetime, *, since: datetime) -> None:
    """Papers are complete since a moment: the promise starts with what is left of it; joint handling begins."""
    step.complete_at, step.complete_by, step.taken = since, actor, taken
    step.save(update_fields=["complete_at", "complete_by", "taken"])
    note(Verb.PAPERS_COMPLETE, step.project, actor, now, step=step.number, papers=len(taken), since=since.isoformat())
    if step.promise and step.left != 0:
        step.promise_clock = start_clock(
            matter=step.project.matter,
            kind=ClockKind(step.promise),
            unit=step.unit,
            actor=actor,
            now=now,
            started_at=since,
            limit=step.left,
            limit_unit=None if step.left is None else _unit_of_rest(step),
        )
        step.save(update_fields=["promise_clock"])
    if step.joint:
        begin_joint(step, run, actor, now, since=since)


def end_run(
    step: Step,
    run: Run,
    end: End,
    result: str,
    actor: User | None,
    now: datetime,
    *,
    at: datetime | None = None,
    reason: str = "",
) -> None:
    """End what is in hand: done, refused, or taken back by the firm.

    A refusal is a decision and keeps the promise; what is taken back keeps what was used of it.
    """
    run.ended_at, run.end, run.reason = at or now, end, reason
    run.save(update_fields=["ended_at", "end", "reason"])
    _end_clocks(step, run, end, actor, now)
    if end == End.DONE:
        step.state, step.done_at, step.result = StepState.DONE, run.ended_at, result[:200]
    else:
        step.state, step.complete_at, step.complete_by, step.taken = StepState.READY, None, None, []
        step.promise_clock = None
    step.save()
    row = {"row": step.pk} if end == End.DONE else {"run": run.pk}
    verb = {End.DONE: Verb.STEP_DONE, End.REFUSED: Verb.STEP_REFUSED, End.WITHDRAWN: Verb.STEP_TAKEN_BACK}[end]
    note(verb, step.project, actor, now, step.result if end == End.DONE else run.reason, step=step.number, **row)
    if end == End.DONE:
        _go_on(step, actor, now)


def _end_clocks(step: Step, run: Run, end: End, actor: User | None, now: datetime) -> None:
    for part in run.parts.select_related("clock").filter(answered_at=None).order_by("pk"):
        if part.clock.running:
            cancel_clock(clock=part.clock, actor=actor, reason=end, now=now)
    for clock in (run.joint_clock, step.promise_clock):
        if clock is None or not clock.running:
            continue
        if end == End.WITHDRAWN:
            if clock.pk == step.promise_clock_id:
                step.left = _rest_of(clock, now)
            cancel_clock(clock=clock, actor=actor, reason=end, now=now)
        else:
            stop_clock(clock=clock, actor=actor, now=now)
    if end == End.REFUSED:
        step.left = None


def _rest_of(clock: Clock, now: datetime) -> int:
    """What a promise has left when the firm takes its application back; 0 where it is broken already."""
    if now >= clock.due_at:
        return 0
    last = local_date(clock.due_at - timedelta(microseconds=1))  # due moments are exclusive
    today = local_date(now)
    if clock.limit_unit == LimitUnit.WORKING_DAYS:
        return max(1, current_calendar().between(today, last))
    return max(1, (last - today).days)


def _unit_of_rest(step: Step) -> LimitUnit:
    """What is left of a month is counted in days."""
    known = Clock.objects.filter(matter=step.project.matter, kind=step.promise).order_by("-pk").first()
    in_days = known is not None and known.limit_unit == LimitUnit.WORKING_DAYS
    return LimitUnit.WORKING_DAYS if in_days else LimitUnit.CALENDAR_DAYS


def _go_on(step: Step, actor: User | None, now: datetime) -> None:
    """Start or stop the total clock, open the steps that waited for this one, end the project with its last."""
    project = step.project
    if step.span == Span.STARTS and project.total_clock is None:
        project.total_clock = start_clock(
            matter=project.matter,
            kind=ClockKind.PROJECT,
            unit=project.matter.unit,
            actor=actor,
            now=now,
            started_at=step.done_at,
            limit=project.chain.total,
        )
        project.save(update_fields=["total_clock"])
    if step.span == Span.ENDS and project.total_clock is not None and project.total_clock.running:
        stop_clock(clock=project.total_clock, actor=actor, now=now)
    steps = list(project.steps.order_by("number"))
    done = {one.number for one in steps if one.state == StepState.DONE}
    for one in steps:
        if one.state == StepState.WAITING and set(one.after) <= done:
            one.state, one.ready_at = StepState.READY, now
            one.save(update_fields=["state", "ready_at"])
    if len(done) == len(steps):
        _finish(project, actor, now)


def _finish(project: Project, actor: User | None, now: datetime) -> None:
    project.state, project.ended_at = State.FINISHED, now
    project.save(update_fields=["state", "ended_at"])
    close_matter(matter=project.matter, actor=actor, now=now)
    note(Verb.PROJECT_FINISHED, project, actor, now)


def locked_step(step: Step) -> Step:
    """The step as it stands, its project locked. Raises UnableToStep where the project has ended."""
    project = locked(step.project)
    if not project.open:
        raise UnableToStep(_("This project has ended."))
    found = Step.objects.select_related("unit", "item", "promise_clock").get(pk=step.pk)
    found.project = project
    return found
