"""The stages of a case."""

from typing import Any

import pytest

from approvals.actions import UnableToDoStage, UnableToFinish, finish_case, finish_stage, next_stage
from approvals.duties import duty_of
from approvals.models import Case, Irregularity, ItemStage, Outcome, Stage
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.organization.models import User
from tests.approvals.builders import make_case, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

NAMES = ("受理", "材料审查", "现场核查", "听证", "审批决定", "送达")


@pytest.fixture
def case() -> Case:
    """Accepted on Monday 2026-09-14; each stage has one working day."""
    item = make_item(make_unit("市水务局"), promised_limit=15)
    for position, name in enumerate(NAMES, 1):
        ItemStage.objects.create(item=item, position=position, name=name, limit=1)
    return make_case(item, accept=True)


@pytest.fixture
def first(case: Case) -> User:
    return make_user("handler", unit=case.matter.unit)


@pytest.fixture
def second(case: Case) -> User:
    return make_user("handler", unit=case.matter.unit)


def do(case: Case, actor: User, *, second: User | None = None, when: str = "2026-09-15 10:00") -> None:
    stage = next_stage(case)
    assert stage is not None
    finish_stage(stage=stage, opinion="符合要求", second=second, actor=actor, now=at(when))


def test_acceptance_lays_the_stages_out_and_starts_the_first(case: Case) -> None:
    """E-04: acts of the case itself are no stages."""
    assert [stage.name for stage in case.stages.all()] == ["材料审查", "现场核查", "听证", "审批决定"]
    assert [clock.due_at for clock in Clock.objects.running().filter(matter=case.matter, kind=ClockKind.STAGE)] == [
        at("2026-09-15 17:00")
    ]


def test_a_stage_stops_its_clock_and_starts_the_next(case: Case, first: User) -> None:
    do(case, first)

    clocks = Clock.objects.filter(matter=case.matter, kind=ClockKind.STAGE).order_by("pk")
    assert [clock.stopped_at for clock in clocks] == [at("2026-09-15 10:00"), None]


def test_a_late_stage_is_noted_though_the_case_is_in_time(case: Case) -> None:
    """E-04."""
    sweep(now=at("2026-09-15 17:01"))

    card = Card.objects.get(matter=case.matter)
    assert (card.rule, card.level) == ("E-04", 0)


def test_stages_are_done_in_their_order(case: Case, first: User) -> None:
    """T-30."""
    later = Stage.objects.get(case=case, name="听证")

    with pytest.raises(UnableToDoStage):
        finish_stage(stage=later, opinion="已听证", actor=first, now=at("2026-09-15 10:00"))


def test_a_stage_is_done_once(case: Case, first: User) -> None:
    stage = next_stage(case)
    assert stage is not None
    do(case, first)

    with pytest.raises(UnableToDoStage):
        finish_stage(stage=stage, opinion="再审", actor=first, now=at("2026-09-15 11:00"))


def test_a_stage_with_a_role_is_done_by_its_holder(case: Case, first: User) -> None:
    """T-30: by people with the role."""
    case.stages.filter(name="材料审查").update(role="head")

    with pytest.raises(UnableToDoStage):
        do(case, first)


def test_an_inspection_on_site_takes_two(case: Case, first: User, second: User) -> None:
    """T-30, art. 34."""
    do(case, first)
    stranger = make_user("handler", unit=make_unit("市民政局"))
    for nobody in (None, first, stranger):
        with pytest.raises(UnableToDoStage):
            do(case, first, second=nobody)

    do(case, first, second=second)

    assert Stage.objects.get(case=case, name="现场核查").second == second


def test_whoever_examined_does_not_chair_the_hearing(case: Case, first: User, second: User) -> None:
    """T-30, art. 48: blocked, and recorded as E-11."""
    do(case, first)
    do(case, first, second=second)

    with pytest.raises(UnableToDoStage, match="E-11"):
        do(case, first)

    assert [(one.rule, one.by) for one in Irregularity.objects.all()] == [("E-11", first)]
    do(case, second)
    assert next_stage(case) == Stage.objects.get(case=case, name="审批决定")


def test_no_decision_before_the_stages_are_done(case: Case, first: User, second: User) -> None:
    """T-30, E-11: no step is skipped."""
    with pytest.raises(UnableToFinish):
        finish_case(case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=first, now=at("2026-09-15 10:00"))

    do(case, first)
    do(case, first, second=second)
    do(case, second)
    finish_case(case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=first, now=at("2026-09-15 11:00"))

    assert not case.stages.filter(done_at=None).exists()


def test_another_unit_does_no_stage(case: Case) -> None:
    with pytest.raises(UnableToDoStage):
        do(case, make_user("handler", unit=make_unit("市民政局")))


@pytest.mark.parametrize("handling", [{"handling": "1"}, {"delegation": "2"}])
def test_what_is_decided_on_the_spot_has_no_stages(handling: dict[str, Any]) -> None:
    item = make_item(**handling)
    ItemStage.objects.create(item=item, position=1, name="审查", limit=1)

    assert not make_case(item, accept=True).stages.exists()


@pytest.mark.parametrize(
    ("name", "duty"),
    [("现场踏勘", "site"), ("听证", "hearing"), ("初审", "examine"), ("审批", "decide"), ("公示", ""), ("受理", None)],
)
def test_a_stages_duty_is_read_off_its_name(name: str, duty: str | None) -> None:
    assert duty_of(name) == duty
