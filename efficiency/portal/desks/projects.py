"""What the desks say of projects: what is late, which steps wait for whom, what awaits a decision."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.projects.kinds import RequestKind
from approvals.projects.models import Project, Request, Step
from approvals.projects.querysets import StepQuerySet
from approvals.projects.rules import may_decide_extension
from efficiency.clocks.models import Clock
from efficiency.organization.models import Unit
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, by_clock, capped, soonest, way


def late_projects(user: Any, now: datetime) -> Block:
    """Promises on projects that are past their limit, with the unit that answers for each."""
    seen = Project.objects.visible_to(user)
    clocks = Clock.objects.late(now).filter(matter__project__in=seen)
    every = way(_("All projects"), "projects")
    return Block(
        title=_("Projects past a limit"),
        rows=by_clock(soonest(clocks)),
        figures=[
            Figure(capped(seen.late(now)), _("past a limit"), f"{every.url}?state=late"),
            Figure(capped(seen.open()), _("under way"), every.url),
        ],
        ways=[every, way(_("Register of major projects"), "projects-major")],
        empty=_("No project is past a limit."),
    )


def my_steps(user: Any) -> Block:
    """Steps and parts of joint handling that the unit has in hand."""
    steps = Step.objects.in_hands_of(Unit.objects.visible_to(user))
    return Block(
        title=_("Steps of projects in our hands"),
        rows=_rows(steps),
        figures=[Figure(capped(steps), _("in hand"), reverse("projects"))],
        ways=[way(_("Projects"), "projects")],
        empty=_("No step of a project is in our hands."),
    )


def papers_to_check(user: Any) -> Block:
    """Steps whose papers the window has yet to find complete."""
    steps = Step.objects.to_check(Unit.objects.visible_to(user))
    return Block(
        title=_("Projects: papers to find complete"),
        rows=_rows(steps),
        ways=[way(_("Projects"), "projects"), way(_("Open a project"), "project-new")],
        empty=_("No step waits for its papers."),
    )


def led_projects(user: Any, now: datetime) -> Block:
    """Major projects that a leader takes through."""
    mine = Project.objects.open().filter(leader=user).select_related("matter__unit").order_by("-pk")
    rows = [
        Row(
            title=project.matter.title,
            path=project.matter.path,
            detail=f"{project.matter.reference} · {project.matter.unit.short_name}",
            clock=project.total_clock if project.total_clock and project.total_clock.running else None,
        )
        for project in mine.select_related("matter__unit", "total_clock")[:SHOWN]
    ]
    return Block(
        title=_("Major projects that I lead"),
        rows=rows,
        figures=[Figure(capped(mine.late(now)), _("past a limit"), f"{reverse('projects')}?state=late")],
        ways=[way(_("Register of major projects"), "projects-major")],
        empty=_("You lead no major project now."),
    )


def clock_requests(user: Any, now: datetime) -> Block:
    """More time and pauses that await this person's decision."""
    waiting = Request.objects.filter(decided_at=None).exclude(asked_by=user)
    executive = user.holds("executive")
    waiting = waiting.filter(kind=RequestKind.EXTENSION if executive else RequestKind.PAUSE)
    if not executive and not user.holds("office"):
        waiting = waiting.filter(clock__unit__in=Unit.objects.visible_to(user))
    found = list(waiting.select_related("clock__matter", "clock__unit", "asked_by").order_by("pk")[:SHOWN])
    if executive:
        found = [one for one in found if may_decide_extension(user, one, now)]
    rows = [
        Row(
            title=f"{one.get_kind_display()}: {one.clock.matter.title}",
            path=reverse("clock-request", args=[one.pk]),
            detail=f"{one.clock.unit.short_name} · {one.asked_by.display_name}",
            clock=one.clock,
        )
        for one in found
    ]
    return Block(title=_("Pauses and extensions to decide on"), rows=rows, empty=_("No request for a clock is open."))


def _rows(steps: StepQuerySet) -> list[Row]:
    found = steps.select_related("project__matter", "unit", "promise_clock").order_by("ready_at", "pk")[:SHOWN]
    return [
        Row(
            title=f"{step.project.matter.title}: {step.name}",
            path=reverse("project-step", args=[step.project.matter.reference, step.number]),
            detail=f"{step.project.matter.reference} · {step.unit.short_name}",
            clock=step.promise_clock,
        )
        for step in found
    ]
