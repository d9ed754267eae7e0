"""Who may report somebody back, asked directly."""

import pytest

from efficiency.organization.responsibility import duties_of
from efficiency.presence import rules
from tests.cast import at, make_user
from tests.presence.builders import approved, asked, make_team

pytestmark = pytest.mark.django_db
DURING = at("2026-11-18 10:00")


def test_a_return_is_reported_by_oneself_or_whoever_answers_for_the_unit() -> None:
    """S14."""
    team = make_team()
    leave = approved(team)
    people = (team.first, team.head, team.leader, team.second, make_user("head"), make_user("office"))

    may = [rules.can_report_return(user, leave, duties_of(user, DURING), DURING) for user in people]

    assert may == [True, True, True, False, False, False]


def test_no_return_is_reported_before_the_leave_begins_or_was_approved() -> None:
    """S14."""
    team = make_team()
    leave, waiting = approved(team), asked(team.second)
    before = at("2026-11-17 10:00")

    assert not rules.can_report_return(team.first, leave, duties_of(team.first, before), before)
    assert not rules.can_report_return(team.second, waiting, duties_of(team.second, DURING), DURING)
