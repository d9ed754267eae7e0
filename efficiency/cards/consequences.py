"""What follows from an act on a card, in sentences, told before it is done."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.cards.claims import limit_words
from efficiency.cards.kinds import LevelNumber, RulingKind
from efficiency.cards.levels import LevelFace
from efficiency.cards.models import Card, CardPolicy, Ruling


def of_receiving(card: Card) -> list[str]:
    """Receipt is not agreement."""
    said = [_("The moment of receipt is recorded. Receiving a card does not mean agreeing with it.")]
    if card.answer_by:
        said.append(_("The unit can make its statement until %(until)s.") % {"until": limit_words(card.answer_by)})
    return said


def of_answering(card: Card, policy: CardPolicy, now: datetime) -> list[str]:
    """The statement stays; when the points begin to count."""
    said = [
        _("The statement is kept with the card as it is written and cannot be changed afterwards."),
        _("The office reviews the card within %(days)s working days.") % {"days": policy.review_days},
    ]
    if card.answer_by and now >= card.answer_by:
        said.append(_("The period has passed; the statement is still read, but the points count in the meantime."))
    return said


def of_upholding(card: Card, policy: CardPolicy) -> list[str]:
    """Points count, the unit puts things right."""
    return [
        _("%(points)s points count against %(unit)s from now on.")
        % {"points": points_words(card.standing_points), "unit": card.unit.name},
        _("%(unit)s reports within %(days)s working days what it has put right.")
        % {"unit": card.unit.name, "days": policy.rectify_days},
    ]


def of_proposing() -> list[str]:
    """Nothing happens before the second person."""
    return [
        _("The card stands until another person of the office has confirmed the proposal."),
        _("The unit can read the proposal and its ground."),
    ]


def of_confirming(ruling: Ruling, first: LevelFace) -> list[str]:
    """What a confirmed ruling gives back and leaves behind."""
    card = ruling.card
    names: dict[str, Any] = {"points": points_words(card.standing_points), "unit": card.unit.name}
    if ruling.kind == RulingKind.DOWNGRADE:
        back = card.standing_points - first.points
        return [
            _("Confirming makes it a card of the level “%(level)s”.") % {"level": first.name},
            _("Confirming gives back %(points)s points to %(unit)s.") % {**names, "points": points_words(back)},
        ]
    said = [
        _("Confirming revokes the card and gives back %(points)s points to %(unit)s.") % names,
        _("The card and its number stay on record, marked as revoked."),
    ]
    if ruling.pause_from is not None:
        said.append(
            _("The late pause is recorded and the deadline counted anew. If it has passed as well, a card follows.")
        )
    elif card.level == LevelNumber.GRAVE:
        said.append(_("A card that this one had replaced stands again."))
    return said


def of_rectifying() -> list[str]:
    """The office closes."""
    return [_("The office reads the report and closes the card.")]


def of_closing(card: Card) -> list[str]:
    """Closing ends the work, not the points."""
    return [
        _("The card is finished. Its %(points)s points go on counting.")
        % {"points": points_words(card.standing_points)}
    ]


def of_issuing(policy: CardPolicy) -> list[str]:
    """A card by hand is out at once."""
    return [
        _("The card is issued at once, bears the next number and can never be deleted."),
        _("The unit has %(days)s working days for its statement.") % {"days": policy.answer_days},
        _("Another person of the office upholds it."),
    ]


def points_words(points: Any) -> str:
    """Points without idle zeros: 5, 2.5."""
    return f"{points.normalize():f}"
