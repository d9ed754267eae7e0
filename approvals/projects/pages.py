"""What the pages of a project show: its steps with their clocks, who used how much time, and the picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.projects.kinds import End, StepState
from approvals.projects.models import Project, Run, Step
from approvals.projects.picture import Picture, Stretch, Track, draw, meaning
from approvals.projects.shares import APPLICANT, PAUSE, Held, rounded, total, used
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER, spans
from efficiency.common.moments import local_date
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar


@dataclass(frozen=True)
class Share:
    """How many working days somebody used."""

    holder: str
    days: Decimal
    percent: int


@dataclass(frozen=True)
class Used:
    """The working days of the whole chain so far, by holder: they add up to `total` exactly."""

    total: int
    promised: int
    shares: list[Share]


@dataclass(frozen=True)
class Sheet:
    """A project with everything its pages show."""

    project: Project
    steps: list[Step]
    clocks: list[Clock]
    used: Used | None
    picture: Picture
    legend: list[tuple[str, str]]


def sheet(project: Project, now: datetime) -> Sheet:
    """Read a project with its steps, runs, parts and clocks: a fixed number of queries."""
    steps = list(
        project.steps.select_related("unit", "item", "promise_clock", "complete_by")
        .prefetch_related("runs__parts__unit", "runs__parts__clock", "runs__joint_clock", "runs__case__matter")
        .order_by("number")
    )
    clocks = list(
        project.matter.clocks.select_related("policy", "unit").prefetch_related("pauses", "extensions").order_by("pk")
    )
    calendar = current_calendar()
    whole = next((clock for clock in clocks if clock.pk == project.total_clock_id), None)
    picture = _picture(calendar, project, steps, whole, now)
    return Sheet(
        project=project,
        steps=steps,
        clocks=clocks,
        used=_used(calendar, project, steps, whole, now),
        picture=picture,
        legend=[(shape, meaning(shape)) for shape in picture.shapes],
    )


def held(steps: list[Step]) -> Iterator[Held]:
    """Who had what in hand: in joint handling each unit until it answers, then the one that leads."""
    for step in steps:
        for run in step.runs.all():
            parts = list(run.parts.all())
            if not parts:
                yield Held(step.unit_id, run.began_at, run.ended_at)
                continue
            began = min(part.clock.started_at for part in parts)
            yield Held(step.unit_id, run.began_at, began)
            for part in parts:
                yield Held(part.unit_id, part.clock.started_at, part.answered_at or run.ended_at)
            answers = [part.answered_at for part in parts if part.answered_at]
            if len(answers) == len(parts):
                yield Held(step.unit_id, max(answers), run.ended_at)


def _used(
    calendar: WorkCalendar, project: Project, steps: list[Step], whole: Clock | None, now: datetime
) -> Used | None:
    if whole is None:
        return None
    until = whole.stopped_at or whole.cancelled_at or now
    parts = used(calendar, started=whole.started_at, until=until, held=held(steps), pauses=spans(whole.pauses.all()))
    days = total(calendar, whole.started_at, until)
    names = {APPLICANT: _("applicant"), PAUSE: _("pause")}
    names |= {step.unit_id: step.unit.short_name for step in steps}
    names |= {
        part.unit_id: part.unit.short_name for step in steps for run in step.runs.all() for part in run.parts.all()
    }
    shares = [
        Share(names[holder], amount, round(amount * 100 / days) if days else 0)
        for holder, amount in sorted(rounded(parts).items(), key=lambda one: (-one[1], one[0]))
    ]
    return Used(days, whole.limit + whole.extended, shares)


def _picture(
    calendar: WorkCalendar, project: Project, steps: list[Step], whole: Clock | None, now: datetime
) -> Picture:
    tracks = [_whole_track(whole, now)] if whole else []
    tracks += [_step_track(step, now) for step in steps]
    ends = [track.due for track in tracks if track.due] + [local_date(project.ended_at or now)]
    return draw(calendar, tracks, first=local_date(project.opened_at), last=max(ends), now=project.ended_at or now)


def _whole_track(clock: Clock, now: datetime) -> Track:
    due = due_day(clock)
    end = clock.stopped_at or clock.cancelled_at or now
    found = [Stretch("span", clock.started_at, end, _("the whole chain, as promised"))]
    for pause in clock.pauses.all():
        until = pause.resumed_at or (
            datetime.combine(pause.planned_until, end.timetz()) if pause.planned_until else end
        )
        found.append(Stretch("paused", pause.paused_from, min(until, end), pause.get_ground_display()))
    if clock.is_late(now):
        found.append(Stretch("late", clock.due_at, end, _("past the limit")))
    return Track(_("Whole chain"), found, due)


def _step_track(step: Step, now: datetime) -> Track:
    runs = list(step.runs.all())
    found = list(_waits(step, runs))
    for run in runs:
        shape = {"": "run", End.DONE: "done"}.get(run.end, "back")
        found.append(Stretch(shape, run.began_at, run.ended_at, f"{step.unit.short_name}: {meaning(shape)}"))
    clock = step.promise_clock or next((run.joint_clock for run in reversed(runs) if run.joint_clock), None)
    if clock is not None and clock.is_late(now):
        found.append(Stretch("late", clock.due_at, clock.stopped_at or now, _("past the limit")))
    return Track(f"{step.number} {step.name}", found, due_day(clock) if clock is not None else None)


def _waits(step: Step, runs: list[Run]) -> Iterator[Stretch]:
    """The time before each run, in which the step was open and with the applicant."""
    since = step.ready_at
    for run in runs:
        if since is not None and since < run.began_at:
            yield Stretch("wait", since, run.began_at, meaning("wait"))
        since = run.ended_at
    if since is not None and step.state == StepState.READY:
        yield Stretch("wait", since, None, meaning("wait"))


def due_day(clock: Clock) -> date | None:
    """The last day of a clock; None while a pause without an end keeps it open, or where it was cancelled."""
    if clock.cancelled_at is not None or clock.due_at >= NEVER:
        return None
    return local_date(clock.due_at - timedelta(microseconds=1))
