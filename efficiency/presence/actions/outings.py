"""The going-out register: out, and back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.moments import act
from efficiency.organization.actions.absences import begin_absence, end_absence
from efficiency.organization.deputies import deputy_of
from efficiency.organization.models import Absence, User
from efficiency.organization.responsibility import duties_of
from efficiency.presence import rules
from efficiency.presence.models import Outing

LONGEST = timedelta(days=3)


class UnableToGoOut(Exception):
    """The register stays as it was; the text says why."""


def go_out(
    *,
    user: User,
    place: str,
    errand: str,
    planned_back_at: datetime,
    now: datetime | None = None,
    demo: bool = False,
) -> Outing:
    """Write down that somebody goes out now, where, why, and when he plans to be back.

    From so many hours on (a setting) the deputy of his post stands in until then.
    """
    with act(now) as now:
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        _check(user, planned_back_at, now)
        long = planned_back_at - now >= timedelta(hours=value_of("presence.stand-in-after-hours", now))
        outing = Outing(
            user=user,
            place=place.strip(),
            errand=errand.strip(),
            out_at=now,
            planned_back_at=planned_back_at,
            deputy=deputy_of(user) if long else None,
            demo=demo or user.demo,
        )
        if long:
            outing.absence = begin_absence(
                user=user,
                deputy=outing.deputy,
                cause=Absence.Cause.OUTING,
                from_at=now,
                until_at=planned_back_at,
                demo=outing.demo,
            )
        try:
            with transaction.atomic():
                outing.save()
        except IntegrityError as error:
            raise UnableToGoOut(_("You are out already. Report back first.")) from error
        _note(Verb.WENT_OUT, outing, user, now)
    return outing


def come_back(*, outing: Outing, actor: User, now: datetime | None = None) -> Outing:
    """Report back: from this moment on his work is his own again."""
    with act(now) as now:
        rows = Outing.objects.select_for_update(of=("self",)).select_related("user", "absence")
        outing = rows.get(pk=outing.pk)
        if not rules.can_report_back(actor, outing, duties_of(actor, now)):
            raise UnableToGoOut(_("This return is on record already, or is another person's to report."))
        outing.back_at = now
        outing.save(update_fields=["back_at"])
        if outing.absence is not None:
            end_absence(absence=outing.absence, at=now)
        _note(Verb.CAME_BACK, outing, actor, now)
    return outing


def _check(user: User, planned_back_at: datetime, now: datetime) -> None:
    if planned_back_at <= now:
        raise UnableToGoOut(_("Give a time after now for the way back."))
    if planned_back_at - now > LONGEST:
        raise UnableToGoOut(_("For more than three days ask for leave instead, as an official trip."))
    if Absence.objects.in_force(now).filter(user=user).exclude(cause=Absence.Cause.OUTING).exists():
        raise UnableToGoOut(_("You are away already. Report back from your leave first."))


def _note(verb: Verb, outing: Outing, actor: User, now: datetime) -> None:
    data = {"user": outing.user_id, "planned": outing.planned_back_at.isoformat(), "deputy": outing.deputy_id}
    record(verb, at=now, actor=actor, kind="outing", subject=outing.pk, data=data, demo=outing.demo)
