"""Totals of a round."""

import random
from decimal import Decimal

from approvals.rounds.sums import Cut, Total, total_of


def test_442_items_come_down_from_3281_to_2788() -> None:
    """RULES.md 0.11: the figures of the source, with invented shares of the items that add up to them."""
    dice = random.Random(442)
    before = [1] * 442
    for _day in range(3281 - 442):
        before[dice.randrange(442)] += 1
    after = list(before)
    left = 3281 - 2788
    while left:
        place = dice.randrange(442)
        if after[place] > 1:
            after[place] -= 1
            left -= 1

    total = total_of(Cut(old, "wd", new, "wd") for old, new in zip(before, after, strict=True))

    assert total == Total(items=442, before=3281, after=2788, apart=0)
    assert (total.less, total.percent) == (493, Decimal("15.0"))


def test_other_units_stand_beside_the_total() -> None:
    total = total_of([Cut(10, "wd", 7, "wd"), Cut(30, "cd", 20, "cd"), Cut(2, "wd", 8, "wh")])

    assert total == Total(items=1, before=10, after=7, apart=2)
    assert total.all_items == 3


def test_nothing_summed_has_no_share() -> None:
    assert total_of([Cut(30, "cd", 20, "cd")]).percent is None
