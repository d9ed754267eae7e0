"""What the city calls the levels, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from efficiency.cards.models import Card, Level


@dataclass(frozen=True)
class LevelFace:
    """A level as the reader sees it: never by colour alone, always with name and sign."""

    number: int
    name: str
    sign: str
    colour: str
    points: Decimal


def level_faces(at: datetime | None = None) -> Mapping[int, LevelFace]:
    """All levels by number as they are called at a moment, default now (one query)."""
    return {number: face_of(level) for number, level in Level.at(at or timezone.now()).items()}


def faces_of_card(card: Card) -> Mapping[int, LevelFace]:
    """The levels as they were called when the card was issued (one query)."""
    versions = {(level.number, level.version): level for level in Level.objects.order_by("number", "version")}
    then = {
        number: face_of(level) for (number, _v), level in versions.items() if level.effective_from <= card.issued_at
    }
    return then | {card.level: face_of(versions[card.level, card.level_version or 1])}


def face_of(level: Level) -> LevelFace:
    """One level in the language of the page."""
    language = (get_language() or "").lower()
    if language.startswith("en"):
        name = level.name_en
    elif language.startswith("zh-hant"):
        name = level.name_hant
    else:
        name = level.name_hans
    return LevelFace(level.number, name, level.sign, level.colour, level.points)
