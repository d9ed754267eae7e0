"""Case h: replaying finished cases, answering a changed limit, and the same cases counted day by day."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from approvals.initials import initials
from approvals.models import Case, CaseState, Item
from approvals.rounds.actions.replaying import take_replay, usual_span
from approvals.rounds.models import Bar, Replay
from approvals.rounds.reading import read_cases
from approvals.rounds.simulating import simulate, subjects_of_items
from efficiency.clocks.deadlines import handled_day
from efficiency.clocks.kinds import ClockKind, DayEnd
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import office_hours, spans
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit
from efficiency.portal.demo.finished import fill
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar
from tests.benchmarks.city import found_city, person
from tests.benchmarks.measuring import Line, middle, milliseconds, seconds, tidy
from tests.benchmarks.scales import Scale

_ITEMS = 442  # as many as the source's round
_DAY = timedelta(days=1)
_ROUNDS = 3
_LONG_AGO, _LONG_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def run(scale: Scale, part: str) -> list[Line]:
    """Replay the year, then try limits on it; then count a sample day by day."""
    now = datetime.now(UTC)
    found_city(now)
    _add_items()
    fill(scale.finished, clerk=person("window", now), now=now)
    tidy()
    first, last = usual_span(now)
    replays = [seconds(lambda: take_replay(first=first, last=last, actor=None)) for _round in range(_ROUNDS)]
    replay = Replay.objects.get()
    items = list(Item.objects.select_related("unit"))
    tried = {item.pk: max(1, item.promised_limit - 1) for item in items}
    subjects = subjects_of_items(items, tried)
    answers = [seconds(lambda: simulate(replay, subjects, percent=95, at=now)) for _round in range(_ROUNDS)]
    note = f"{replay.replayed:,} cases, {replay.with_pauses:,} of them with pauses, {Bar.objects.count():,} bars"
    different, counted = _differences(scale.sample)
    return [
        Line(f"{part}: finished cases replayed", round(middle(replays), 2), "s", "< 5", note),
        Line(f"{part}: a changed limit answered for {_ITEMS} items", round(middle(answers) * 1000, 1), "ms"),
        Line(f"{part}: differences from a count day by day, of {counted:,}", different, "", "≤ 0", _slowness(replays)),
    ]


def _slowness(replays: list[float]) -> str:
    return f"slowest replay {milliseconds([max(replays)])}"


def _add_items() -> None:
    units = list(Unit.objects.order_by("pk"))
    Item.objects.bulk_create(
        Item(
            code=f"BENCH-{number:04d}",
            name=f"许可事项{number}",
            initials=initials(f"许可事项{number}"),
            unit=units[number % len(units)],
            type="01",
            basis="压力测试",
            promised_limit=3 + number % 18,
            statutory_limit=60,
        )
        for number in range(_ITEMS)
    )


def _differences(sample: int) -> tuple[int, int]:
    """Of a sample of the cases: what the replay says they needed, and what a walk from day to day counts."""
    calendar = current_calendar()
    clocks = Clock.objects.filter(kind=ClockKind.PROMISED, stopped_at__isnull=False).order_by("-pk")[:sample]
    chosen = list(clocks.select_related("matter__case").prefetch_related("pauses"))
    by_hand = Counter((clock.matter.case.item_id, _by_hand(clock, calendar)) for clock in chosen)
    Case.objects.exclude(matter__clocks__in=[clock.pk for clock in chosen]).update(state=CaseState.WITHDRAWN)
    found = read_cases(_LONG_AGO, _LONG_AHEAD, calendar)
    replayed = Counter({(key.item, key.used): cases for key, cases in found.bars.items()})
    return ((by_hand - replayed) + (replayed - by_hand)).total(), len(chosen)


def _by_hand(clock: Clock, calendar: WorkCalendar) -> int:
    assert clock.stopped_at is not None  # asked for
    done = handled_day(calendar, clock.stopped_at, DayEnd(clock.day_end), office_hours(clock.started_at))
    pauses = spans(clock.pauses.all())
    day, counted = local_date(clock.started_at), 0
    while day < done - _DAY:
        day += _DAY
        paused = any(span.after < day and (span.until is None or day <= span.until) for span in pauses)
        counted += calendar.is_working(day) and not paused
    return counted + 1
