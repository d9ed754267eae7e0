"""The second look: cards that should exist and do not, and cards that should not exist.

Written from the rules, not from the judge: it compares recorded moments of clocks with cards and
asks neither `stage` nor `look_at` what is due. Only when something is found do these two say why.

A quick look asks for the running clocks past a moment, the cards since the last full look and
this year's numbers: its cost follows what is open and late. A full look asks for every clock and
every card, once a night.
"""

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet

from efficiency.cards.kinds import LevelNumber, State, Trouble
from efficiency.cards.models import Card, ClockFault, Launch, Reconciliation, Series
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock, Pause
from efficiency.clocks.moving import NEVER
from efficiency.common.moments import database_now, local_date
from efficiency.organization.models import Unit

# How long after the judge's own margin a card may still be on its way.
GRACE = timedelta(seconds=120)
MOST = 200  # of one kind are listed; more than that is one trouble, not many
_VOID = (State.REVOKED, State.SUPERSEDED)
Found = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """What one look covers."""

    now: datetime
    full: bool
    after_card: int  # cards up to this one were looked at by the last full look

    @property
    def horizon(self) -> datetime:
        """What was due by then must have its card now."""
        return self.now - settings.SWEEP_MARGIN - GRACE

    def clocks(self) -> QuerySet[Clock]:
        """The clocks of this look: all of them, or those that run, by the index of running clocks."""
        clocks = Clock.objects.filter(cancelled_at=None, provisional=False)
        if self.full:
            return clocks
        return clocks.filter(stopped_at=None, unit__in=Unit.objects.order_by().values("pk"))

    def cards(self) -> QuerySet[Card]:
        """The cards of this look that a clock earned."""
        cards = Card.objects.filter(clock__isnull=False)
        return cards if self.full else cards.filter(pk__gt=self.after_card)


def reconcile(now: datetime | None = None, *, full: bool = False) -> Reconciliation:
    """Look for cards that are missing or too many and keep what was found; changes nothing else."""
    began = database_now() if now is None else now
    last_full = Reconciliation.objects.filter(full=True).order_by("-pk").first()
    scope = Scope(began, full or last_full is None, last_full.last_card if last_full else 0)
    newest = Card.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = [finding for question in QUESTIONS for finding in question(scope)]
    run = _row(scope, found)
    run.last_card = newest if scope.full else scope.after_card
    run.started_at, run.worker = began, socket.gethostname()[:100]
    run.finished_at = database_now() if now is None else now
    run.found, run.findings = len(found), found
    run.save()
    return run


def _row(scope: Scope, found: list[Found]) -> Reconciliation:
    """Quick looks that find nothing share one row, so that good days leave no trail of rows."""
    newest = Reconciliation.objects.order_by("-pk").first()
    if newest is not None and not (found or scope.full or newest.found or newest.full):
        return newest
    return Reconciliation(full=scope.full)


def _missing(scope: Scope) -> Iterator[Found]:
    """Promises broken by the recorded moments, without the card of that level and attempt."""
    for moment, level in (("due_at", F("breach_level")), ("grave_at", LevelNumber.GRAVE)):
        late = scope.clocks().filter(Q(stopped_at=None) | Q(stopped_at__gte=F(moment)), _passed(moment, scope))
        card = Card.objects.filter(
            clock=OuterRef("pk"),
            attempt=OuterRef("attempt"),
            level=OuterRef("breach_level") if isinstance(level, F) else level,
        )
        fault = ClockFault.objects.filter(clock=OuterRef("pk"), solved_at=None)
        rows = late.filter(~Exists(card), ~Exists(_trial(moment))).annotate(is_aside=Exists(fault), at=F(moment))
        for row in rows.order_by(moment, "pk").values("pk", "at", "look_at", "is_aside", "matter__reference")[:MOST]:
            yield _clock(_why_missing(row, scope), row)


def _trial(moment: str) -> QuerySet[Launch]:
    """The launches under which a clock's breach at this moment is only noted: no card is expected."""
    path = ExpressionWrapper(OuterRef("unit__path"), output_field=CharField())
    covering = Launch.objects.annotate(path=path).filter(Q(unit=None) | Q(path__startswith=F("unit__path")))
    covering = covering.filter(Q(subsystem="") | Q(subsystem=OuterRef("matter__subsystem")))
    return covering.filter(Q(cards_from=None) | Q(cards_from__gt=OuterRef(moment)))


def _passed(moment: str, scope: Scope) -> Q:
    return Q(**{f"{moment}__lte": scope.horizon})


def _why_missing(row: Mapping[str, Any], scope: Scope) -> Trouble:
    if row["is_aside"]:
        return Trouble.SET_ASIDE
    is_in_queue = row["look_at"] is not None and row["look_at"] <= scope.now
    return Trouble.WAITING if is_in_queue else Trouble.MISSING


def _unreminded(scope: Scope) -> Iterator[Found]:
    """Running clocks past their reminder and before their limit, not paused, that nobody was reminded of."""
    today = local_date(scope.horizon)
    quiet = Pause.objects.filter(clock=OuterRef("pk")).filter(
        Q(resumed_at=None, planned_until=None) | Q(planned_until__gte=today) | Q(resumed_at__gt=scope.horizon)
    )
    reminder = Card.objects.filter(clock=OuterRef("pk"), attempt=OuterRef("attempt"), level=LevelNumber.REMINDER)
    fault = ClockFault.objects.filter(clock=OuterRef("pk"), solved_at=None)
    rows = (
        scope.clocks()
        .filter(stopped_at=None, warn_at__lte=scope.horizon, due_at__gt=scope.now, due_at__lt=NEVER)
        .filter(started_at__lte=scope.horizon)
        .filter(~Exists(quiet), ~Exists(reminder), ~Exists(fault), ~Exists(_trial("warn_at")))
        .annotate(at=F("warn_at"))
    )
    for row in rows.order_by("warn_at", "pk").values("pk", "at", "matter__reference")[:MOST]:
        yield _clock(Trouble.UNREMINDED, row)


def _asleep(scope: Scope) -> Iterator[Found]:
    """Running clocks with a limit to come at which the judge will not look; found by full looks."""
    if not scope.full:
        return
    aside = ClockFault.objects.filter(clock=OuterRef("pk"), solved_at=None)
    running = scope.clocks().filter(~Exists(aside), stopped_at=None)
    carded = Card.objects.filter(clock=OuterRef("pk"), attempt=OuterRef("attempt"), level=OuterRef("breach_level"))
    to_come = Q(due_at__gt=scope.now, due_at__lt=NEVER) & (Q(look_at=None) | Q(look_at__gt=F("due_at")))
    graver = Q(due_at__lte=scope.now, grave_at__gt=scope.now) & (Q(look_at=None) | Q(look_at__gt=F("grave_at")))
    rows = running.filter(to_come | (graver & Exists(carded))).annotate(at=F("due_at"))
    for row in rows.order_by("due_at", "pk").values("pk", "at", "matter__reference")[:MOST]:
        yield _clock(Trouble.ASLEEP, row)


def _untrue(scope: Scope) -> Iterator[Found]:
    """Cards without a true breach: finished or cancelled before it, issued before it, on another moment."""
    done_before = Q(clock__stopped_at__lt=F("breached_at")) | Q(clock__cancelled_at__lt=F("breached_at"))
    on_its_moment = Q(level=F("clock__breach_level"), breached_at=F("clock__due_at")) | Q(
        level=LevelNumber.GRAVE, breached_at=F("clock__grave_at")
    )
    judged = scope.cards().exclude(state=State.REVOKED).filter(attempt=F("clock__attempt"))
    numbered = Q(level__gt=LevelNumber.REMINDER)
    wrong = done_before | Q(issued_at__lt=F("breached_at")) | (numbered & ~on_its_moment)
    yield from _cards(Trouble.UNTRUE, judged.filter(wrong))
    elsewhere = ~Q(unit=F("clock__unit")) | ~Q(matter=F("clock__matter"))
    yield from _cards(Trouble.ELSEWHERE, scope.cards().filter(elsewhere))


def _left_over(scope: Scope) -> Iterator[Found]:
    """Numbered cards of an attempt that was given up, which still stand."""
    standing = scope.cards().filter(level__gt=LevelNumber.REMINDER).exclude(state__in=_VOID)
    yield from _cards(Trouble.LEFT_OVER, standing.filter(attempt__lt=F("clock__attempt")))
    yield from _cards(Trouble.LEFT_OVER, scope.cards().filter(state=State.SUPERSEDED, superseded_by=None))


def _doubled(scope: Scope) -> Iterator[Found]:
    """Two cards of one breach; or a first-level card that stands beside the red one of its promise (T-27)."""
    earlier = Card.objects.filter(
        clock=OuterRef("clock"), level=OuterRef("level"), attempt=OuterRef("attempt"), pk__lt=OuterRef("pk")
    )
    yield from _cards(Trouble.DOUBLED, scope.cards().filter(Exists(earlier)))
    grave = Card.objects.filter(standing_level=LevelNumber.GRAVE).exclude(state__in=_VOID)
    same_clock = grave.filter(clock=OuterRef("clock"), attempt=OuterRef("attempt"))
    same_promise = grave.filter(matter=OuterRef("matter"), clock__kind=ClockKind.STATUTORY)
    # One that was closed before the red card came stays closed.
    first = scope.cards().filter(level=LevelNumber.FIRST).exclude(state__in=[*_VOID, State.CLOSED])
    yield from _cards(Trouble.DOUBLED, first.filter(Exists(same_clock)))
    yield from _cards(Trouble.DOUBLED, first.filter(Exists(same_promise), clock__kind=ClockKind.PROMISED))


def _behind(scope: Scope) -> Iterator[Found]:
    """Clocks whose stage still awaits a breach that has its card already."""
    cards = scope.cards().filter(attempt=F("clock__attempt"), clock__stage__lte=1)
    yield from _cards(Trouble.BEHIND, cards.filter(level__gt=LevelNumber.REMINDER))


def _gaps(scope: Scope) -> Iterator[Found]:
    """Number series with a hole, or whose last number is not the last card's."""
    cards = Card.objects.filter(serial__isnull=False)
    if not scope.full:
        cards = cards.filter(year=local_date(scope.now).year)
    given = cards.order_by("year", "demo").values("year", "demo").annotate(last=Max("serial"), given=Count("serial"))
    series = {(row.year, row.demo): row.last for row in Series.objects.all()}
    for group in given:
        last = series.get((group["year"], group["demo"]))
        if not group["last"] == group["given"] == last:
            yield {
                "kind": Trouble.GAP.value,
                "year": group["year"],
                "demo": group["demo"],
                "cards": group["given"],
                "last": group["last"],
                "series": last,
            }


QUESTIONS: tuple[Callable[[Scope], Iterable[Found]], ...] = (
    _missing,
    _unreminded,
    _asleep,
    _untrue,
    _left_over,
    _doubled,
    _behind,
    _gaps,
)


def _clock(kind: Trouble, row: Mapping[str, Any]) -> Found:
    at = row["at"].isoformat()
    return {"kind": kind.value, "clock": row["pk"], "matter": row["matter__reference"], "at": at}


def _cards(kind: Trouble, cards: QuerySet[Card]) -> Iterator[Found]:
    for card in cards.select_related("matter").order_by("pk")[:MOST]:
        yield {
            "kind": kind.value,
            "card": card.pk,
            "number": card.number,
            "clock": card.clock_id,
            "matter": card.matter.reference if card.matter else "",
            "at": card.breached_at.isoformat(),
        }


def waiting_for(now: datetime) -> timedelta:
    """How long the clock that has waited longest for the judge has waited: one index read."""
    cutoff = now - settings.SWEEP_MARGIN
    oldest = Clock.objects.filter(look_at__lte=cutoff).order_by("look_at").values_list("look_at", flat=True).first()
    return cutoff - oldest if oldest is not None else timedelta(0)


def troubles() -> list[Found]:
    """What the newest look found, and what the newest full look found beyond it."""
    newest = Reconciliation.objects.order_by("-pk").first()
    if newest is None:
        return []
    known = list(newest.findings)
    if not newest.full:
        full = Reconciliation.objects.filter(full=True).order_by("-pk").first()
        known += [finding for finding in (full.findings if full else []) if finding not in known]
    return known
