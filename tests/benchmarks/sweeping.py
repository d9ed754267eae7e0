"""Cases a and g: the judge beside raw SQL that writes the same cards, entries and notices."""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from efficiency.cards.models import CardPolicy, Series, SweepRun
from efficiency.cards.sweep import sweep
from efficiency.common.moments import local_date
from tests.benchmarks import raw
from tests.benchmarks.city import Wave, clocks, found_city, matters
from tests.benchmarks.measuring import (
    Line,
    checkpoint,
    in_turn,
    memory_growth,
    middle,
    milliseconds,
    seconds,
    tidy,
)
from tests.benchmarks.scales import Scale

_IDLE_ROUNDS = 40
_SIDES = ("judge", "raw")
# The most that the peak of memory may rise by from the smallest to the largest k, in MB.
_FLAT = 5
# When a wave is judged; the judge looks its margin, half a minute, behind that.
LATER = timedelta(seconds=40)


def run(scale: Scale, part: str) -> list[Line]:
    """Sweep one city of so many clocks, `part` being their number."""
    total = int(part)
    plan = (scale.sweeps if connection.vendor == "postgresql" else scale.lite_sweeps)[total]
    now = datetime.now(UTC).replace(microsecond=0)
    waves = _build(total, plan, now)
    lines = [_idle(total)]
    grown: dict[int, float] = {}
    for size, rounds in plan.items():
        lines += _measured(total, size, rounds, waves, grown)
    if len(plan) > 1:
        rise = max(grown.values()) - grown[min(plan)]
        note = ", ".join(f"k={size:,}: {mb:.1f} MB" for size, mb in grown.items())
        lines.append(
            Line(f"N={total:,}: peak memory, largest k less smallest", round(rise, 1), "MB", f"≤ {_FLAT}", note)
        )
    return lines


def _build(total: int, plan: dict[int, int], now: datetime) -> list[Wave]:
    found_city(now)
    sizes = [size for size, rounds in plan.items() for _ in range((rounds + 1) * len(_SIDES))]
    # One wave after the other falls due, a minute apart, from tomorrow on: an idle sweep today sees none.
    waves = [Wave(size, now + timedelta(days=1, minutes=number)) for number, size in enumerate(sizes)]
    total = max(total, sum(sizes) + total // 2)
    matters(total, now - timedelta(days=10))
    clocks(total, waves, started_at=now - timedelta(days=10), rest_due_at=now + timedelta(days=200))
    tidy()
    return waves


def _idle(total: int) -> Line:
    """K = 0: what every sweep costs when nothing is due."""
    for _ in range(3):
        sweep()
    taken = [seconds(sweep) for _ in range(_IDLE_ROUNDS)]
    postgres = connection.vendor == "postgresql"
    bar, note = ("< 5", "") if postgres else ("", "nearly all of it one wait for the disk")
    return Line(f"N={total:,} k=0: the judge looks and finds nothing", round(middle(taken) * 1000, 2), "ms", bar, note)


def _measured(total: int, size: int, rounds: int, waves: list[Wave], grown: dict[int, float]) -> list[Line]:
    def judged() -> float:
        wave = _next(waves, size)
        checkpoint()
        return seconds(lambda: sweep(wave.due_at + LATER))

    def by_hand() -> float:
        wave = _next(waves, size)
        checkpoint()
        return seconds(lambda: by_raw_sql(wave))

    _warm_up(waves, size, grown)
    taken = in_turn({"judge": judged, "raw": by_hand}, rounds)
    judge, plain = middle(taken["judge"]), middle(taken["raw"])
    bar = "≤ 2" if size == 10_000 and connection.vendor == "postgresql" else ""
    note = f"{milliseconds(taken['judge'])} beside {milliseconds(taken['raw'])}, {size / judge:,.0f} cards/s"
    return [Line(f"N={total:,} k={size:,}: the judge beside raw SQL", round(judge / plain, 2), "×", bar, note)]


def _warm_up(waves: list[Wave], size: int, grown: dict[int, float]) -> None:
    """One wave for each side, unmeasured; both must have written the same."""
    wave = _next(waves, size)
    grown[size] = memory_growth(lambda: sweep(wave.due_at + LATER))
    judged = raw.written(SweepRun.objects.latest("pk").pk)
    by_hand = raw.written(by_raw_sql(_next(waves, size)))
    if judged != by_hand or judged["cards"] != size:
        raise AssertionError(f"The sides did not write the same: {judged} and {by_hand}")


def _next(waves: list[Wave], size: int) -> Wave:
    """The next wave of this size. Waves fall due in their order, so none waits before it."""
    assert waves[0].size == size
    return waves.pop(0)


def by_raw_sql(wave: Wave) -> int:
    """The same rows by a handful of statements in one transaction, without a look at anything else."""
    now = wave.due_at + LATER
    answer_by = now + timedelta(days=CardPolicy.objects.values_list("answer_days", flat=True).get(pk=1))
    with transaction.atomic():
        run = SweepRun.objects.create(started_at=now, finished_at=now, worker="raw", looked=wave.size, first=wave.size)
        series = Series.objects.get(demo=False, year=local_date(now).year)
        raw.write(run=run.pk, last=series.last, now=now, cutoff=wave.due_at, answer_by=answer_by)
        Series.objects.filter(pk=series.pk).update(last=series.last + wave.size)
    return int(run.pk)
