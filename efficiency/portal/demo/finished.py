"""Cases of the past that are finished already: written in bulk, each in time under the limit of then.

Limits were longer before they were cut, so the simulator has something to say: some of these cases
needed more than what is promised today. No clock is late, so none earns a card.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model

from approvals.codes import Depth
from approvals.kinds import CaseState, DeliveryWay, Intake, Outcome
from approvals.models import Case, Item
from efficiency.clocks.actions import policy_in_force
from efficiency.clocks.deadlines import Limit, PausedSpan, due_day
from efficiency.clocks.kinds import ClockKind, Ground, LimitUnit, Subsystem
from efficiency.clocks.models import Clock, Matter, Pause, Policy
from efficiency.clocks.moving import recompute
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import SHANGHAI, database_now, local_date
from efficiency.organization.models import User
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

_CHUNK = 5_000
_FIRST_BACK, _LAST_BACK = 250, 40  # working days ago on which they were accepted
_LATE_BY_NOW = 0.05  # needed more than what is promised today
_PAUSED = 0.02
_PAUSE_DAYS = 6
_OUTCOME = {
    "state": CaseState.FINISHED,
    "outcome": Outcome.GRANTED,
    "result": "演示证字〔往年〕",
    "delivered_how": DeliveryWay.COUNTER,
}


class Past(NamedTuple):
    """One finished case: what, when, under which limit, and whether it stood still for some days."""

    item: Item
    start: datetime
    stop: datetime
    limit: int
    pause: tuple[datetime, datetime] | None


@dataclass
class Archive:
    """Draws finished cases; the same seed draws the same."""

    dice: random.Random
    calendar: WorkCalendar
    today: date
    items: Sequence[Item]
    weights: list[int] = field(default_factory=list)
    pace: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Some items are asked for often, some units are quick."""
        self.weights = [self.dice.choice((2, 5, 10, 20, 40)) for _item in self.items]
        units = sorted({item.unit_id for item in self.items})
        self.pace = {unit: self.dice.uniform(0.55, 1.0) for unit in units}

    def drawn(self, size: int) -> Iterator[Past]:
        """So many cases."""
        for item in self.dice.choices(self.items, self.weights, k=size):
            yield self._one(item)

    def _one(self, item: Item) -> Past:
        dice = self.dice
        promised = item.promised_limit
        limit = promised + max(1, round(promised * 0.4))  # of then
        if dice.random() < _LATE_BY_NOW:
            used = dice.randint(promised + 1, limit)
        else:
            used = max(1, round(dice.betavariate(4, 2) * promised * self.pace[item.unit_id]))
        day = self.calendar.subtract(self.today, dice.randint(_LAST_BACK, _FIRST_BACK))
        pause = self._pause(day) if dice.random() < _PAUSED else None
        spans = [PausedSpan(local_date(pause[0]), local_date(pause[1]))] if pause else []
        done = due_day(self.calendar, day, Limit(used, LimitUnit.WORKING_DAYS), spans).day
        assert done is not None  # no pause is left open
        return Past(item, _at(day, self._minute()), _at(done, self._minute()), limit, pause)

    def _pause(self, day: date) -> tuple[datetime, datetime]:
        first = self.calendar.add(day, 1)
        return _at(day, 17 * 60), _at(self.calendar.add(first, _PAUSE_DAYS), 10 * 60)

    def _minute(self) -> int:
        return self.dice.randrange(9 * 60, 16 * 60 + 50)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), SHANGHAI)


def archive_of(items: Iterable[Item], *, seed: int, now: datetime) -> Archive:
    """What the past of these items is drawn from: those that promise working days."""
    fit = [item for item in items if item.promised_unit == LimitUnit.WORKING_DAYS and not item.immediate]
    # Not for secrets: the same seed must give the same rows.
    return Archive(random.Random(seed), current_calendar(), local_date(now), fit)  # noqa: S311


def fill(size: int, *, clerk: User, seed: int = 1, now: datetime | None = None) -> int:
    """Write so many finished cases of the published items, marked as demo; returns how many."""
    now = now or database_now()
    items = Item.objects.published().select_related("unit").order_by("pk")
    archive = archive_of(items, seed=seed, now=now)
    if not archive.items:
        return 0
    pouring = _Pouring(clerk, archive.calendar, now)
    with transaction.atomic():
        for at in range(0, size, _CHUNK):
            pouring.pour(list(archive.drawn(min(_CHUNK, size - at))))
    return size


class _Pouring:
    """Writes cases with their matters and clocks: a few statements for each five thousand."""

    def __init__(self, clerk: User, calendar: WorkCalendar, now: datetime) -> None:
        self.clerk, self.calendar, self.now = clerk, calendar, now
        self.serial = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.policy: Policy = policy_in_force(ClockKind.PROMISED)
        self._moments: dict[tuple[int, date], Clock] = {}

    def pour(self, past: Sequence[Past]) -> None:
        """Write these."""
        references = [self._reference(one.start) for one in past]
        _insert(Matter(subsystem=Subsystem.APPROVAL, officer=self.clerk, demo=True), self._matters(past, references))
        matters = dict(
            Matter.objects.filter(reference__in=(references[0], references[-1])).values_list("reference", "pk")
        )
        pks = range(matters[references[0]], matters[references[-1]] + 1)
        if len(pks) != len(past):  # somebody wrote between: ask for each
            found = dict(Matter.objects.filter(reference__in=references).values_list("reference", "pk"))
            numbers = [found[reference] for reference in references]
        else:
            numbers = list(pks)
        _insert(Case(clerk=self.clerk, **_OUTCOME), self._cases(past, references, numbers))
        _insert(self._template(past[0]), self._clocks(past, numbers))
        self._pauses(past, numbers)

    def _reference(self, start: datetime) -> str:
        self.serial += 1
        return f"BJ-{local_date(start):%y%m%d}-F{self.serial:08d}"

    def _matters(self, past: Sequence[Past], references: Sequence[str]) -> Iterator[dict[str, Any]]:
        for one, reference in zip(past, references, strict=True):
            yield {
                "reference": reference,
                "title": one.item.name,
                "unit_id": one.item.unit_id,
                "path": f"/cases/{reference}/",
                "opened_at": one.start,
                "closed_at": one.stop,
            }

    def _cases(
        self, past: Sequence[Past], references: Sequence[str], numbers: Sequence[int]
    ) -> Iterator[dict[str, Any]]:
        for one, reference, matter in zip(past, references, numbers, strict=True):
            yield {
                "matter_id": matter,
                "item_id": one.item.pk,
                "item_version": one.item.version,
                "code_digest": query_code_digest(query_code(reference)),
                "submission": f"finished-{reference}",
                "channel": _came(one.item, matter, local_date(one.start).month),
                "materials": one.item.materials,
                "wanted": one.item.materials,
                "delivered_at": one.stop,
                "received_at": one.start,
                "accepted_at": one.start,
                "accepted_from": one.start,
                "finished_at": one.stop,
                "promised_limit": one.limit,
                "promised_unit": LimitUnit.WORKING_DAYS.value,
                "statutory_limit": one.item.statutory_limit,
                "statutory_unit": one.item.statutory_unit,
            }

    def _clocks(self, past: Sequence[Past], numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
        for one, matter in zip(past, numbers, strict=True):
            clock = self._template(one)
            yield {
                "matter_id": matter,
                "unit_id": one.item.unit_id,
                "limit": one.limit,
                "started_at": one.start,
                "stopped_at": one.stop,
                "warn_at": clock.warn_at,
                "due_at": clock.due_at,
                "grave_at": clock.grave_at,
            }

    def _template(self, one: Past) -> Clock:
        """A stopped clock whose moments are computed once for each limit and day."""
        key = (one.limit, local_date(one.start))
        known = self._moments.get(key)
        if known is None or one.pause:
            known = self._clock(one)
            if not one.pause:
                self._moments[key] = known
        return known

    def _clock(self, one: Past) -> Clock:
        clock = Clock(
            policy=self.policy,
            kind=ClockKind.PROMISED,
            limit=one.limit,
            limit_unit=LimitUnit.WORKING_DAYS,
            day_end=self.policy.day_end,
            started_at=one.start,
            stopped_at=one.stop,
            breach_level=self.policy.breach_level,
            stage=3,
        )
        pauses = [Pause(paused_from=one.pause[0], resumed_at=one.pause[1])] if one.pause else []
        recompute(clock, calendar=self.calendar, pauses=pauses)
        clock.look_at, clock.stage = None, 3
        return clock

    def _pauses(self, past: Sequence[Past], numbers: Sequence[int]) -> None:
        paused = {matter: one.pause for one, matter in zip(past, numbers, strict=True) if one.pause}
        clocks = Clock.objects.filter(matter__in=paused, kind=ClockKind.PROMISED).values_list("matter", "pk")
        Pause.objects.bulk_create(
            Pause(
                clock_id=clock,
                ground=Ground.EXPERT_REVIEW,
                document="昆专评告〔演示〕往年",
                paused_from=paused[matter][0],
                planned_until=local_date(paused[matter][1]),
                resumed_at=paused[matter][1],
            )
            for matter, clock in clocks
        )


def _came(item: Item, number: int, month: int) -> Intake:
    """How a past case came: online where the item goes so deep, more of them towards the end of the year."""
    online = item.depth >= Depth.PAPERS and number % 20 < 7 + month // 4
    return Intake.ONLINE if online else Intake.COUNTER


def _insert(template: Model, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that differ from `template` in the columns they name, without a model for each."""
    prepared: list[list[Any]] = []
    names: list[str] = []
    constant: dict[str, Any] = {}
    fields = {str(one.column): one for one in template._meta.concrete_fields if not one.primary_key}
    for row in rows:
        if not names:
            names = list(row)
            constant = {
                column: one.get_db_prep_save(getattr(template, one.attname), connection)
                for column, one in fields.items()
                if column not in row
            }
        prepared.append([_adapted(row[name]) for name in names] + list(constant.values()))
    if prepared:
        _write(template._meta.db_table, [*names, *constant], prepared)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _write(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES"
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values  # the driver of this one database

            execute_values(cursor.cursor, f"{into} %s", rows, page_size=1_000)
        else:
            cursor.executemany(f"{into} ({places})", rows)
