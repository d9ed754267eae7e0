"""The list of cards as an Excel sheet; every export is on record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.claims import days_late
from efficiency.cards.consequences import points_words
from efficiency.cards.levels import LevelFace
from efficiency.cards.models import Card
from efficiency.clocks.kinds import Subsystem
from efficiency.common.moments import SHANGHAI, act
from efficiency.workdays.calendar import WorkCalendar

MOST = 20_000


class UnableToExport(Exception):
    """More cards match than a sheet is made of."""


def note_export(*, cards: int, filters: list[str], actor: Any, now: datetime | None = None) -> None:
    """Record who exported how many cards by which filters (their names only). Raises UnableToExport."""
    if cards > MOST:
        raise UnableToExport(_("More than %(most)s cards match. Narrow the filters and export again.") % {"most": MOST})
    with act(now) as now:
        record(
            Verb.CARDS_EXPORTED,
            at=now,
            actor=actor,
            kind="cards",
            subject="export",
            data={"cards": cards, "filters": filters},
        )


def heads() -> list[str]:
    """The first line of the sheet."""
    return [
        _("Card"),
        _("Level as issued"),
        _("Level that stands"),
        _("State"),
        _("Unit"),
        _("Number of the matter"),
        _("Matter"),
        _("Business"),
        _("Rule"),
        _("Moment of the breach"),
        _("Issued at"),
        _("Statement until"),
        _("Working days late"),
        _("Points"),
        _("Points count now"),
    ]


def lines(
    cards: Iterable[Card], *, faces: Mapping[int, LevelFace], calendar: WorkCalendar, now: datetime
) -> list[list[object]]:
    """One line for each card."""
    return [
        [
            card.number,
            faces[card.level].name,
            faces[card.standing_level].name,
            card.get_state_display(),
            card.unit.name,
            card.matter.reference if card.matter else "",
            card.matter.title if card.matter else "",
            Subsystem(card.matter.subsystem).label if card.matter else "",
            card.rule,
            written(card.breached_at),
            written(card.issued_at),
            written(card.answer_by),
            days_late(card, calendar=calendar, now=now),
            points_words(card.standing_points),
            _("yes") if card.counts(now) else _("no"),
        ]
        for card in cards
    ]


def written(value: datetime | None) -> str:
    """A moment for a cell, in local time."""
    return date_format(value.astimezone(SHANGHAI), "Y-m-d H:i") if value else ""
