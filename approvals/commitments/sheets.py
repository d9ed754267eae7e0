"""What pages show of commitments: each with its last months, and what must be published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.commitments.kinds import AT_MOST, BASES, Measure, Topic
from approvals.commitments.measuring import Month, against
from approvals.commitments.models import Check, Commitment, Verdict, Version
from approvals.ratings.models import Rating
from efficiency.cards.models import Card
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit
from efficiency.workdays.templatetags.people import say_day

MONTHS = 12
_MOST_ROWS = 50


@dataclass(frozen=True)
class Line:
    """A commitment as it stands, with its verdicts, newest month first."""

    commitment: Commitment
    version: Version
    verdicts: list[Verdict]

    @property
    def last(self) -> Verdict | None:
        """The newest verdict."""
        return self.verdicts[0] if self.verdicts else None


@dataclass(frozen=True)
class Duty:
    """One thing that a unit must publish, with the newest check."""

    topic: Topic
    basis: Any
    check: Check | None


@dataclass(frozen=True)
class Row:
    """One of the rows behind a verdict."""

    title: str
    detail: str
    path: str


def lines(commitments: Any, now: datetime) -> list[Line]:
    """The commitments that stand today, with their verdicts of the last twelve months: two queries."""
    today = local_date(now)
    standing = Version.objects.standing(today).filter(commitment__in=commitments).select_related("commitment__unit")
    found = list(standing.order_by("commitment__unit__path", "commitment"))
    since = date(today.year - 1, today.month, 1)
    by_commitment: dict[int, list[Verdict]] = {}
    rows = Verdict.objects.filter(commitment__in=[one.commitment_id for one in found], month__gte=since)
    for verdict in rows.select_related("answer", "settlement").order_by("-month"):
        by_commitment.setdefault(verdict.commitment_id, []).append(verdict)
    return [Line(one.commitment, one, by_commitment.get(one.commitment_id, [])[:MONTHS]) for one in found]


def duties(unit: Unit) -> list[Duty]:
    """What a unit must publish, each with the newest check: one query."""
    newest: dict[str, Check] = {}
    for check in Check.objects.filter(unit=unit).order_by("at", "pk"):
        newest[check.topic] = check
    return [Duty(topic, BASES[topic], newest.get(topic)) for topic in Topic]


def findings(units: Iterable[Unit]) -> dict[int, dict[str, Check]]:
    """The newest check of each topic of these units: one query."""
    found: dict[int, dict[str, Check]] = {}
    for check in Check.objects.filter(unit__in=[unit.pk for unit in units]).order_by("at", "pk"):
        found.setdefault(check.unit_id, {})[check.topic] = check
    return found


def said(verdict: Verdict) -> str:
    """What was counted, in words."""
    kind = Measure(verdict.version.measure)
    if kind == Measure.ASSESSED:
        return verdict.evidence
    words = {"part": verdict.part, "whole": verdict.whole, "threshold": f"{verdict.version.threshold:f}"}
    if kind in AT_MOST:
        return _("%(part)s; at most %(threshold)s were promised") % words
    return _("%(part)s of %(whole)s; at least %(threshold)s %% were promised") % words


def rows_against(verdict: Verdict) -> list[Row]:
    """The rows that spoke against the unit, as they are known today: at most fifty."""
    kind = Measure(verdict.version.measure)
    if kind == Measure.ASSESSED:  # seen by a person, not counted
        return []
    found = against(kind, verdict.unit, Month(verdict.month))
    if kind == Measure.SATISFIED:
        return [_of_rating(one) for one in found.select_related("item").order_by("-rated_at")[:_MOST_ROWS]]
    if kind == Measure.NO_CARD:
        return [_of_card(one) for one in found.select_related("matter").order_by("-breached_at")[:_MOST_ROWS]]
    return [_of_clock(one) for one in found.select_related("matter").order_by("due_at")[:_MOST_ROWS]]


def _of_clock(clock: Any) -> Row:
    due = say_day(local_date(clock.due_at - clock.due_at.resolution))
    done = say_day(local_date(clock.stopped_at)) if clock.stopped_at else _("not done")
    detail = _("due %(due)s, done %(done)s") % {"due": due, "done": done}
    return Row(f"{clock.matter.reference} {clock.matter.title}", detail, clock.matter.path)


def _of_card(card: Card) -> Row:
    title = card.matter.title if card.matter else card.ground
    return Row(f"{card.number} {title}", str(card.get_state_display()), reverse("card", args=[card.pk]))


def _of_rating(rating: Rating) -> Row:
    title = f"{rating.get_code_display()} · {rating.item or rating.source}"
    return Row(title, say_day(local_date(rating.rated_at)), reverse("rating", args=[rating.pk]))
