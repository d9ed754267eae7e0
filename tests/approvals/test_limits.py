"""Promised and statutory limits."""

import pytest
from django.utils.translation import override

from approvals.limits import NotComparable, in_words, keeps_within


@pytest.mark.parametrize(
    ("promised", "statutory", "kept"),
    [
        ((5, "wd"), (20, "wd"), True),
        ((20, "wd"), (20, "wd"), True),
        ((21, "wd"), (20, "wd"), False),
        ((8, "wh"), (1, "wd"), True),
        ((9, "wh"), (1, "wd"), False),
        ((1, "wd"), (8, "wh"), True),
        ((28, "cd"), (1, "mo"), True),
        ((29, "cd"), (1, "mo"), False),
        ((5, "cd"), (5, "wd"), True),
    ],
)
def test_a_promise_keeps_within_the_statute(promised: tuple[int, str], statutory: tuple[int, str], kept: bool) -> None:
    """T-25."""
    assert keeps_within(*promised, *statutory) is kept


def test_working_days_and_months_cannot_be_compared() -> None:
    """T-25."""
    with pytest.raises(NotComparable):
        keeps_within(5, "wd", 1, "mo")


def test_a_limit_is_said_with_its_unit() -> None:
    with override("en"):
        assert in_words(1, "wd") == "1 working day"
        assert in_words(5, "wd") == "5 working days"
        assert in_words(2, "wh") == "2 working hours"
        assert in_words(15, "cd") == "15 calendar days"
        assert in_words(1, "mo") == "1 month"
