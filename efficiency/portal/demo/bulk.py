"""Large sets of marked rows, written in bulk: for benchmarks and for looking at long lists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction

from approvals.models import Case, CaseState, Item
from complaints.kinds import Identity, IntakeChannel, Kind, State
from complaints.models import Complaint, Dispatch
from efficiency.clocks.actions import policy_in_force
from efficiency.clocks.kinds import ClockKind, LimitUnit, Subsystem
from efficiency.clocks.models import Clock, Matter, Policy
from efficiency.clocks.moving import recompute
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import SHANGHAI, database_now, local_date
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.portal.demo.finished import fill
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

_CHUNK = 5_000
_LIMIT = 5
_DAYS_LEFT = _LIMIT - 1
_HANDLING = (UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN)


class UnableToGenerate(Exception):
    """Nothing was written; the text says why."""


@dataclass
class Mill:
    """What every generated row needs, read once."""

    dice: random.Random
    now: datetime
    calendar: WorkCalendar
    units: list[Unit]
    serial: int
    _templates: dict[tuple[str, date], Clock] = field(default_factory=dict)
    _policies: dict[str, Policy] = field(default_factory=dict)

    @property
    def last(self) -> date:
        """The working day before today: what is due on it has just run out."""
        return self.calendar.subtract(local_date(self.now), 1)

    def started(self) -> datetime:
        """When something began that still has days left."""
        day = self.calendar.subtract(self.last, self.dice.randrange(_DAYS_LEFT))
        minute = self.dice.randrange(9 * 60, 17 * 60)
        return datetime.combine(day, time(minute // 60, minute % 60), SHANGHAI)

    def clock(self, kind: ClockKind, matter: Matter, started_at: datetime) -> Clock:
        """A running clock whose moments are computed once for each kind and day."""
        day = local_date(started_at)
        key = (kind, day)
        template = self._templates.get(key)
        if template is None:
            template = self._templates[key] = self._template(kind, started_at)
        return Clock(
            matter=matter,
            unit_id=matter.unit_id,
            policy=template.policy,
            kind=kind,
            limit=template.limit,
            limit_unit=template.limit_unit,
            day_end=template.day_end,
            started_at=started_at,
            warn_at=template.warn_at,
            due_at=template.due_at,
            grave_at=template.grave_at,
            breach_level=template.breach_level,
            look_at=template.due_at,
            stage=1,
            provisional=template.provisional,
            calendar=template.calendar,
        )

    def _template(self, kind: ClockKind, started_at: datetime) -> Clock:
        policy = self._policies.setdefault(kind, policy_in_force(kind))
        clock = Clock(
            policy=policy,
            kind=kind,
            limit=_LIMIT,
            limit_unit=LimitUnit.WORKING_DAYS,
            day_end=policy.day_end,
            started_at=started_at,
            breach_level=policy.breach_level,
            stage=1,
        )
        recompute(clock, calendar=self.calendar, pauses=[])
        return clock

    def matter(self, prefix: str, title: str, subsystem: Subsystem, unit: Unit, opened_at: datetime) -> Matter:
        """A marked matter under a running number."""
        self.serial += 1
        reference = f"{prefix}-{local_date(opened_at):%y%m%d}-G{self.serial:08d}"
        folder = "cases" if subsystem == Subsystem.APPROVAL else "complaints"
        return Matter(
            reference=reference,
            title=title,
            subsystem=subsystem,
            unit=unit,
            path=f"/{folder}/{reference}/",
            opened_at=opened_at,
            demo=True,
        )


def generate(
    *,
    clocks: int = 0,
    due: int = 0,
    complaints: int = 0,
    cases: int = 0,
    finished: bool = False,
    seed: int = 1,
    now: datetime | None = None,
) -> dict[str, int]:
    """Write so many bare clocks (`due` of them newly due), complaints and cases, all marked as demo.

    Cases are under way, or with `finished` cases of the past year that ended in time.
    The same seed draws the same units and days. One transaction. Raises UnableToGenerate.
    """
    if min(clocks, due, complaints, cases) < 0 or due > clocks:
        raise UnableToGenerate("Give numbers of 0 or more, and no more due clocks than clocks.")
    units = list(Unit.objects.in_use().filter(kind__in=_HANDLING).order_by("path"))
    if not units:
        raise UnableToGenerate("There are no departments yet. Load the demo city first: manage.py load_demo")
    newest = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    # Not for secrets: the same seed must give the same rows.
    mill = Mill(random.Random(seed), now or database_now(), current_calendar(), units, newest)  # noqa: S311
    with transaction.atomic():
        _clocks(mill, due, back=_LIMIT)
        for back in range(_DAYS_LEFT):
            _clocks(mill, (clocks - due + back) // _DAYS_LEFT, back=back)
        for size in _chunks(complaints):
            _complaints(mill, size)
        if finished and cases:
            _finished(mill, cases, seed)
        else:
            for size in _chunks(cases):
                _cases(mill, size)
    return {"clocks": clocks, "due": due, "complaints": complaints, "cases": cases}


def _chunks(total: int) -> Iterator[int]:
    for at in range(0, total, _CHUNK):
        yield min(_CHUNK, total - at)


def _clocks(mill: Mill, size: int, *, back: int) -> None:
    """Bare clocks that all started on one day: two statements, whatever the number."""
    if not size:
        return
    start = datetime.combine(mill.calendar.subtract(mill.last, back), time(9 + mill.dice.randrange(8)), SHANGHAI)
    matter = mill.matter("SJ", "压力测试事项", Subsystem.HOTLINE, mill.units[0], start)
    clock = mill.clock(ClockKind.REPLY, matter, start)
    series = f"{matter.reference}-"
    with connection.cursor() as cursor:
        _insert_matters(cursor, matter, series, mill, size)
        _insert_clocks(cursor, clock, series)


def _insert_matters(cursor: Any, matter: Matter, series: str, mill: Mill, size: int) -> None:
    # Each unit in turn, from a place that the seed draws.
    drawn = {
        "reference": "%s || n.i",
        "path": "%s || n.i || '/'",
        "unit_id": "u.id",
    }
    columns, words, values = _select(matter, drawn, {"reference": series, "path": f"/complaints/{series}"})
    places = ", ".join(f"({place}, {unit.pk})" for place, unit in enumerate(mill.units))
    cursor.execute(
        f"INSERT INTO {Matter._meta.db_table} ({columns}) "  # noqa: S608 - our own column names and numbers
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s), "
        f"u(place, id) AS (VALUES {places}) "
        f"SELECT {words} FROM n JOIN u ON u.place = (n.i + %s) %% %s",
        [size, *values, mill.dice.randrange(len(mill.units)), len(mill.units)],
    )


def _insert_clocks(cursor: Any, clock: Clock, series: str) -> None:
    columns, words, values = _select(clock, {"matter_id": "m.id", "unit_id": "m.unit_id"}, {})
    cursor.execute(
        f"INSERT INTO {Clock._meta.db_table} ({columns}) "  # noqa: S608 - our own column names
        f"SELECT {words} FROM {Matter._meta.db_table} m WHERE m.reference LIKE %s ORDER BY m.id",
        [*values, f"{series}%"],
    )


def _select(row: Matter | Clock, drawn: dict[str, str], given: dict[str, str]) -> tuple[str, str, list[Any]]:
    """Columns, expressions and parameters that insert `row` many times; `drawn` columns differ row by row."""
    columns, words, values = [], [], []
    for each in row._meta.concrete_fields:
        if each.primary_key:
            continue
        column = str(each.column)
        columns.append(connection.ops.quote_name(column))
        words.append(drawn.get(column, "%s"))
        if column in given:
            values.append(given[column])
        elif column not in drawn:
            values.append(each.get_db_prep_save(getattr(row, each.attname), connection))
    return ", ".join(columns), ", ".join(words), values


def _complaints(mill: Mill, size: int) -> None:
    operator = User.objects.able().holding("operator").order_by("pk").first()
    if operator is None:
        raise UnableToGenerate("Nobody holds the role of hotline operator, who must have dispatched the complaints.")
    starts = [mill.started() for _number in range(size)]
    matters = Matter.objects.bulk_create(
        mill.matter("TS", "压力测试诉求", Subsystem.HOTLINE, mill.dice.choice(mill.units), start) for start in starts
    )
    pairs = list(zip(matters, starts, strict=True))
    made = Complaint.objects.bulk_create(
        Complaint(
            matter=matter,
            submission=f"generated-{matter.reference}",
            fingerprint="",
            code_digest=query_code_digest(query_code(matter.reference)),
            kind=mill.dice.choice(Kind.values),
            channel=IntakeChannel.WEB,
            content="压力测试诉求，内容无意义。",
            shared_content="压力测试诉求，内容无意义。",
            place="玉山镇",
            identity=Identity.ANONYMOUS,
            filed_at=start - timedelta(minutes=30),
            state=State.SIGNED,
            dispatched_at=start,
            signed_at=start,
        )
        for matter, start in pairs
    )
    Dispatch.objects.bulk_create(
        Dispatch(complaint=complaint, unit_id=matter.unit_id, by=operator, at=start)
        for complaint, (matter, start) in zip(made, pairs, strict=True)
    )
    Clock.objects.bulk_create(mill.clock(ClockKind.REPLY, matter, start) for matter, start in pairs)


def _finished(mill: Mill, size: int, seed: int) -> None:
    clerk = User.objects.able().holding("window").order_by("pk").first()
    if clerk is None or not fill(size, clerk=clerk, seed=seed, now=mill.now):
        raise UnableToGenerate("Cases need items that promise working days, and somebody at the counter.")


def _cases(mill: Mill, size: int) -> None:
    items = list(Item.objects.published().select_related("unit").order_by("pk"))
    clerk = User.objects.able().holding("window").order_by("pk").first()
    if not items or clerk is None:
        raise UnableToGenerate("Cases need items in the catalogue and somebody at the counter.")
    chosen = [(mill.dice.choice(items), mill.started()) for _number in range(size)]
    matters = Matter.objects.bulk_create(
        mill.matter("BJ", item.name, Subsystem.APPROVAL, item.unit, start) for item, start in chosen
    )
    pairs = list(zip(matters, chosen, strict=True))
    Case.objects.bulk_create(
        Case(
            matter=matter,
            item=item,
            item_version=item.version,
            code_digest=query_code_digest(query_code(matter.reference)),
            submission=f"generated-{matter.reference}",
            materials=item.materials,
            clerk=clerk,
            state=CaseState.ACCEPTED,
            received_at=start,
            accepted_at=start,
            accepted_from=start,
            promised_limit=_LIMIT,
            promised_unit=LimitUnit.WORKING_DAYS,
            statutory_limit=item.statutory_limit,
            statutory_unit=item.statutory_unit,
        )
        for matter, (item, start) in pairs
    )
    Clock.objects.bulk_create(mill.clock(ClockKind.PROMISED, matter, start) for matter, (_item, start) in pairs)
