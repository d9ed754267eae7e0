"""Joint handling begins: 45 working days for the whole in place of the single limit, each part its own (T-19)."""

from datetime import datetime

from approvals.models import Case
from approvals.projects.actions.projects import note
from approvals.projects.models import Part, Run, Step
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import cancel_clock, start_clock
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import responsible_for


def begin_joint(step: Step, run: Run, actor: User, now: datetime, *, since: datetime) -> None:
    """Start the joint clock from the acceptance, and each unit's part from now.

    A case that carries it loses its own statutory clock to the joint one, which runs from the
    case's acceptance, so that joining gives it no new start; one that was late stays late.
    """
    matter = step.project.matter
    started = since
    if run.case is not None:
        started = run.case.accepted_from or since
        replace_single(run.case, actor, now)
    run.joint_clock = start_clock(
        matter=matter, kind=ClockKind.JOINT, unit=step.unit, actor=actor, now=now, started_at=started
    )
    run.save(update_fields=["joint_clock"])
    plan = next(plan for plan in step.project.chain.plans if plan.number == step.number)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[part.unit for part in plan.parts])}
    for part in plan.parts:
        unit = units[part.unit]
        clock = start_clock(matter=matter, kind=ClockKind.JOINT_PART, unit=unit, actor=actor, now=now, limit=part.limit)
        row = Part.objects.create(run=run, unit=unit, clock=clock)
        _tell(step, row, now)
    note(Verb.JOINT_BEGUN, step.project, actor, now, step=step.number, units=[part.unit for part in plan.parts])


def replace_single(case: Case, actor: User | None, now: datetime) -> None:
    """End the single agency's statutory clock of a case that joint handling carries (T-19); a breach stands."""
    for clock in Clock.objects.running().filter(matter=case.matter, kind=ClockKind.STATUTORY).order_by("pk"):
        cancel_clock(clock=clock, actor=actor, reason="joint", now=now)


def _tell(step: Step, part: Part, now: datetime) -> None:
    matter = step.project.matter
    notify(
        key=f"joint-part-{part.pk}",
        recipients=responsible_for(part.unit, "head", now),
        kind="project.part",
        params={
            "number": matter.reference,
            "title": matter.title,
            "step": step.name,
            "unit": part.unit.name,
            "due": part.clock.due_at.isoformat(),
        },
        path=f"{matter.path}steps/{step.number}/",
        now=now,
        demo=matter.demo,
    )
