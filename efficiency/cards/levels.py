"""What the city calls the levels, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from efficiency.cards.models import Level


@dataclass(frozen=True)
class LevelFace:
    """A level as the reader sees it: never by colour alone, always with name and sign."""

    number: int
    name: str
    sign: str
    colour: str
    points: Decimal


def level_faces() -> Mapping[int, LevelFace]:
    """All levels by number (one query)."""
    return {level.number: face_of(level) for level in Level.objects.order_by("number")}


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
