"""Climbing the ladder: who is told that a promise is about to be broken, or stays broken.

Looked at set-based by the beat. A notice's key names clock, attempt, extension and rung, so that
nobody is told twice. After the due moment only what earned a card that stands is told, so a part
of the city that is on trial, or a card that was revoked, climbs nowhere.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from efficiency.cards.kinds import State
from efficiency.cards.ladder import Rung, Span, read_ladder, span
from efficiency.cards.models import Card, Launch
from efficiency.changes.settings import value_of
from efficiency.clocks.hours import OFFICE_HOURS, read_hours
from efficiency.clocks.models import Clock
from efficiency.common.moments import act
from efficiency.notifications.actions import notify_all
from efficiency.notifications.models import Notice
from efficiency.notifications.outbox import Letter
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import responsible_for
from efficiency.workdays.current import current_calendar

LADDER = "cards.ladder"
BATCH = 500
_AFTER = {"handler": "ladder.late", "head": "ladder.late", "leader": "ladder.late-leader"}


def escalate(now: datetime | None = None) -> int:
    """Tell whoever a rung reaches; return of how many clocks. Run twice, it tells once."""
    with act(now) as moment:
        calendar, hours = current_calendar(), read_hours(value_of(OFFICE_HOURS, moment))
        spans = [(rung, span(calendar, rung, moment, hours)) for rung in read_ladder(value_of(LADDER, moment))]
        units = list(Unit.objects.in_use().values_list("pk", flat=True))
    return sum(_climb(rung, reached, units, now) for rung, reached in spans)


def _climb(rung: Rung, reached: Span, units: list[int], now: datetime | None) -> int:
    told = after = 0
    while True:
        with act(now) as moment:
            clocks = list(_untold(rung, reached, units).filter(pk__gt=after)[:BATCH])
            letters = list(_letters(rung, clocks, moment))
            notify_all(letters, now=moment)
        told += len(letters)
        if len(clocks) < BATCH:
            return told
        after = clocks[-1].pk


def _untold(rung: Rung, reached: Span, units: list[int]) -> QuerySet[Clock]:
    """Running clocks whose due moment the rung reaches and of which nobody was told on this rung.

    The units are named so that the index of running clocks (unit, due moment) serves.
    """
    running = Clock.objects.running().filter(
        unit__in=units, due_at__gt=reached.after, due_at__lte=reached.until, breach_level__gt=0
    )
    text = partial(Cast, output_field=CharField())
    key = Concat(
        Value("ladder-"), text(OuterRef("pk")), Value("-"), text(OuterRef("attempt")),
        Value("-"), text(OuterRef("extended")), Value(f"-{rung.code}"),
    )  # fmt: skip
    untold = running.filter(~Exists(Notice.objects.filter(key=key)), paused=False, provisional=False)
    if not rung.before:
        cards = Card.objects.numbered().filter(clock=OuterRef("pk"), attempt=OuterRef("attempt"))
        untold = untold.filter(Exists(cards.exclude(state__in=(State.REVOKED, State.SUPERSEDED))))
    return untold.select_related("matter__officer", "unit").order_by("pk")


def _letters(rung: Rung, clocks: Sequence[Clock], now: datetime) -> Iterator[Letter]:
    trials = list(Launch.objects.on_trial(now).select_related("unit")) if rung.before else []
    answering: dict[int, list[User]] = {}
    for clock in clocks:
        if any(_covers(launch, clock) for launch in trials):
            continue
        people = _people(rung, clock, now, answering)
        if people:
            yield Letter(
                key=f"ladder-{clock.pk}-{clock.attempt}-{clock.extended}-{rung.code}",
                recipients=people,
                kind="ladder.near" if rung.before else _AFTER[rung.to],
                params={
                    "matter": clock.matter.reference,
                    "title": clock.matter.title,
                    "unit": clock.unit.name,
                    "due": clock.due_at.isoformat(),
                },
                path=clock.matter.path,
                demo=clock.matter.demo,
            )


def _people(rung: Rung, clock: Clock, now: datetime, answering: dict[int, list[User]]) -> list[User]:
    if rung.to == "handler":
        officer = clock.matter.officer
        return [officer] if officer is not None else []
    if clock.unit_id not in answering:
        answering[clock.unit_id] = responsible_for(clock.unit, rung.to, now)
    return answering[clock.unit_id]


def _covers(launch: Launch, clock: Clock) -> bool:
    of_subsystem = launch.subsystem in ("", clock.matter.subsystem)
    return of_subsystem and (launch.unit is None or clock.unit.path.startswith(launch.unit.path))
