"""That a card as printed stands in the audit log: what the notice's second code leads to."""

import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from efficiency.audit import checkpoints, proofs, reading
from efficiency.audit.models import Entry, Leaf, Seal
from efficiency.audit.verbs import Verb
from efficiency.audit.verifier import leaf_of
from efficiency.cards.models import Card


@dataclass(frozen=True)
class Evidence:
    """The leaf of a card's issue in the log, and the first checkpoint over it; none before the seal.

    `position` counts from 0. `agrees`: the card in the table is still the one that was issued.
    """

    number: str
    leaf: bytes
    agrees: bool
    position: int | None
    seal: Seal | None

    @property
    def sign(self) -> str:
        """The beginning of the leaf in groups of four, for people to compare."""
        text = self.leaf.hex()[:16].upper()
        return " ".join(text[at : at + 4] for at in range(0, 16, 4))

    @property
    def path(self) -> str:
        """Where anybody who holds the paper can check it."""
        return reverse("card_verify", args=[self.number, self.leaf.hex()])

    @property
    def address(self) -> str:
        """The same with the portal's address, for the printed code."""
        return f"{settings.SITE_URL.rstrip('/')}{self.path}"

    def confirms(self, leaf: str) -> bool:
        """Whether this is the leaf that stands on the paper."""
        return hmac.compare_digest(self.leaf.hex(), leaf.lower())

    def proof(self, *, with_entry: bool) -> dict[str, Any]:
        """The proof that verifier.py checks. With the entry's text it also shows what was sealed."""
        assert self.position is not None
        assert self.seal is not None
        made: dict[str, Any] = {
            "format": "inclusion-proof 1",
            "card": self.number,
            "position": self.position,
            "leaf": self.leaf.hex(),
            "path": [step.hex() for step in proofs.inclusion(self.position, self.seal.size)],
            "checkpoint": checkpoints.published(self.seal.size),
        }
        if with_entry:
            entry = Leaf.objects.values_list("entry", flat=True).get(pk=self.position)
            made["entry"] = (reading.line_of(entry) or b"").decode()
        return made


def evidence_of(card: Card) -> Evidence | None:
    """The evidence of a numbered card; none where its issue has no entry."""
    entry = Entry.objects.about("card", card.pk).filter(verb=Verb.CARD_ISSUED).first()
    line = reading.line_of(entry.pk) if entry else None
    if entry is None or line is None or card.serial is None:
        return None
    sealed = Leaf.objects.filter(entry=entry.pk).first()
    told = {name: entry.data.get(name) for name in ("level", "serial", "rule")}
    return Evidence(
        number=f"{card.year}-{card.serial}{'-demo' if card.demo else ''}",
        leaf=leaf_of(line),
        agrees=told == {"level": card.level, "serial": card.serial, "rule": card.rule}
        and entry.data.get("unit", card.unit_id) == card.unit_id
        and (sealed is None or bytes(sealed.hash) == leaf_of(line)),
        position=sealed.pk if sealed else None,
        seal=checkpoints.first_over(sealed.pk) if sealed else None,
    )


def find(number: str, leaf: str) -> Evidence | None:
    """The evidence of the card with this number, where the leaf on the paper is its own."""
    year, _dash, rest = number.partition("-")
    serial, _dash, demo = rest.partition("-")
    if not (year.isdecimal() and serial.isdecimal() and demo in ("", "demo") and len(year + serial) <= 12):
        return None
    card = Card.objects.filter(year=int(year), serial=int(serial), demo=demo == "demo").first()
    found = evidence_of(card) if card else None
    return found if found and found.confirms(leaf) else None
