"""The one-time notice, and what the applicant then hands in (Administrative Licensing Law art. 32(4))."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals import wording
from approvals.actions.accepting import accept, acceptance_clock
from approvals.actions.papering import write
from approvals.actions.rows import UnableToAct, chain, irregular, locked, not_yours, note
from approvals.defined import CORRECTION_DAYS
from approvals.models import Case, CaseState, Correction, PaperKind, Point, Rule
from approvals.rules import may_handle
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.clocks.actions import start_clock, stop_running
from efficiency.clocks.kinds import ClockKind
from efficiency.common.moments import act, begins_again, local_date
from efficiency.organization.models import User
from efficiency.workdays.current import current_calendar


class UnableToTell(UnableToAct):
    """No notice was given; the text says why."""


class UnableToComplete(UnableToAct):
    """The completion was not taken; the text says why."""


@dataclass(frozen=True)
class Told:
    """One thing to complete: what is missing or wrong, and about which material (empty: the application)."""

    words: str
    about: str = ""


@begins_again
def tell_to_correct(*, case: Case, points: Sequence[Told], actor: User, now: datetime | None = None) -> Case:
    """Tell the applicant once, within 5 working days, everything that must be completed (T-15).

    No limit runs until it is. A second notice on the case, or on one filed anew for it, may ask
    only for what is wrong with papers that came with the completion: anything else could have
    been asked the first time, is refused, and the attempt is recorded (T-16, E-05). Raises
    UnableToTell.
    """
    with act(now) as now:
        case = locked(case)
        told = [Told(point.words.strip(), point.about.strip()) for point in points if point.words.strip()]
        _refuse_telling(case, told, actor, now)
        asked_late = _could_have_been_asked(case, told)
        if asked_late:
            irregular(case, Rule.NOTICE, actor, now, refused=True)
        else:
            _tell(case, told, actor, now)
    if asked_late:
        raise UnableToTell(
            _(
                "The applicant was told once already. A second notice may name only what is wrong with papers "
                "handed in since; “%(what)s” could have been asked the first time. This attempt is recorded (E-05)."
            )
            % {"what": asked_late[0].about or asked_late[0].words}
        )
    return case


def _refuse_telling(case: Case, told: Sequence[Told], actor: User, now: datetime) -> None:
    if not may_handle(actor, case):
        raise UnableToTell(not_yours())
    if case.state != CaseState.RECEIVED:
        raise UnableToTell(_("Only an application that was received and not yet accepted can be sent back."))
    if now >= acceptance_clock(case).due_at:
        raise UnableToTell(_("The 5 working days have passed: by law the application is accepted."))
    if not told:
        raise UnableToTell(_("Please write at least one thing that must be completed."))
    unknown = [point for point in told if point.about and point.about not in case.item.material_list]
    if unknown:
        raise UnableToTell(_("“%(what)s” is not on the item's list of materials.") % {"what": unknown[0].about})
    left_out = [material for material in case.missing if material not in {point.about for point in told}]
    if left_out:
        text = _("Everything missing is told at once. The notice leaves out: %(what)s.")
        raise UnableToTell(text % {"what": "、".join(left_out)})


def _could_have_been_asked(case: Case, told: Sequence[Told]) -> list[Told]:
    """What a second notice asks for though the first could have; all is well in a first notice."""
    before = Point.objects.filter(correction__case__in=chain(case))
    if not before.exists():
        return []
    # Asked before, it has come since and is a new paper, or it was never handed in.
    asked = set(before.exclude(about="").values_list("about", flat=True))
    return [point for point in told if point.about not in asked]


def _tell(case: Case, told: Sequence[Told], actor: User, now: datetime) -> None:
    stop_running(matter=case.matter, kinds=(ClockKind.ACCEPTANCE,), actor=actor, now=now)
    until = current_calendar().add(local_date(now), value_of(CORRECTION_DAYS, now))
    given = Correction.objects.create(case=case, told_at=now, told_by=actor, correct_by=until)
    points = [Point(correction=given, about=point.about, words=point.words) for point in told]
    Point.objects.bulk_create(points)
    case.state = CaseState.CORRECTING
    case.save(update_fields=["state"])
    title, body = wording.correction(case.item.name, case.complete_since, [point.told for point in points], until)
    write(case, PaperKind.CORRECTION, title, body, actor=actor, now=now)
    note(Verb.CASE_TOLD, case, actor, now, {"points": len(points), "until": until.isoformat()})


@begins_again
def take_completion(
    *, case: Case, points: Collection[int], accept_it: bool = True, actor: User | None, now: datetime | None = None
) -> Case:
    """Take what the applicant hands in after a notice; `points` are the keys of what is there now.

    Without an actor he handed it in himself, online, with number and code: then a person looks at
    it before it is accepted, or the law does it after 5 working days, from this day (T-15).

    Where everything told is there, the application is accepted on this day (T-15), or, without
    `accept_it`, looked at again: the 5 working days run anew for the papers that just came. What
    is still missing of the notice waits on; it need not be told again. Raises UnableToComplete.
    """
    with act(now) as now:
        case = locked(case)
        if actor is not None and not may_handle(actor, case):
            raise UnableToComplete(not_yours())
        given = case.corrections.filter(answered_at=None).first()
        if case.state != CaseState.CORRECTING or given is None:
            raise UnableToComplete(_("Nothing is to be completed on this case."))
        here = given.points.filter(pk__in=points, answered_at=None)
        came = [point.about for point in here if point.about and point.about not in case.taken]
        if not here.exists():
            raise UnableToComplete(_("Please tick what the applicant handed in."))
        here.update(answered_at=now)
        case.materials = "\n".join([*case.taken, *came])
        case.save(update_fields=["materials"])
        whole = not given.points.filter(answered_at=None).exists()
        note(Verb.CASE_COMPLETED, case, actor, now, {"materials": len(came), "whole": whole})
        if whole:
            _complete(case, given, actor, now, accept_it=accept_it and actor is not None)
    return case


def _complete(case: Case, given: Correction, actor: User | None, now: datetime, *, accept_it: bool) -> None:
    given.answered_at = now
    given.save(update_fields=["answered_at"])
    case.state, case.handed_in_at = CaseState.RECEIVED, now
    case.save(update_fields=["state", "handed_in_at"])
    start_clock(matter=case.matter, kind=ClockKind.ACCEPTANCE, unit=case.matter.unit, actor=actor, now=now)
    if accept_it:
        accept(case, actor, now)
