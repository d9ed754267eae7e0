"""Cards for tests, made by the judge or by hand, and people who look at pages."""

from datetime import datetime

from django.test import Client

from efficiency.cards.actions import answer, issue_by_hand, propose_ruling, uphold
from efficiency.cards.kinds import LevelNumber, RulingKind
from efficiency.cards.models import Card, Ruling
from efficiency.cards.sweep import sweep
from efficiency.organization.models import Unit, User
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

ISSUED = at("2026-10-12 09:00")  # Monday; the reply was due on Saturday 10 October, a make-up working day
ANSWER_BY = at("2026-10-16 00:00")


def make_late_card(unit: Unit | None = None, *, now: datetime = ISSUED) -> Card:
    """A yellow card for a reply that was due on 10 October 2026."""
    clock = make_clock(matter=make_matter(unit))
    sweep(now)
    return Card.objects.get(clock=clock, level=LevelNumber.FIRST)


def make_hand_card(
    unit: Unit | None = None,
    *,
    level: LevelNumber = LevelNumber.FIRST,
    actor: User | None = None,
    now: datetime = ISSUED,
) -> Card:
    """A card that the office issued by hand."""
    return issue_by_hand(
        unit=unit or make_unit(),
        matter=None,
        level=level,
        rule="E-07",
        ground="收件未出具回执",
        actor=actor or make_user("office"),
        now=now,
    )


def visitor(user: User) -> Client:
    """A signed-in browser that reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def head_of(card: Card) -> User:
    return make_user("head", unit=card.unit)


def answered(card: Card) -> Card:
    return answer(card=card, text="系统故障", actor=head_of(card), now=at("2026-10-12 15:00"))


def upheld(card: Card) -> Card:
    return uphold(card=answered(card), note="", actor=make_user("office"), now=at("2026-10-13 09:00"))


def proposed(card: Card, by: User, kind: RulingKind = RulingKind.REVOKE) -> Ruling:
    return propose_ruling(card=card, kind=kind, ground="停水通知已送达", actor=by, now=at("2026-10-13 09:00"))


def page_of(card: Card, user: User) -> str:
    return visitor(user).get(f"/cards/{card.pk}/").content.decode()
