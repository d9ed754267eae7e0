"""Where the grounds stand that entries about cards commit to."""

from collections.abc import Sequence

from efficiency.audit import wording
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card, Ruling


def _of_cards(entries: Sequence[Entry]) -> dict[int, str]:
    """The ground of a card by hand."""
    grounds = dict(Card.objects.filter(pk__in=[entry.subject_id for entry in entries]).values_list("pk", "ground"))
    return {entry.pk: grounds[int(entry.subject_id)] for entry in entries if int(entry.subject_id) in grounds}


def _of_rulings(entries: Sequence[Entry]) -> dict[int, str]:
    """The ground of a revocation or downgrade."""
    numbers = {entry.pk: entry.data.get("ruling") for entry in entries}
    grounds = dict(Ruling.objects.filter(pk__in=set(numbers.values())).values_list("pk", "ground"))
    return {entry: grounds[ruling] for entry, ruling in numbers.items() if ruling in grounds}


def register() -> None:
    """Say it once; the auditor's pages ask."""
    wording.register(Verb.CARD_ISSUED, _of_cards)
    wording.register(Verb.CARD_RULING_PROPOSED, _of_rulings)
    wording.register(Verb.CARD_REVOKED, _of_rulings)
