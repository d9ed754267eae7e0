"""The parts of joint handling, and its conclusion."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.projects.actions.projects import locked, note
from approvals.projects.actions.steps import UnableToStep, end_run, locked_step
from approvals.projects.kinds import End, Verdict
from approvals.projects.models import Part, Step
from approvals.projects.rules import may_answer, may_work
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import stop_clock
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User


@begins_again
def answer_part(*, part: Part, verdict: Verdict, text: str, actor: User, now: datetime | None = None) -> Part:
    """Give a unit's opinion in joint handling; its part's clock stops. Raises UnableToStep."""
    if not may_answer(actor, part):
        raise UnableToStep(_("This part belongs to another unit."))
    if verdict != Verdict.AGREE and not text.strip():
        raise UnableToStep(_("Please write what is missing or which rule stands against it."))
    with act(now) as now:
        project = locked(part.run.step.project)
        part = Part.objects.select_related("clock", "run__step", "unit").get(pk=part.pk)
        if part.answered_at is not None or part.run.ended_at is not None:
            raise UnableToStep(_("This part was answered already, or joint handling has ended."))
        stop_clock(clock=part.clock, actor=actor, now=now)
        part.verdict, part.text = verdict, text.strip()
        part.answered_by, part.answered_at = actor, now
        part.save(update_fields=["verdict", "text", "answered_by", "answered_at"])
        facts = {"step": part.run.step.number, "part": part.pk, "unit": part.unit.code, "verdict": verdict}
        note(Verb.JOINT_ANSWERED, project, actor, now, part.text, **facts)
    return part


@begins_again
def conclude_joint(*, step: Step, result: str, actor: User, now: datetime | None = None) -> Step:
    """Conclude joint handling by the unit that leads it, once every unit has answered. Raises UnableToStep."""
    if not may_work(actor, step):
        raise UnableToStep(_("This step belongs to another unit."))
    if not result.strip():
        raise UnableToStep(_("Please give the number of the certificate or decision."))
    with act(now) as now:
        step = locked_step(step)
        run = step.runs.filter(ended_at=None).select_related("case", "joint_clock").first()
        if run is None or run.joint_clock is None:
            raise UnableToStep(_("Joint handling has not begun."))
        if run.case is not None:
            raise UnableToStep(_("A case fulfils this step: it is done when the case is granted."))
        if run.parts.filter(answered_at=None).exists():
            raise UnableToStep(_("Not every unit has answered yet."))
        end_run(step, run, End.DONE, result.strip(), actor, now)
    return step
