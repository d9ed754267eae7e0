"""What a calendar that does not stand yet would do to the clocks that run: the re-dating without its writing.

The same groups and the same arithmetic as redating.py. Only groups that two calendars date
differently are looked for among the clocks, so that the cost follows what would move.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from efficiency.changes.kinds import MOST_ROWS
from efficiency.changes.settings import asking_once
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import recompute
from efficiency.clocks.redating import distinct_starts, few_clocks, group, matching, with_groups
from efficiency.clocks.trials import about
from efficiency.clocks.trials import in_force as trials_in_force
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

_MOVED = "c.due_at <> g.due_at"
_SETTLED = "c.provisional AND NOT g.provisional"
# What the judge would find late at this moment: by what is stored, and by what would be.
_LATE_NOW = (
    "(NOT c.provisional AND c.due_at <= %(now)s AND c.look_at IS NOT NULL"
    " AND (c.stopped_at IS NULL OR c.stopped_at >= c.due_at))"
)
_LATE_THEN = "(NOT g.provisional AND g.due_at <= %(now)s AND (c.stopped_at IS NULL OR c.stopped_at >= g.due_at))"
_COUNT = (
    "SELECT "
    + ", ".join(
        f"SUM(CASE WHEN {{{name}}} THEN 1 ELSE 0 END)" for name in ("moved", "settled", "issued", "spared", "noted")
    )
    + " "
)
_LIST = f"SELECT c.id, g.due_at {{matching}} AND {{which}} ORDER BY g.due_at, c.id LIMIT {MOST_ROWS}"


@dataclass(frozen=True)
class Line:
    """A clock that would be concerned, and when it would be due."""

    clock: Clock
    due_at: datetime


@dataclass
class Found:
    """Clocks of one sort: how many there are, and the first of them by their new due moment."""

    total: int = 0
    first: list[tuple[datetime, int]] = field(default_factory=list)

    def add(self, due_at: datetime, clock: int) -> None:
        """One more."""
        self.total += 1
        self.first.append((due_at, clock))


@dataclass
class Foreseen:
    """What would follow: deadlines that move, provisional ones that become certain, cards that
    would be issued at once, cards that would not be issued after all, and would-be cards, which
    are only noted because their part of the city is on trial."""

    moved: Found = field(default_factory=Found)
    issued: Found = field(default_factory=Found)
    spared: Found = field(default_factory=Found)
    settled: int = 0
    noted: int = 0

    def lines(self, found: Found) -> list[Line]:
        """The first of a sort with what the page shows of them (one query)."""
        shown = sorted(found.first)[:MOST_ROWS]
        clocks = Clock.objects.select_related("matter", "unit").in_bulk([pk for _due, pk in shown])
        return [Line(clocks[pk], due_at) for due_at, pk in shown]


def foresee(calendar: WorkCalendar, *, now: datetime) -> Foreseen:
    """Compare `calendar` with the one in force over every clock that still could move. Writes nothing."""
    found = Foreseen()
    with transaction.atomic(), asking_once():
        _foresee_groups(calendar, found, now)
        _foresee_few(calendar, found, now)
    return found


def _foresee_groups(calendar: WorkCalendar, found: Foreseen, now: datetime) -> None:
    standing = current_calendar()
    pairs = ((group(standing, *start), group(calendar, *start)) for start in distinct_starts())
    differing = [then for today, then in pairs if today != then]
    if not differing:
        return
    values = {"now": connection.ops.adapt_datetimefield_value(now)}
    which = _conditions()
    with connection.cursor() as cursor:
        with_groups(cursor, differing)
        try:
            cursor.execute(_COUNT.format(**which) + matching(), values)
            moved, settled, issued, spared, noted = (int(count or 0) for count in cursor.fetchone())
            found.settled += settled
            found.noted += noted
            sorts = ((found.moved, "moved", moved), (found.issued, "issued", issued), (found.spared, "spared", spared))
            for sort, name, total in sorts:
                sort.total += total
                if total:
                    cursor.execute(_LIST.format(matching=matching(), which=which[name]), values)
                    sort.first += [(_moment(due_at), pk) for pk, due_at in cursor.fetchall()]
        finally:
            cursor.execute("DROP TABLE redating")


def _conditions() -> dict[str, str]:
    """What makes a clock one of a sort; a part on trial gets no card, whatever its moment."""
    trials = trials_in_force()
    shielded_now = " OR ".join(about(trial, "c.due_at") for trial in trials) or "(1 = 0)"
    shielded_then = " OR ".join(about(trial, "g.due_at") for trial in trials) or "(1 = 0)"
    carded_now = f"({_LATE_NOW} AND NOT ({shielded_now}))"
    carded_then = f"({_LATE_THEN} AND NOT ({shielded_then}))"
    return {
        "moved": _MOVED,
        "settled": _SETTLED,
        "issued": f"c.breach_level > 0 AND {carded_then} AND NOT {carded_now}",
        "spared": f"c.breach_level > 0 AND {carded_now} AND NOT {carded_then}",
        "noted": f"c.breach_level > 0 AND {_LATE_THEN} AND ({shielded_then}) AND NOT {_LATE_NOW}",
    }


def _foresee_few(calendar: WorkCalendar, found: Foreseen, now: datetime) -> None:
    trials = trials_in_force()

    def shielded(clock: Clock, due_at: datetime) -> bool:
        return any(trial.holds(clock, due_at) for trial in trials)

    for clock in _in_pieces(few_clocks()):
        was_due, was_provisional = clock.due_at, clock.provisional
        late_now = clock.look_at is not None and not was_provisional and _is_late(clock, was_due, now)
        recompute(clock, calendar=calendar, pauses=clock.pauses.all())
        if clock.due_at != was_due:
            found.moved.add(clock.due_at, clock.pk)
        found.settled += was_provisional and not clock.provisional
        late_then = not clock.provisional and _is_late(clock, clock.due_at, now)
        card_now = late_now and not shielded(clock, was_due)
        card_then = late_then and not shielded(clock, clock.due_at)
        if clock.breach_level and card_now != card_then:
            (found.issued if card_then else found.spared).add(clock.due_at, clock.pk)
        found.noted += bool(clock.breach_level and late_then and not card_then and not late_now)


def _is_late(clock: Clock, due_at: datetime, now: datetime) -> bool:
    return due_at <= now and (clock.stopped_at is None or clock.stopped_at >= due_at)


def _in_pieces(clocks: Any) -> Iterable[Clock]:
    return clocks.order_by("pk").iterator(chunk_size=2000)  # type: ignore[no-any-return]


def _moment(stored: Any) -> datetime:
    """What a raw statement answers: SQLite gives moments in UTC without saying so."""
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
