"""Re-dating the running clocks after a calendar change: one set-based update that lists what moved."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import asking_once
from efficiency.clocks.deadlines import Limit, moments
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.clocks.models import Clock, Move, Pause, Policy, Redating
from efficiency.clocks.moving import NEVER, office_hours, recompute
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import SHANGHAI
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

_CREATE = """
CREATE TEMPORARY TABLE redating (
  start_day date NOT NULL, policy_id bigint NOT NULL,
  amount integer NOT NULL, limit_unit varchar(2) NOT NULL, day_end varchar(8) NOT NULL,
  extended integer NOT NULL, warn_at {moment}, due_at {moment} NOT NULL, grave_at {moment},
  provisional {boolean} NOT NULL)
"""
_FILL = "INSERT INTO redating VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
# Equal in every column: each clock meets its own group at once and is held against no other.
_MATCH = """
FROM redating g{clocks}
WHERE g.start_day = {day} AND g.policy_id = c.policy_id AND g.amount = c."limit" AND g.limit_unit = c.limit_unit
  AND g.day_end = c.day_end AND g.extended = c.extended
  AND c.cancelled_at IS NULL AND c.stage <= 1 AND (c.stopped_at IS NULL OR c.provisional)
  AND NOT EXISTS (SELECT 1 FROM clocks_pause p WHERE p.clock_id = c.id)
"""
_LIST_MOVES = """
INSERT INTO clocks_move (clock_id, calendar, was_due_at, due_at)
SELECT c.id, %(version)s, c.due_at, g.due_at
"""
_ONLY_MOVED = "AND c.due_at <> g.due_at"
_UPDATE = """
UPDATE clocks_clock AS c SET
  warn_at = CASE WHEN g.warn_at > c.started_at THEN g.warn_at END,
  due_at = g.due_at, grave_at = g.grave_at, provisional = g.provisional, calendar = %(version)s,
  stage = CASE WHEN c.stage = 0 AND (g.warn_at IS NULL OR g.warn_at <= c.started_at) THEN 1 ELSE c.stage END,
  look_at = CASE
    WHEN g.provisional OR (c.stopped_at IS NOT NULL AND c.stopped_at < g.due_at) THEN NULL
    WHEN c.stage = 0 AND g.warn_at > c.started_at THEN g.warn_at
    ELSE g.due_at
  END
"""


def follow_calendar(*, now: datetime) -> Redating | None:
    """Re-date the running clocks when a newer calendar stands; None where nothing is to do.

    Clocks whose breach has been carded and clocks that ended on published days keep their
    moments (T-11); provisional ones are settled now (T-12). One transaction; the judge runs
    this before it judges, so that no card is issued on yesterday's calendar.
    """
    calendar = current_calendar()
    if calendar.version == 1 or calendar.version <= (Redating.objects.values_list("calendar", flat=True).first() or 1):
        return None
    with transaction.atomic(), asking_once():
        redating, made = Redating.objects.get_or_create(
            calendar=calendar.version, defaults={"done_at": now, "examined": 0, "moved": 0}
        )
        if not made:
            return None
        redating.examined = _re_date_groups(calendar) + _re_date_paused(calendar)
        redating.moved = Move.objects.filter(calendar=calendar.version).count()
        redating.save()
        facts = {"examined": redating.examined, "moved": redating.moved}
        record(Verb.CLOCKS_REDATED, at=now, actor=None, kind="calendar", subject=calendar.version, data=facts)
        failpoint("redating.before-commit")
    return redating


def _re_date_groups(calendar: WorkCalendar) -> int:
    """Clocks without pauses: each distinct start and limit computed once, then one joined update."""
    values = {"version": calendar.version}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Whoever holds clocks ends first: taken row by row, they and we could wait for each other.
            cursor.execute("LOCK TABLE clocks_clock IN EXCLUSIVE MODE")
        with_groups(cursor, _groups(calendar))
        cursor.execute(_LIST_MOVES + matching() + _ONLY_MOVED, values)
        cursor.execute(_UPDATE + matching(clocks=""), values)
        updated = cursor.rowcount
        cursor.execute("DROP TABLE redating")
    return int(max(updated, 0))


def with_groups(cursor: Any, groups: Iterable[tuple[Any, ...]]) -> None:
    """Make the temporary table `redating` and write the groups into it."""
    postgres = connection.vendor == "postgresql"
    types = {"moment": "timestamptz" if postgres else "datetime", "boolean": "boolean" if postgres else "bool"}
    cursor.execute(_CREATE.format(**types))
    cursor.executemany(_FILL, list(groups))
    cursor.execute("ANALYZE redating" if postgres else "CREATE INDEX redating_start ON redating (start_day, amount)")


def matching(clocks: str = ", clocks_clock c") -> str:
    """The clocks `c` that a change can move, each with its group `g`: FROM and WHERE of a statement."""
    postgres = connection.vendor == "postgresql"
    day = "(c.started_at AT TIME ZONE 'Asia/Shanghai')::date" if postgres else "date(c.started_at, '+8 hours')"
    return _MATCH.format(clocks=clocks, day=day)


def open_clocks() -> Any:
    """What a change of the calendar can still move."""
    return Clock.objects.filter(Q(stopped_at=None) | Q(provisional=True), cancelled_at=None, stage__lte=1)


def _groups(calendar: WorkCalendar) -> Iterator[tuple[Any, ...]]:
    for start in distinct_starts():
        yield group(calendar, *start)


def distinct_starts() -> Iterator[tuple[date, Policy, int, str, str, int]]:
    """What open clocks without pauses differ in: day, policy, limit, unit, end of the day, extension."""
    policies = Policy.objects.in_bulk()
    has_pause = Exists(Pause.objects.filter(clock=OuterRef("pk")))
    distinct = (
        open_clocks()
        .filter(~has_pause)
        .exclude(limit_unit=LimitUnit.WORKING_HOURS)
        .annotate(day=TruncDate("started_at", tzinfo=SHANGHAI))
        .order_by()
        .values_list("day", "policy", "limit", "limit_unit", "day_end", "extended")
        .distinct()
    )
    for day, policy, limit, limit_unit, day_end, extended in distinct:
        yield day, policies[policy], limit, limit_unit, day_end, extended


def group(
    calendar: WorkCalendar, day: date, policy: Policy, limit: int, limit_unit: str, day_end: str, extended: int
) -> tuple[Any, ...]:
    """A row of the temporary table: the moments of all clocks of a group under a calendar."""
    start = datetime.combine(day, time.min, SHANGHAI)
    result = moments(
        calendar,
        started_at=start,
        limit=Limit(limit, LimitUnit(limit_unit)),
        extended=extended,
        pauses=[],
        day_end=DayEnd(day_end),
        hours=office_hours(start),
        warn_before=policy.reminds_before,
        grave_after=policy.grave_after,
    )
    adapt = connection.ops.adapt_datetimefield_value
    return (
        day,
        policy.pk,
        limit,
        limit_unit,
        day_end,
        extended,
        adapt(result.warn_at) if result.warn_at else None,
        adapt(result.due_at or NEVER),
        adapt(result.grave_at) if result.grave_at and not result.grave_provisional else None,
        result.provisional,
    )


def _re_date_paused(calendar: WorkCalendar) -> int:
    """The few clocks with pauses or limits in hours, one by one by the same arithmetic."""
    clocks = list(few_clocks().select_for_update(of=("self",)))
    for clock in clocks:
        was = clock.due_at
        recompute(clock, calendar=calendar)
        clock.save()
        if clock.due_at != was:
            Move.objects.create(clock=clock, calendar=calendar.version, was_due_at=was, due_at=clock.due_at)
    return len(clocks)


def few_clocks() -> Any:
    """Open clocks with pauses, or with limits in hours: no group holds them."""
    has_pause = Exists(Pause.objects.filter(clock=OuterRef("pk")))
    few = open_clocks().filter(has_pause | Q(limit_unit=LimitUnit.WORKING_HOURS))
    return few.select_related("policy").prefetch_related("pauses")
