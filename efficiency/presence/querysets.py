"""Which leaves, ways out, turns of duty and enquiries somebody may see."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from efficiency.organization.deputies import stood_in_for
from efficiency.organization.responsibility import Duties
from efficiency.organization.roles import Role
from efficiency.presence.kinds import EnquiryState, LeaveState, ReviewBy

if TYPE_CHECKING:
    from efficiency.presence.models import Duty, Enquiry, Leave, Outing, Unexcused  # noqa: F401  (for mypy)


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Leaves."""

    def visible_to(self, user: Any, duties: Duties) -> "LeaveQuerySet":
        """One's own, those of the unit one heads or leads, and those one decides on."""
        return self.filter(Q(user=user) | _of_units(duties) | _decided_by(user, duties))

    def to_decide_by(self, user: Any, duties: Duties) -> "LeaveQuerySet":
        """Those that wait for somebody: never his own."""
        return self.filter(_decided_by(user, duties), state=LeaveState.ASKED).exclude(user=user)

    def standing(self) -> "LeaveQuerySet":
        """Asked for or approved, or taken: what no other leave may overlap."""
        return self.filter(state__in=(LeaveState.ASKED, LeaveState.APPROVED, LeaveState.RETURNED))

    def overlapping(self, from_at: datetime, until_at: datetime) -> "LeaveQuerySet":
        """Those that share a moment with the span."""
        return self.filter(from_at__lt=until_at, until_at__gt=from_at)

    def unreported(self, now: datetime) -> "LeaveQuerySet":
        """Over, and nobody has reported back."""
        return self.filter(state=LeaveState.APPROVED, until_at__lte=now)


def _of_units(duties: Duties) -> Q:
    return Q(user__unit__in=duties.heads | duties.leads)


def _decided_by(user: Any, duties: Duties) -> Q:
    decided = Q(review_by=ReviewBy.HEAD, review_unit__in=duties.heads)
    decided |= Q(review_by=ReviewBy.LEADER, review_unit__in=duties.leads)
    if user.holds(Role.OFFICE):
        decided |= Q(review_by=ReviewBy.OFFICE)
    return decided


class UnexcusedQuerySet(models.QuerySet["Unexcused"]):
    """Absences without leave."""

    def visible_to(self, user: Any, duties: Duties) -> "UnexcusedQuerySet":
        """One's own, those of the unit one heads or leads; all for the office."""
        if user.holds(Role.OFFICE):
            return self
        return self.filter(Q(user=user) | _of_units(duties))

    def standing(self) -> "UnexcusedQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class OutingQuerySet(models.QuerySet["Outing"]):
    """The going-out register."""

    def visible_to(self, user: Any, duties: Duties) -> "OutingQuerySet":
        """The own unit's; those of the units one heads or leads; all for the office."""
        if user.holds(Role.OFFICE):
            return self
        seen = Q(user=user) | _of_units(duties)
        return self.filter(seen | Q(user__unit=user.unit_id) if user.unit_id else seen)

    def of_day(self, first: datetime, after: datetime) -> "OutingQuerySet":
        """Those that touch the span of a day, and all that are still open."""
        return self.filter(Q(out_at__lt=after) & (Q(back_at=None) | Q(back_at__gte=first)))


class DutyQuerySet(models.QuerySet["Duty"]):
    """Turns of duty."""

    def between(self, first: date, last: date) -> "DutyQuerySet":
        """Those from one day to another, both included."""
        return self.filter(day__gte=first, day__lte=last)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """First-asked enquiries."""

    def visible_to(self, user: Any, at: datetime) -> "EnquiryQuerySet":
        """What one was asked, holds or was offered, what one's own unit has; the office sees all."""
        if user.holds(Role.OFFICE):
            return self
        offered = Q(handovers__user=user) | Q(handovers__unit=user.unit_id, handovers__answered_at=None)
        mine = Q(asked=user) | Q(holder__in=[user.pk, *stood_in_for(user, at)]) | Q(handovers__user=user)
        if user.unit_id is not None:
            mine |= offered | Q(unit=user.unit_id)
        return self.filter(pk__in=self.filter(mine).values("pk"))

    def open(self) -> "EnquiryQuerySet":
        """Not finished."""
        return self.filter(finished_at=None)

    def held_by(self, user: Any, at: datetime) -> "EnquiryQuerySet":
        """Open ones that somebody owns, himself or standing in."""
        return self.open().filter(holder__in=[user.pk, *stood_in_for(user, at)])

    def offered_to(self, user: Any) -> "EnquiryQuerySet":
        """Open ones that wait for somebody to take them over, by name or for his unit."""
        waiting = Q(handovers__user=user)
        if user.unit_id is not None:
            waiting |= Q(handovers__user=None, handovers__unit=user.unit_id)
        return self.filter(waiting, handovers__answered_at=None, state=EnquiryState.OFFERED)

    def late(self, today: date) -> "EnquiryQuerySet":
        """Open after their last day."""
        return self.open().filter(due_on__lt=today)
