"""Case c: re-dating open clocks after a calendar change, beside one raw UPDATE of the same rows."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection

from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock, Move, Policy, Redating
from efficiency.clocks.redating import follow_calendar
from efficiency.workdays.calendar import official_calendar
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear
from tests.benchmarks.city import found_city, matters, quietly
from tests.benchmarks.measuring import Line, checkpoint, middle, milliseconds, seconds
from tests.benchmarks.scales import Scale

_LIMITS, _STARTS = 15, 20  # 300 groups of clocks that start and end together
_RAW = """
UPDATE clocks_clock SET warn_at = warn_at + interval '1 day', due_at = due_at + interval '1 day',
  grave_at = grave_at + interval '1 day', look_at = look_at + interval '1 day', provisional = false, calendar = calendar
"""


def run(scale: Scale, _part: str) -> list[Line]:
    """First a change that moves every deadline, then one that moves few."""
    now = datetime.now(UTC).replace(microsecond=0)
    total = scale.redated
    _build(total, now)
    _publish_years(now)
    _follow(total, moving=0)  # warms up, and gives every clock its true moments
    raw, portal = [], []
    for _round in range(scale.redating_rounds):  # each undoes the other, so every round moves every deadline
        raw.append(_shift())
        portal.append(_follow(total, moving=total))
    lines = [_line(f"{total:,} open clocks, every deadline moves", portal, raw)]
    few = [_follow(total, moving=-1, closed=_late_day(now))]
    moved = Redating.objects.latest("pk").moved
    return [*lines, _line(f"{total:,} open clocks, {moved:,} deadlines move", few, raw)]


def _line(what: str, portal: list[float], raw: list[float]) -> Line:
    note = f"{milliseconds(portal)} beside {milliseconds(raw)}"
    return Line(f"{what}: re-dating beside one UPDATE", round(middle(portal) / middle(raw), 2), "×", "≤ 2", note)


def _build(total: int, now: datetime) -> None:
    found_city(now)
    matters(total, now - timedelta(days=40))
    policy = Policy.objects.filter(kind=ClockKind.REPLY).order_by("-version")[0]
    statement = f"""
    INSERT INTO clocks_clock
      (matter_id, unit_id, policy_id, kind, "limit", limit_unit, day_end, extended, started_at, due_at, breach_level,
       look_at, stage, attempt, paused, provisional, calendar)
    SELECT id, unit_id, %(policy)s, 'reply', 1 + id %% {_LIMITS}, 'wd', '24:00', 0, started, due, 1, due, 1, 0,
      false, false, 1
    FROM (SELECT *, started + interval '40 days' AS due FROM (
      SELECT id, unit_id, %(now)s::timestamptz - (1 + id / {_LIMITS} %% {_STARTS}) * interval '1 day' AS started
      FROM clocks_matter) a) b
    """
    quietly([(statement, {"policy": policy.pk, "now": now})])


def _publish_years(now: datetime) -> None:
    """So that no deadline is provisional, whenever this is run."""
    for year in range(official_calendar().published_until.year + 1, now.year + 3):
        PublishedYear.objects.create(year=year, document="测")


def _follow(total: int, *, moving: int, closed: date | None = None) -> float:
    """Make a new version of the calendar and re-date; `moving` 0 says that any number may move, -1 that few do."""
    if closed is not None:
        DayException.objects.create(day=closed, kind=DayKind.REST, name="停", document="测")
    version = CalendarVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    CalendarVersion.objects.create(pk=version + 1, made_at=datetime.now(UTC), reason="bench", digest=str(version))
    _quiet()
    taken = seconds(lambda: follow_calendar(now=datetime.now(UTC)))
    done = Redating.objects.latest("pk")
    if done.examined != total or (moving > 0 and done.moved != moving) or (moving < 0 and not 0 < done.moved < total):
        raise AssertionError(f"{done.examined} clocks examined, {done.moved} moved")
    if Clock.objects.exclude(calendar=version + 1).exists():
        raise AssertionError("Clocks were left behind.")
    return taken


def _shift() -> float:
    _quiet()
    with connection.cursor() as cursor:
        return seconds(lambda: cursor.execute(_RAW))


def _quiet() -> None:
    Move.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE clocks_clock")
        cursor.execute("VACUUM ANALYZE clocks_move")
    checkpoint()


def _late_day(now: datetime) -> date:
    """A working day that only the longest limits of the latest starts reach."""
    calendar = official_calendar()
    return calendar.add(now.date(), _LIMITS - 3)
