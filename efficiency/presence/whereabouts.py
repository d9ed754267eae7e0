"""Who is where now: here, gone out, on leave, on duty, or at rest; and who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.common.moments import SHANGHAI, local_date
from efficiency.organization.deputies import stand_ins
from efficiency.organization.models import Absence, Responsibility, User
from efficiency.presence.kinds import Shift
from efficiency.presence.models import Duty, Outing
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.glance import calendar_of_page


class Where(models.TextChoices):
    """Where somebody is, in one word for colleagues."""

    HERE = "here", gettext_lazy("at work")
    DUTY = "duty", gettext_lazy("on duty")
    OUT = "out", gettext_lazy("gone out")
    LEAVE = "leave", gettext_lazy("on leave")
    ABSENT = "absent", gettext_lazy("absent")
    REST = "rest", gettext_lazy("day of rest")
    CLOSED = "closed", gettext_lazy("outside office hours")


_AWAY = (Where.OUT, Where.LEAVE, Where.ABSENT)
_TONES = {Where.HERE: "neutral", Where.DUTY: "neutral", Where.REST: "quiet", Where.CLOSED: "quiet"}
_BY_CAUSE = {
    Absence.Cause.LEAVE: Where.LEAVE,
    Absence.Cause.OUTING: Where.OUT,
    Absence.Cause.UNEXCUSED: Where.ABSENT,
}


@dataclass(frozen=True)
class Standing:
    """Where one person is; `stand_in` does his work meanwhile. `place` is for his own unit."""

    where: Where
    until: datetime | None = None
    stand_in: User | None = None
    outing: Outing | None = None
    late: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day of a leave or an absence; a way out has a time instead."""
        if self.until is None or self.outing is not None:
            return None
        return local_date(self.until - self.until.resolution)

    @property
    def is_away(self) -> bool:
        """Not to be found at his post."""
        return self.where in _AWAY

    @property
    def public_label(self) -> str:
        """What the public reads at the counter: here or away, never why."""
        return _("away") if self.is_away else str(self.where.label)

    @property
    def tone(self) -> str:
        """How the chip looks."""
        return _TONES.get(self.where, "warn")


def is_day_of_rest(now: datetime) -> bool:
    """Tell whether today is no working day; a day that the calendar does not reach counts as one."""
    try:
        return not calendar_of_page().is_working(local_date(now))
    except OutOfRange:
        return False


def _unless_away(now: datetime) -> Where:
    """Where somebody is of whom nothing is on record."""
    if is_day_of_rest(now):
        return Where.REST
    clock = now.astimezone(SHANGHAI).time()
    return Where.HERE if settings.OFFICE_OPENS <= clock < settings.OFFICE_CLOSES else Where.CLOSED


def standings(people: Iterable[User], now: datetime) -> dict[int, Standing]:
    """Where each of these people is: the same few queries for one and for a thousand."""
    asked = {user.pk: user for user in people}
    away = {row.user_id: row for row in Absence.objects.in_force(now).filter(user__in=asked).order_by("pk")}
    out = {row.user_id: row for row in Outing.objects.filter(user__in=asked, back_at=None)}
    on_duty = set(Duty.objects.filter(user__in=asked, day=local_date(now)).values_list("user_id", flat=True))
    instead = stand_ins(asked.values(), now)
    else_where = _unless_away(now)
    found = {}
    for pk in asked:
        absence, outing = away.get(pk), out.get(pk)
        if absence is not None and absence.cause != Absence.Cause.OUTING:
            found[pk] = Standing(_BY_CAUSE[Absence.Cause(absence.cause)], absence.until_at, instead.get(pk))
        elif outing is not None:
            found[pk] = Standing(Where.OUT, outing.planned_back_at, instead.get(pk), outing, outing.is_late(now))
        elif pk in on_duty:
            found[pk] = Standing(Where.DUTY)
        else:
            found[pk] = Standing(else_where)
    return found


def duties_today(units: Iterable[int], now: datetime) -> dict[int, list[Duty]]:
    """Who is on duty today in each of these units: one query."""
    found: dict[int, list[Duty]] = {}
    rows = Duty.objects.filter(unit__in=list(units), day=local_date(now)).select_related("user")
    order = list(Shift.values)
    for row in sorted(rows, key=lambda row: (order.index(row.shift), row.pk)):
        found.setdefault(row.unit_id, []).append(row)
    return found


def answering_for(units: Iterable[int], now: datetime) -> dict[int, dict[str, Responsibility]]:
    """Who answers for each of these units, by kind: one query."""
    found: dict[int, dict[str, Responsibility]] = {}
    rows = Responsibility.objects.in_force(now).filter(unit__in=list(units)).select_related("user")
    for row in rows:
        if row.user is None or row.user.is_active:
            found.setdefault(row.unit_id, {})[row.kind] = row
    return found
