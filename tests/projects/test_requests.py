"""More time for joint handling, and pauses of promises: two persons, and never what the law sets (T-18, T-20)."""

from datetime import date

import pytest

from approvals.projects import actions
from approvals.projects.actions import UnableToAsk, UnableToDecide
from approvals.projects.models import Project, Request
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.notifications.models import Notice
from efficiency.organization.models import Responsibility, Unit
from tests.cast import at, make_user
from tests.projects.builders import NOW, Chain, complete, done, make_chain, opened

pytestmark = pytest.mark.django_db
TUESDAY = at("2026-09-15 10:00")


@pytest.fixture
def chain() -> Chain:
    return make_chain()


@pytest.fixture
def joint(chain: Chain) -> Clock:
    project = opened(chain)
    done(chain, project, 1, NOW)
    complete(chain, project, 3, at("2026-09-14 11:00"))
    return Clock.objects.select_related("unit").get(kind=ClockKind.JOINT)


def asked(chain: Chain, clock: Clock, amount: int = 15) -> Request:
    return actions.ask_extension(
        clock=clock, amount=amount, reason="方案重大调整", document="昆联延〔2026〕1号", actor=chain.head, now=TUESDAY
    )


def total_of(chain: Chain) -> Clock:
    project: Project = opened(chain)
    done(chain, project, 1, NOW)
    return Clock.objects.select_related("unit").get(kind=ClockKind.PROJECT)


def test_the_head_of_government_gives_joint_handling_15_working_days_more(chain: Chain, joint: Clock) -> None:
    """T-18, Administrative Licensing Law art. 42(2)."""
    request = asked(chain, joint)
    assert joint.due_at == at("2026-11-20 17:00")

    actions.decide_request(request=request, grant=True, note="", actor=chain.mayor, now=TUESDAY)
    joint.refresh_from_db()
    assert (joint.extended, joint.due_at) == (15, at("2026-12-11 17:00"))
    assert Notice.objects.filter(kind="clock-request.decided", recipient=chain.head).exists()


def test_joint_handling_is_never_extended_by_16_working_days(chain: Chain, joint: Clock) -> None:
    """T-18."""
    with pytest.raises(UnableToAsk, match="at most 15"):
        asked(chain, joint, 16)


def test_joint_handling_is_extended_once(chain: Chain, joint: Clock) -> None:
    """T-18."""
    actions.decide_request(request=asked(chain, joint, 5), grant=True, note="", actor=chain.mayor, now=TUESDAY)
    with pytest.raises(UnableToAsk, match="extended once"):
        asked(chain, joint, 5)


def test_the_head_of_a_unit_or_the_office_does_not_extend_joint_handling(chain: Chain, joint: Clock) -> None:
    """T-18: the approver is the head of this level's government."""
    request = asked(chain, joint)
    for who in (chain.head, make_user("head", unit=chain.housing), chain.office):
        with pytest.raises(UnableToDecide, match="head of this level's government"):
            actions.decide_request(request=request, grant=True, note="", actor=who, now=TUESDAY)


def test_where_a_head_of_the_city_is_named_no_other_leader_extends(chain: Chain, joint: Clock) -> None:
    """T-18."""
    city = Unit.objects.get(name="昆山市")
    named = make_user("executive", unit=city)
    Responsibility.objects.create(unit=city, kind="head", user=named, since=at("2026-01-05 09:00"))
    request = asked(chain, joint)

    with pytest.raises(UnableToDecide):
        actions.decide_request(request=request, grant=True, note="", actor=chain.mayor, now=TUESDAY)
    actions.decide_request(request=request, grant=True, note="", actor=named, now=TUESDAY)
    joint.refresh_from_db()
    assert joint.extended == 15


def test_nothing_is_asked_for_after_the_limit(chain: Chain, joint: Clock) -> None:
    with pytest.raises(UnableToAsk, match="has passed"):
        actions.ask_extension(
            clock=joint, amount=5, reason="晚了", document="1号", actor=chain.head, now=at("2026-11-23 09:00")
        )


def test_a_request_granted_after_the_limit_moves_nothing(chain: Chain, joint: Clock) -> None:
    request = asked(chain, joint)
    with pytest.raises(UnableToDecide, match="can no longer be extended"):
        actions.decide_request(request=request, grant=True, note="", actor=chain.mayor, now=at("2026-11-23 09:00"))
    joint.refresh_from_db()
    assert joint.extended == 0


def test_a_pause_of_the_total_clock_takes_a_second_person(chain: Chain) -> None:
    clock = total_of(chain)
    request = actions.ask_pause(
        clock=clock,
        ground=Ground.OTHER,
        planned_until=date(2026, 9, 18),
        reason="等待用地调整",
        document="昆项停〔2026〕1号",
        actor=chain.head,
        now=TUESDAY,
    )
    with pytest.raises(UnableToDecide):
        actions.decide_request(request=request, grant=True, note="", actor=chain.head, now=TUESDAY)

    before = clock.due_at
    actions.decide_request(request=request, grant=True, note="", actor=chain.office, now=TUESDAY)
    clock.refresh_from_db()
    assert (before, clock.due_at) == (at("2026-10-30 17:00"), at("2026-11-04 17:00"))


def test_joint_handling_and_parts_do_not_pause(chain: Chain, joint: Clock) -> None:
    """T-20: what the law sets runs on; waiting for another department is no ground of art. 45."""
    with pytest.raises(UnableToAsk, match="what the law sets runs on"):
        actions.ask_pause(
            clock=joint,
            ground=Ground.OTHER,
            planned_until=date(2026, 9, 18),
            reason="等待其他部门",
            document="1号",
            actor=chain.head,
            now=TUESDAY,
        )


def test_a_refusal_says_why_and_moves_nothing(chain: Chain, joint: Clock) -> None:
    request = asked(chain, joint)
    with pytest.raises(UnableToDecide, match="Say why"):
        actions.decide_request(request=request, grant=False, note=" ", actor=chain.mayor, now=TUESDAY)

    actions.decide_request(request=request, grant=False, note="理由不足", actor=chain.mayor, now=TUESDAY)
    joint.refresh_from_db()
    assert joint.extended == 0
