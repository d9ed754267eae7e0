"""The stages of an accepted case: in order, each with its own clock, by people with the role (T-30)."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.actions.rows import UnableToAct, irregular, locked, not_yours, note
from approvals.duties import duty_of
from approvals.models import Case, CaseState, Rule, Stage, StageDuty
from approvals.rules import CASE_WORKERS, may_handle
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import start_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, LimitUnit
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User


class UnableToDoStage(UnableToAct):
    """The stage was not done; the text says why."""


def lay_out(case: Case, actor: User | None, now: datetime) -> None:
    """Copy the item's stages to a case that is being accepted, and start the first.

    None where it is decided on the same day or by the window itself.
    """
    if case.immediate or case.on_the_spot:
        return
    rows = [row for row in case.item.stage_rows.order_by("position") if duty_of(row.name) is not None]
    Stage.objects.bulk_create(
        Stage(
            case=case,
            place=place,
            name=row.name,
            duty=duty_of(row.name) or "",
            limit=row.limit,
            limit_unit=row.limit_unit,
        )
        for place, row in enumerate(rows, 1)
    )
    _start_next(case, actor, now)


def next_stage(case: Case) -> Stage | None:
    """The stage that is to be done now."""
    return case.stages.filter(done_at=None).select_related("clock").order_by("place").first()


@begins_again
def finish_stage(
    *,
    stage: Stage,
    opinion: str,
    second: User | None = None,
    found: str = "",
    actor: User,
    now: datetime | None = None,
) -> Case:
    """Do the stage that is next: its clock stops, that of the following one starts.

    An inspection on site names the second official (Administrative Licensing Law art. 34); a
    hearing is not chaired by whoever examined (art. 48): the attempt is refused and recorded
    (E-11). `found` is what the record of a hearing comes to. Raises UnableToDoStage.
    """
    partial = False
    with act(now) as now:
        case = locked(stage.case)
        stage = Stage.objects.select_related("clock").get(pk=stage.pk)
        _refuse_stage(case, stage, opinion, actor)
        _refuse_second(stage, second, actor)
        partial = _is_partial(case, stage, actor)
        if partial:
            irregular(case, Rule.ORDER, actor, now, refused=True)
        else:
            stage.found = found if stage.duty == StageDuty.HEARING else ""
            _do(case, stage, opinion, second, actor, now)
    if partial:
        raise UnableToDoStage(
            _("Whoever examined the application does not chair its hearing. This attempt is recorded (E-11).")
        )
    return case


def _refuse_stage(case: Case, stage: Stage, opinion: str, actor: User) -> None:
    if not may_handle(actor, case):
        raise UnableToDoStage(not_yours())
    if case.state != CaseState.ACCEPTED or stage.done_at is not None:
        raise UnableToDoStage(_("This stage has been done already, or the case has ended."))
    if next_stage(case) != stage:
        raise UnableToDoStage(_("Stages are done in their order. Another one comes first."))
    if stage.role and not actor.holds(stage.role):
        raise UnableToDoStage(_("This stage is done by somebody with another role."))
    if not opinion.strip():
        raise UnableToDoStage(_("Please write what was found."))


def _refuse_second(stage: Stage, second: User | None, actor: User) -> None:
    if stage.duty != StageDuty.SITE:
        return
    if second is None or second == actor:
        raise UnableToDoStage(_("An inspection on site takes two officials. Please name the second."))
    if second.unit_id != actor.unit_id or not CASE_WORKERS.includes(second):
        raise UnableToDoStage(_("The second official works on cases of the same unit."))


def _is_partial(case: Case, stage: Stage, actor: User) -> bool:
    """Tell whether somebody would chair the hearing on what he himself examined."""
    if stage.duty != StageDuty.HEARING:
        return False
    examined = case.stages.filter(duty=StageDuty.EXAMINE, done_at__isnull=False)
    return any(actor.pk in (one.done_by_id, one.second_id) for one in examined)


def _do(case: Case, stage: Stage, opinion: str, second: User | None, actor: User, now: datetime) -> None:
    if stage.clock is not None:
        stop_clock(clock=stage.clock, actor=actor, now=now)
    stage.done_at, stage.done_by, stage.opinion = now, actor, opinion.strip()
    stage.second = second if stage.duty == StageDuty.SITE else None
    stage.save(update_fields=["done_at", "done_by", "second", "opinion", "found"])
    note(Verb.CASE_STAGE_DONE, case, actor, now, {"place": stage.place, "stage": stage.pk}, words=stage.opinion)
    _start_next(case, actor, now)


def _start_next(case: Case, actor: User | None, now: datetime) -> None:
    stage = next_stage(case)
    if stage is None:
        return
    stage.started_at = now
    if stage.limit is not None:
        stage.clock = start_clock(
            matter=case.matter,
            kind=ClockKind.STAGE,
            unit=case.matter.unit,
            actor=actor,
            now=now,
            limit=stage.limit,
            limit_unit=LimitUnit(stage.limit_unit),
        )
    stage.save(update_fields=["started_at", "clock"])
