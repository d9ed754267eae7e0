"""Absence without leave (旷工): recorded with its ground, and withdrawn where it was wrong."""

from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.absences import begin_absence, end_absence
from efficiency.organization.deputies import deputy_of
from efficiency.organization.models import Absence, User
from efficiency.organization.responsibility import duties_of
from efficiency.presence import rules, telling
from efficiency.presence.models import Unexcused
from efficiency.presence.spans import Span
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar


class UnableToRecordAbsence(Exception):
    """The register stays as it was; the text says why."""


def record_unexcused(
    *, user: User, span: Span, ground: str, actor: User, now: datetime | None = None, demo: bool = False
) -> Unexcused:
    """Record that somebody was absent without leave. He is told, with the ground."""
    if not ground.strip():
        raise UnableToRecordAbsence(_("Name the ground."))
    if not span.forward:
        raise UnableToRecordAbsence(_("The span must end after it begins."))
    with act(now) as now:
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not rules.can_record_unexcused(actor, user, duties_of(actor, now)):
            raise UnableToRecordAbsence(_("The head of the unit or the efficiency office records this."))
        if now < span.from_at:
            raise UnableToRecordAbsence(_("An absence is recorded once it has begun."))
        if Absence.objects.filter(user=user).overlapping(span.from_at, span.until_at).exists():
            raise UnableToRecordAbsence(_("A leave, a way out or an absence is on record for this span."))
        try:
            days = span.working_days(current_calendar())
        except OutOfRange as error:
            raise UnableToRecordAbsence(_("The calendar does not hold this day.")) from error
        if not days:
            raise UnableToRecordAbsence(_("There is no working day in this span."))
        absence = begin_absence(
            user=user,
            deputy=deputy_of(user),
            cause=Absence.Cause.UNEXCUSED,
            from_at=span.from_at,
            until_at=span.until_at,
            demo=demo or user.demo,
        )
        row = Unexcused.objects.create(
            user=user,
            first_day=span.first,
            first_half=span.first_half,
            last_day=span.last,
            last_half=span.last_half,
            days=days,
            ground=ground.strip(),
            recorded_by=actor,
            recorded_at=now,
            absence=absence,
            demo=demo or user.demo,
        )
        _note(Verb.UNEXCUSED_RECORDED, row, actor, now)
        telling.unexcused_recorded(row, now=now)
    return row


def withdraw_unexcused(*, row: Unexcused, reason: str, actor: User, now: datetime | None = None) -> Unexcused:
    """Withdraw what was recorded wrongly; the row stays, marked."""
    if not reason.strip():
        raise UnableToRecordAbsence(_("Say why it is withdrawn."))
    with act(now) as now:
        rows = Unexcused.objects.select_for_update(of=("self",)).select_related("user", "absence")
        row = rows.get(pk=row.pk)
        if not rules.can_withdraw_unexcused(actor, row, duties_of(actor, now)):
            raise UnableToRecordAbsence(_("This record cannot be withdrawn by you, or has been withdrawn."))
        row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason = actor, now, reason.strip()
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
        if row.absence is not None:
            end_absence(absence=row.absence, at=row.absence.from_at)
        _note(Verb.UNEXCUSED_WITHDRAWN, row, actor, now)
    return row


def _note(verb: Verb, row: Unexcused, actor: User, now: datetime) -> None:
    data = {"user": row.user_id, "first": row.first_day.isoformat(), "days": str(row.days)}
    record(verb, at=now, actor=actor, kind="unexcused", subject=row.pk, data=data, demo=row.demo)
