"""The one judge: reads the clocks whose moment has come and issues what they have earned."""

import logging
import socket
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from efficiency.cards.judging import Batch, judge, preview
from efficiency.cards.models import CardPolicy, ClockFault, Series, SweepRun
from efficiency.clocks.deadlines import Limit, due_day
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import recompute
from efficiency.clocks.redating import follow_calendar
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import SHANGHAI, database_now, local_date
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

logger = logging.getLogger(__name__)
POISON_DELAY = timedelta(hours=1)


class UnableToSweep(Exception):
    """The judge refuses to judge now; the text says why and is kept in the run's row."""


@dataclass
class SweepResult:
    """What one sweep did: clocks looked at, cards by level, rows that failed, seconds taken."""

    looked: int = 0
    levels: dict[int, int] = field(default_factory=lambda: {0: 0, 1: 0, 2: 0})
    errors: int = 0
    seconds: float = 0.0
    dry_run: bool = False

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def sweep(now: datetime | None = None, *, dry_run: bool = False) -> SweepResult:
    """Judge every clock whose moment has come; any number of sweeps at once gives the same cards.

    `now` is the database's clock unless a test hands a moment in. Looks `SWEEP_MARGIN` after
    each due moment. Raises UnableToSweep, with a row that says why, where this worker's clock
    and the database's differ, or the one machine's clock went backwards.
    """
    began = time.monotonic()
    moment = database_now() if now is None else now
    if now is None:
        refuse_wrong_clock(moment)
    cutoff = moment - settings.SWEEP_MARGIN
    result = SweepResult(dry_run=dry_run)
    if dry_run:
        result.levels |= preview(cutoff)
        result.looked = Clock.objects.filter(look_at__lte=cutoff).count()
    else:
        follow_calendar(now=moment)
        _judge_all(result, moment, cutoff)
    result.seconds = round(time.monotonic() - began, 3)
    return result


def _judge_all(result: SweepResult, moment: datetime, cutoff: datetime) -> None:
    calendar: WorkCalendar | None = None
    run: SweepRun | None = None
    while True:
        ids = _waiting(cutoff)
        if not ids:
            break
        calendar = calendar or current_calendar()
        run = run or SweepRun.objects.create(started_at=moment, worker=socket.gethostname()[:100])
        judged = _try_batch(ids, run, result, moment, cutoff, calendar)
        failpoint("sweep.after-commit")
        result.looked += judged
        _keep_score(run, result)
        if not judged:  # every row is held by somebody else; the next sweep sees to it
            break
        if settings.SWEEP_PAUSE_SECONDS:
            time.sleep(settings.SWEEP_PAUSE_SECONDS)
    failpoint("sweep.before-finish")
    _finish(run, result, moment)


def _waiting(cutoff: datetime) -> list[int]:
    """Candidates, without locks: an idle sweep is one index read."""
    waiting = Clock.objects.filter(look_at__lte=cutoff).order_by("look_at", "pk")
    return list(waiting.values_list("pk", flat=True)[: settings.SWEEP_BATCH])


def _try_batch(
    ids: list[int],
    run: SweepRun,
    result: SweepResult,
    moment: datetime,
    cutoff: datetime,
    calendar: WorkCalendar,
) -> int:
    """Judge a batch; where it fails, judge it row by row and set the poison aside."""
    try:
        return _judge_batch(ids, run, result, moment, cutoff, calendar)
    except (OperationalError, InterfaceError):
        raise  # the database is away, not a row at fault
    except Exception:  # a row that no statement or no calendar takes; which one, the rows will show
        logger.exception("batch of %s clocks failed; judging row by row", len(ids))
    judged = 0
    for pk in ids:
        try:
            judged += _judge_batch([pk], run, result, moment, cutoff, calendar)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # whatever it is, it must not stop the other rows
            logger.exception("clock %s could not be judged", pk)
            _set_aside(pk, error, moment)
            result.errors += 1
            judged += 1
    return judged


def _judge_batch(
    ids: list[int],
    run: SweepRun,
    result: SweepResult,
    moment: datetime,
    cutoff: datetime,
    calendar: WorkCalendar,
) -> int:
    """Lock what is still waiting, re-date what runs on an old calendar, judge the rest."""
    failpoint("sweep.before-lock")
    with transaction.atomic():
        locked = list(
            Clock.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk__in=ids, look_at__lte=cutoff)
            .order_by("look_at", "pk")
            .values_list("pk", "calendar")
        )
        failpoint("sweep.after-lock")
        current = [pk for pk, version in locked if version == calendar.version]
        for pk, version in locked:
            if version != calendar.version:
                _re_date(pk, calendar)
        if current:
            counts = judge(_batch(current, run, moment, cutoff, calendar))
            for level, count in counts.items():
                result.levels[level] += count
        failpoint("sweep.before-commit")
    return len(locked)


def _batch(ids: list[int], run: SweepRun, moment: datetime, cutoff: datetime, calendar: WorkCalendar) -> Batch:
    year = local_date(moment).year
    lock_series(year)
    return Batch(
        ids=ids,
        sweep=run.pk,
        now=moment,
        cutoff=cutoff,
        answer_by=answer_by(moment, calendar),
        year=year,
    )


def lock_series(year: int) -> dict[bool, Series]:
    """The year's number series, demo and real, locked until the transaction ends."""
    of_year = Series.objects.select_for_update().filter(year=year).order_by("demo")
    locked = {series.demo: series for series in of_year}
    if len(locked) < 2:  # the first cards of the year
        for demo in (False, True):
            Series.objects.get_or_create(year=year, demo=demo)
        locked = {series.demo: series for series in of_year.all()}
    return locked


def answer_by(issued_at: datetime, calendar: WorkCalendar) -> datetime:
    """Until when the unit may make its statement: the policy's working days after the issue."""
    days = CardPolicy.at(issued_at).answer_days
    due = due_day(calendar, local_date(issued_at), Limit(days, LimitUnit.WORKING_DAYS)).day
    assert due is not None  # no pauses here
    return datetime.combine(due + timedelta(days=1), datetime.min.time(), SHANGHAI)


def _re_date(pk: int, calendar: WorkCalendar) -> None:
    """A clock that a calendar change missed (it started while the change was made) catches up.

    One whose breach has been carded, or that ended on a published day, keeps its moments (T-11).
    """
    clock = Clock.objects.select_related("policy").get(pk=pk)
    if clock.stage >= 2 or (clock.stopped_at is not None and not clock.provisional):
        clock.calendar = calendar.version
    else:
        recompute(clock, calendar=calendar)
    clock.save()


def _set_aside(pk: int, error: Exception, moment: datetime) -> None:
    with transaction.atomic():
        Clock.objects.filter(pk=pk).update(look_at=moment + POISON_DELAY)
        ClockFault.objects.create(clock_id=pk, at=moment, error=f"{type(error).__name__}: {error}"[:2000])


def refuse_wrong_clock(moment: datetime) -> None:
    """Raise UnableToSweep, and keep why, where this worker's clock is wrong or the database's is: it must not judge."""
    if connection.vendor == "postgresql":
        gap = abs(timezone.now() - moment)
        if gap > settings.CLOCK_TOLERANCE:
            _refuse(moment, f"This worker's clock and the database's differ by {gap.total_seconds():.0f} s.")
    else:
        last = SweepRun.objects.order_by("-started_at").values_list("started_at", flat=True).first()
        if last is not None and moment < last - settings.CLOCK_TOLERANCE:
            _refuse(moment, f"This machine's clock went back behind the last run of {last:%F %T} UTC.")


def _refuse(moment: datetime, reason: str) -> None:
    SweepRun.objects.create(started_at=moment, finished_at=moment, refusal=reason, worker=socket.gethostname()[:100])
    logger.error("sweep refused: %s", reason)
    raise UnableToSweep(reason)


def _keep_score(run: SweepRun, result: SweepResult) -> None:
    run.looked, run.failed = result.looked, result.errors
    run.reminders, run.first, run.grave = (result.levels[level] for level in (0, 1, 2))
    run.save()


def _finish(run: SweepRun | None, result: SweepResult, moment: datetime) -> None:
    """Close the run's row; idle runs share one row, so that idling leaves no trail of rows."""
    finished = max(moment, database_now()) if run else moment
    if run is None:
        newest = SweepRun.objects.order_by("-pk").first()
        if newest is not None and newest.looked == 0 and not newest.refusal:
            run, run.started_at = newest, moment
        else:
            run = SweepRun(started_at=moment, worker=socket.gethostname()[:100])
    run.finished_at = finished
    run.save()
