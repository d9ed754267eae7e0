"""What a case that was filed anew keeps of the limits that its predecessor used up.

The days between withdrawal and filing anew are the applicant's and are not counted; the days
before are used. So nobody wins a day by withdrawing (docs/decisions/0016-filed-anew.md).
"""

from efficiency.clocks.deadlines import Limit, ledger
from efficiency.clocks.kinds import ClockKind, LimitUnit
from efficiency.clocks.models import Clock, Matter
from efficiency.clocks.moving import spans
from efficiency.common.moments import local_date
from efficiency.workdays.current import current_calendar

_DAYS = (LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS)


def used(matter: Matter, kind: ClockKind) -> int:
    """The days that the clocks of a kind counted on a matter until they ended, in the unit of their limit."""
    clocks = Clock.objects.filter(matter=matter, kind=kind).prefetch_related("pauses")
    return sum(_counted(clock) for clock in clocks)


def left_of(limit: int, unit: str, used_before: int) -> int:
    """What is left of a limit in days; at least one day. Limits in hours and months start whole."""
    return max(limit - used_before, 1) if unit in _DAYS else limit


def _counted(clock: Clock) -> int:
    ended = clock.stopped_at or clock.cancelled_at
    if ended is None or clock.limit_unit not in _DAYS:
        return 0
    rows = ledger(
        current_calendar(),
        local_date(clock.started_at),
        Limit(clock.limit + clock.extended, LimitUnit(clock.limit_unit)),
        spans(clock.pauses.all()),
        until=local_date(ended),
    )
    return sum(row.counted for row in rows if row.day <= local_date(ended))
