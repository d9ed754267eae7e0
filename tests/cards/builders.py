"""Cards for tests, made by the judge or by hand, and people who look at pages."""

from datetime import datetime

from django.test import Client

from efficiency.cards.actions import issue_by_hand
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import Card
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
