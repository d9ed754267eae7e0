"""Writing one card that no clock earned, with all that belongs to it: number, entry, notices, stand-ins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import committed
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import Card, CardPolicy, Launch, Level
from efficiency.cards.notifying import tell_heads
from efficiency.cards.stand_ins import keep_stand_ins
from efficiency.cards.sweep import answer_by, lock_series
from efficiency.clocks.models import Matter
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, User
from efficiency.workdays.current import current_calendar

# Rules that only inform: action times outside office hours (RULES.md E-16, T-40).
INFORMATION_ONLY = frozenset({"E-16"})


def write_card(
    *,
    unit: Unit,
    matter: Matter | None,
    level: LevelNumber,
    rule: str,
    ground: str,
    facts: Mapping[str, Any],
    breached_at: datetime,
    actor: User | None,
    demo: bool,
    now: datetime,
) -> Card:
    """Write a card under the next number of the year, in the act that is open, and tell the heads of the unit."""
    year = local_date(now).year
    series = lock_series(year)[demo]
    series.last += 1
    series.save(update_fields=["last"])
    face = Level.at(now)[level]
    card = Card.objects.create(
        year=year,
        serial=series.last,
        demo=demo,
        level=level,
        matter=matter,
        unit=unit,
        officer=matter.officer if matter else None,
        rule=rule,
        ground=ground,
        facts=dict(facts),
        breached_at=breached_at,
        issued_at=now,
        issued_by=actor,
        answer_by=answer_by(now, current_calendar()),
        terms=CardPolicy.at(now),
        level_version=face.version,
        standing_level=level,
        standing_points=face.points,
    )
    record(
        Verb.CARD_ISSUED,
        at=now,
        actor=actor,
        kind="card",
        subject=card.pk,
        data={"level": level, "serial": card.serial, "rule": card.rule},
        commitment=committed(card.ground),
        demo=card.demo,
    )
    told = tell_heads(card, "card.issued", "issued", now)
    keep_stand_ins(card, [*told, *([card.officer] if card.officer else [])], now)
    return card


def issue_found(
    *,
    unit: Unit,
    matter: Matter | None,
    rule: str,
    ground: str,
    facts: Mapping[str, Any],
    breached_at: datetime,
    demo: bool,
    now: datetime,
) -> Card | None:
    """Issue for the judge a card of the first level for what it found beside the clocks.

    In the act that keeps the finding, whose constraint sees to it that there is one. None where
    this part of the city is on trial, or was when it happened, and for rules that only inform.
    """
    if rule in INFORMATION_ONLY:
        return None
    subsystem = matter.subsystem if matter else ""
    if Launch.objects.covering(subsystem=subsystem, path=unit.path).on_trial(breached_at).exists():
        return None
    return write_card(
        unit=unit,
        matter=matter,
        level=LevelNumber.FIRST,
        rule=rule,
        ground=ground[:500],
        facts=facts,
        breached_at=breached_at,
        actor=None,
        demo=demo,
        now=now,
    )
