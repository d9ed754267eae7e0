"""What the room has for the morning's summaries: cards that await a statement or the office."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from efficiency.cards.kinds import State
from efficiency.cards.models import Card
from efficiency.common.moments import local_date
from efficiency.notifications.digest import Line, Part, Reader, Responsible, register
from efficiency.organization.roles import Role


def _awaiting_statement(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    """For heads the cards of their unit, for others those that name them."""
    parts: dict[str, Part] = defaultdict(Part)
    responsible = Responsible(readers)
    theirs = Q(unit__in=responsible.units) | Q(officer__in=responsible.users)
    cards = Card.objects.numbered().filter(theirs, state=State.ISSUED).select_related("matter")
    for card in cards.order_by("answer_by", "pk").iterator():
        for key in responsible.keys(card.unit_id, card.officer_id):
            parts[key].add(_line(card))
    return parts


def _awaiting_office(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    """For the office the cards that were answered."""
    office = [reader.key for reader in readers if Role.OFFICE in reader.roles]
    if not office:
        return {}
    part = Part()
    for card in Card.objects.numbered().filter(state=State.ANSWERED).select_related("matter").order_by("pk").iterator():
        part.add(_line(card))
    return dict.fromkeys(office, part)


def _line(card: Card) -> Line:
    title = card.matter.title if card.matter else card.ground
    day = None if card.answer_by is None else local_date(card.answer_by - card.answer_by.resolution)
    return Line(card.number, title, day)


register("cards-statement", title=_("Cards that await the unit's statement"), collect=_awaiting_statement)
register("cards-office", title=_("Cards that await the office"), collect=_awaiting_office)
