"""A late case gets its cards, each once."""

import pytest

from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from tests.approvals.builders import make_case, make_item
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_a_late_case_gets_one_yellow_card_and_then_one_red_card() -> None:
    """T-27, T-33: the promised limit broken is the first level, the statutory limit the second."""
    case = make_case(accept=True)  # promised until 20 September 17:00, by law until 16 October 17:00

    for moment in ("2026-09-20 16:00", "2026-09-20 17:01", "2026-09-20 17:02", "2026-09-28 09:00"):
        sweep(now=at(moment))
    yellow = Card.objects.numbered().get(matter=case.matter)

    assert (yellow.level, yellow.breached_at, yellow.issued_at) == (1, at("2026-09-20 17:00"), at("2026-09-20 17:01"))

    for moment in ("2026-10-16 16:59", "2026-10-16 17:01", "2026-10-19 09:00"):
        sweep(now=at(moment))

    assert list(Card.objects.numbered().filter(matter=case.matter).order_by("pk").values_list("level", flat=True)) == [
        1,
        2,
    ]


def test_a_case_without_statutory_limit_gets_one_yellow_card() -> None:
    case = make_case(make_item(statutory_limit=None), accept=True)

    for moment in ("2026-09-21 09:00", "2026-09-22 09:00"):
        sweep(now=at(moment))

    assert Card.objects.numbered().get(matter=case.matter).level == 1


def test_a_case_that_nobody_accepts_gets_a_card_for_the_acceptance() -> None:
    """T-14: E-05 fires."""
    case = make_case()

    sweep(now=at("2026-09-21 09:00"))

    assert Card.objects.numbered().get(matter=case.matter).rule == "E-05"
