"""Leave: asked for, decided, cancelled, reported back from (S14)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.absences import begin_absence, end_absence
from efficiency.organization.deputies import deputy_of
from efficiency.organization.models import Absence, Post, User
from efficiency.organization.responsibility import answering, duties_of
from efficiency.organization.roles import Role
from efficiency.presence import rules, telling
from efficiency.presence.kinds import LeaveState, ReviewBy
from efficiency.presence.models import Leave
from efficiency.presence.spans import Span
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar


class UnableToLeave(Exception):
    """The leave stays as it was; the text says why."""


def ask_leave(
    *,
    user: User,
    kind: str,
    span: Span,
    reason: str = "",
    deputy: User | None = None,
    now: datetime | None = None,
    demo: bool = False,
) -> Leave:
    """Ask for leave. The head of the unit decides, for a head the leader in charge.

    Without a deputy named, the one written on the post is taken. Refused where it overlaps
    another leave or an absence on record, holds no working day, or would leave an important post
    without anybody.
    """
    if not span.forward:
        raise UnableToLeave(_("The leave must end after it begins."))
    with act(now) as now:
        user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=user.pk)
        deputy = deputy or deputy_of(user)
        _check_deputy(user, deputy)
        try:
            days = span.working_days(current_calendar())
        except OutOfRange as error:
            raise UnableToLeave(_("The calendar does not reach that far yet.")) from error
        if not days:
            raise UnableToLeave(_("There is no working day in this span."))
        _refuse_overlap(user, span.from_at, span.until_at)
        review_by, review_unit, people = _reviewers(user, now)
        leave = Leave.objects.create(
            user=user,
            kind=kind,
            first_day=span.first,
            first_half=span.first_half,
            last_day=span.last,
            last_half=span.last_half,
            from_at=span.from_at,
            until_at=span.until_at,
            days=days,
            reason=reason.strip(),
            deputy=deputy,
            asked_at=now,
            review_by=review_by,
            review_unit_id=review_unit,
            demo=demo or user.demo,
        )
        _note(Verb.LEAVE_ASKED, leave, user, now, days=str(days), review_by=review_by)
        telling.leave_asked(leave, people, now=now)
    return leave


def decide_leave(*, leave: Leave, approve: bool, note: str = "", actor: User, now: datetime | None = None) -> Leave:
    """Approve a leave, from whose beginning the deputy gets new work, or refuse it with a reason."""
    with act(now) as now:
        leave = _locked(leave)
        if leave.state != LeaveState.ASKED:
            raise UnableToLeave(_("This leave does not wait for a decision any more."))
        if not rules.can_decide(actor, leave, duties_of(actor, now)):
            raise UnableToLeave(_("Another person decides on this leave."))
        if not approve and not note.strip():
            raise UnableToLeave(_("Say why the leave is refused."))
        leave.state = LeaveState.APPROVED if approve else LeaveState.REFUSED
        leave.decided_by, leave.decided_at, leave.decision_note = actor, now, note.strip()
        if approve:
            leave.absence = begin_absence(
                user=leave.user,
                deputy=leave.deputy,
                cause=Absence.Cause.LEAVE,
                from_at=leave.from_at,
                until_at=leave.until_at,
                demo=leave.demo,
            )
        leave.save(update_fields=["state", "decided_by", "decided_at", "decision_note", "absence"])
        verb = Verb.LEAVE_APPROVED if approve else Verb.LEAVE_REFUSED
        _note(verb, leave, actor, now, deputy=leave.deputy_id if approve else None)
        telling.leave_decided(leave, now=now)
    return leave


def cancel_leave(*, leave: Leave, actor: User, now: datetime | None = None) -> Leave:
    """Take a leave back before it begins."""
    with act(now) as now:
        leave = _locked(leave)
        if not rules.can_cancel(actor, leave, now):
            raise UnableToLeave(_("A leave is cancelled by its owner, before it begins. Report back instead."))
        leave.state = LeaveState.CANCELLED
        if leave.absence is not None:
            end_absence(absence=leave.absence, at=leave.from_at)
        leave.save(update_fields=["state"])
        _note(Verb.LEAVE_CANCELLED, leave, actor, now)
    return leave


def report_return(*, leave: Leave, actor: User, now: datetime | None = None) -> Leave:
    """Report back (销假). Somebody back early gets his work himself from this moment on."""
    with act(now) as now:
        leave = _locked(leave)
        if not rules.can_report_return(actor, leave, duties_of(actor, now), now):
            raise UnableToLeave(_("Nobody reports back from this leave now."))
        leave.state, leave.returned_at = LeaveState.RETURNED, now
        leave.until_at = min(now, leave.until_at)
        if leave.absence is not None:
            end_absence(absence=leave.absence, at=now)
        leave.save(update_fields=["state", "returned_at", "until_at"])
        _note(Verb.LEAVE_RETURNED, leave, actor, now, until=leave.until_at.isoformat())
    return leave


def _reviewers(user: User, now: datetime) -> tuple[str, int | None, list[User]]:
    """Who decides: at which level, for which unit, and the people to tell."""
    if user.unit is not None:
        found = answering(user.unit, "head", now)
        if user in found.people:
            found = answering(user.unit, "leader", now)
        people = [one for one in found.people if one != user]
        if people:
            return found.level, found.unit, people
    return ReviewBy.OFFICE, None, list(User.objects.able().holding(Role.OFFICE).exclude(pk=user.pk))


def _check_deputy(user: User, deputy: User | None) -> None:
    if deputy is None:
        if Post.objects.in_use().filter(holder=user, important=True).exists():
            raise UnableToLeave(_("Your post is important: name who stands in for you."))
        return
    if deputy == user or not deputy.is_active:
        raise UnableToLeave(_("Somebody else, with an account in use, must stand in for you."))
    if deputy.unit_id != user.unit_id:
        raise UnableToLeave(_("Somebody of your own unit must stand in for you."))


def _refuse_overlap(user: User, from_at: datetime, until_at: datetime) -> None:
    if Leave.objects.filter(user=user).standing().overlapping(from_at, until_at).exists():
        raise UnableToLeave(_("You have asked for leave in this span already."))
    unexcused = Absence.objects.filter(user=user, cause=Absence.Cause.UNEXCUSED)
    if unexcused.overlapping(from_at, until_at).exists():
        raise UnableToLeave(_("An absence without leave is on record for this span. It must be withdrawn first."))


def _locked(leave: Leave) -> Leave:
    rows = Leave.objects.select_for_update(of=("self",))
    return rows.select_related("user__unit", "deputy", "review_unit", "absence").get(pk=leave.pk)


def _note(verb: Verb, leave: Leave, actor: User, now: datetime, **facts: Any) -> None:
    # Neither kind nor reason: why somebody is ill or in mourning is his own affair.
    span = {"user": leave.user_id, "from": leave.from_at.isoformat()}
    record(verb, at=now, actor=actor, kind="leave", subject=leave.pk, data=span | facts, demo=leave.demo)
