"""Duty rosters: turns added from a table, and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import duties_of
from efficiency.presence import rules
from efficiency.presence.models import Duty


class UnableToKeepRoster(Exception):
    """The roster stays as it was; the text says why."""


@dataclass(frozen=True)
class Turn:
    """One line of a roster."""

    day: date
    shift: str
    user: User


def add_duties(
    *, unit: Unit, turns: Sequence[Turn], actor: User, now: datetime | None = None, demo: bool = False
) -> int:
    """Add turns of duty, all or none; one that stands already is left. Returns how many are new."""
    with act(now) as now:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        if not rules.can_keep_roster(actor, unit.pk, duties_of(actor, now)):
            raise UnableToKeepRoster(_("The head of the unit keeps its roster."))
        standing = set(Duty.objects.filter(unit=unit).values_list("day", "shift", "user_id"))
        wanted = {(turn.day, turn.shift, turn.user.pk): turn for turn in turns}
        new = [
            Duty(unit=unit, day=turn.day, shift=turn.shift, user=turn.user, demo=demo or unit.demo)
            for key, turn in wanted.items()
            if key not in standing
        ]
        Duty.objects.bulk_create(new)
        if new:
            days = sorted(duty.day for duty in new)
            data = {"count": len(new), "first": days[0].isoformat(), "last": days[-1].isoformat()}
            demo = demo or unit.demo
            record(Verb.DUTIES_ADDED, at=now, actor=actor, kind="unit", subject=unit.pk, data=data, demo=demo)
    return len(new)


def remove_duty(*, duty: Duty, actor: User, now: datetime | None = None) -> None:
    """Take a turn out of the roster."""
    with act(now) as now:
        if not rules.can_keep_roster(actor, duty.unit_id, duties_of(actor, now)):
            raise UnableToKeepRoster(_("The head of the unit keeps its roster."))
        deleted, _rows = Duty.objects.filter(pk=duty.pk).delete()
        if deleted:
            data = {"day": duty.day.isoformat(), "shift": duty.shift, "user": duty.user_id}
            record(Verb.DUTY_REMOVED, at=now, actor=actor, kind="unit", subject=duty.unit_id, data=data, demo=duty.demo)
