"""What was done after hours informs and costs nothing."""

import pytest

from efficiency.cards.actions import UnableToIssue, issue_by_hand
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import Card
from efficiency.clocks.models import Policy
from tests.cards.builders import ISSUED
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rule", ["E-16", " e-16 "])
@pytest.mark.parametrize("level", [LevelNumber.FIRST, LevelNumber.GRAVE])
def test_work_after_hours_earns_no_card_and_no_points(rule: str, level: LevelNumber) -> None:
    """T-40."""
    with pytest.raises(UnableToIssue, match="information only"):
        issue_by_hand(
            unit=make_unit(),
            matter=None,
            level=level,
            rule=rule,
            ground="下班后登记",
            actor=make_user("office"),
            now=ISSUED,
        )

    assert not Card.objects.exists()


def test_no_clock_bears_the_rule_of_after_hours() -> None:
    """T-40: the judge issues cards by the rules of clocks alone."""
    assert not Policy.objects.filter(rule="E-16").exists()
