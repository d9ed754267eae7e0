"""Who may do what in this room: pure answers, asked by actions and pages."""

from datetime import datetime
from typing import TYPE_CHECKING

from efficiency.common.access import SIGNED_IN, holders_of
from efficiency.organization.responsibility import Duties
from efficiency.organization.roles import Role
from efficiency.presence.kinds import LeaveState, ReviewBy

if TYPE_CHECKING:
    from efficiency.organization.models import User
    from efficiency.presence.models import Handover, Leave, Outing, Unexcused

STAFF = SIGNED_IN
ROSTER_KEEPERS = holders_of(Role.HEAD, Role.OFFICE)


def can_decide(user: "User", leave: "Leave", duties: Duties) -> bool:
    """Whoever answers for the unit at the level that decides, or stands in there; never of his own leave."""
    if user.pk == leave.user_id or leave.state != LeaveState.ASKED:
        return False
    if leave.review_by == ReviewBy.OFFICE:
        return user.holds(Role.OFFICE)
    return leave.review_unit_id in (duties.heads if leave.review_by == ReviewBy.HEAD else duties.leads)


def can_cancel(user: "User", leave: "Leave", now: datetime) -> bool:
    """Its owner, before it begins."""
    waits = leave.state == LeaveState.ASKED or (leave.state == LeaveState.APPROVED and now < leave.from_at)
    return user.pk == leave.user_id and waits


def can_report_return(user: "User", leave: "Leave", duties: Duties, now: datetime) -> bool:
    """Its owner, or whoever heads or leads his unit, once it has begun."""
    own = user.pk == leave.user_id or answers_for(duties, leave.user)
    return own and leave.state == LeaveState.APPROVED and leave.from_at <= now


def can_report_back(user: "User", outing: "Outing", duties: Duties) -> bool:
    """Whoever went out, or who heads or leads his unit."""
    return outing.back_at is None and (user.pk == outing.user_id or answers_for(duties, outing.user))


def can_record_unexcused(user: "User", person: "User", duties: Duties) -> bool:
    """Whoever heads or leads the unit, or the office; nobody of himself."""
    return user.pk != person.pk and (user.holds(Role.OFFICE) or answers_for(duties, person))


def can_withdraw_unexcused(user: "User", row: "Unexcused", duties: Duties) -> bool:
    """The same people as may record it."""
    return row.withdrawn_at is None and can_record_unexcused(user, row.user, duties)


def answers_for(duties: Duties, person: "User") -> bool:
    """Somebody with these duties heads or leads the unit of this person."""
    return person.unit_id in duties.heads or person.unit_id in duties.leads


def can_keep_roster(user: "User", unit: int, duties: Duties) -> bool:
    """Whoever heads the unit; the office its own."""
    return unit in duties.heads or (user.holds(Role.OFFICE) and user.unit_id == unit)


def can_answer(user: "User", handover: "Handover") -> bool:
    """Whom it was offered to by name, or anybody of the unit it was offered to."""
    if handover.answered_at is not None or user.pk == handover.by_id:
        return False
    if handover.user_id is not None:
        return user.pk == handover.user_id
    return user.unit_id == handover.unit_id
