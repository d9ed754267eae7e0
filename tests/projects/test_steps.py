"""Steps of a project: what starts which clock, and what ends it (S06, RULES.md 0.11, T-19)."""

import pytest

from approvals.actions import accept_case, finish_case, withdraw_case
from approvals.models import Outcome
from approvals.projects import actions
from approvals.projects.actions import UnableToStep
from approvals.projects.models import Project
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from tests.approvals.builders import make_case
from tests.cast import at, make_user
from tests.projects.builders import NOW, Chain, complete, done, make_chain, opened, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return make_chain()


def clock(project: Project, kind: ClockKind) -> Clock:
    return Clock.objects.filter(matter=project.matter, kind=kind).latest("pk")


def states(project: Project) -> list[str]:
    return [one.state for one in project.steps.order_by("number")]


def test_a_new_project_opens_the_steps_that_wait_for_none_and_starts_no_clock(chain: Chain) -> None:
    project = opened(chain)

    assert states(project) == ["ready", "waiting", "waiting", "waiting", "waiting"]
    assert not project.matter.clocks.exists()


def test_the_same_form_sent_twice_opens_one_project(chain: Chain) -> None:
    assert opened(chain, submission="a" * 32) == opened(chain, submission="a" * 32)


def test_the_total_clock_runs_from_name_approval_to_construction_permit(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, at("2026-09-15 10:00"))
    total = clock(project, ClockKind.PROJECT)

    assert (total.started_at, total.limit, total.unit) == (at("2026-09-15 10:00"), 30, chain.housing)
    assert total.due_at == at("2026-11-02 17:00")
    assert states(project) == ["done", "ready", "ready", "waiting", "waiting"]

    done(chain, project, 2, at("2026-09-18 10:00"))
    done(chain, project, 3, at("2026-09-22 10:00"))
    done(chain, project, 4, at("2026-10-12 10:00"))
    total.refresh_from_db()
    assert total.stopped_at == at("2026-10-12 10:00")


def test_a_promise_starts_when_the_papers_are_found_complete_and_never_before(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, at("2026-09-15 10:00"))

    with pytest.raises(UnableToStep, match="still missing: 营业执照复印件"):
        complete(chain, project, 2, at("2026-09-16 10:00"), "申请书")
    assert not Clock.objects.filter(kind=ClockKind.LICENCE_WEEK).exists()

    complete(chain, project, 2, at("2026-09-17 10:00"), "申请书", "营业执照复印件")
    promise = clock(project, ClockKind.LICENCE_WEEK)
    assert (promise.started_at, promise.due_at) == (at("2026-09-17 10:00"), at("2026-09-23 17:00"))
    assert promise.unit == chain.market


def test_only_the_window_finds_papers_complete(chain: Chain) -> None:
    project = opened(chain)

    for who in (chain.handler, chain.head, chain.office, make_user("window", unit=chain.fire)):
        with pytest.raises(UnableToStep):
            actions.record_papers(step=step(project, 1), taken=["名称申报表"], actor=who, now=NOW)


def test_a_step_that_waits_takes_no_papers(chain: Chain) -> None:
    with pytest.raises(UnableToStep, match="not open"):
        complete(chain, opened(chain), 4, NOW)


def test_joint_review_has_45_working_days_and_each_part_its_own_limit(chain: Chain) -> None:
    """T-19."""
    project = opened(chain)
    done(chain, project, 1, at("2026-09-14 11:00"))
    complete(chain, project, 3, at("2026-09-14 11:30"))
    joint = clock(project, ClockKind.JOINT)
    parts = list(Clock.objects.filter(kind=ClockKind.JOINT_PART).order_by("pk"))

    assert (joint.limit, joint.limit_unit, joint.breach_level, joint.unit) == (45, "wd", 2, chain.housing)
    assert [(part.unit, part.limit) for part in parts] == [(chain.housing, 7), (chain.fire, 5)]


def test_a_case_in_joint_handling_loses_its_single_limit_to_45_days_from_its_own_acceptance(chain: Chain) -> None:
    """T-19: joining gives no new start."""
    project = opened(chain)
    done(chain, project, 1, at("2026-09-14 11:00"))
    case = make_case(now=at("2026-09-14 11:10"), accept=True)
    case.matter.unit = chain.housing
    case.matter.save()
    actions.link_case(step=step(project, 3), case=case, actor=chain.clerk, now=at("2026-09-18 10:00"))

    single = Clock.objects.get(matter=case.matter, kind=ClockKind.STATUTORY)
    assert single.cancelled_at == at("2026-09-18 10:00")
    assert clock(project, ClockKind.JOINT).started_at == at("2026-09-14 11:10")


def test_joint_handling_is_concluded_once_every_unit_has_answered(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    complete(chain, project, 3, at("2026-09-15 10:00"))
    first, second = step(project, 3).runs.get().parts.order_by("pk")
    with pytest.raises(UnableToStep, match="Not every unit"):
        actions.conclude_joint(step=step(project, 3), result="同意", actor=chain.head, now=at("2026-09-16 10:00"))
    with pytest.raises(UnableToStep, match="another unit"):
        actions.answer_part(part=second, verdict="agree", text="", actor=chain.handler, now=NOW)  # type: ignore[arg-type]

    actions.answer_part(part=first, verdict="agree", text="", actor=chain.handler, now=at("2026-09-17 10:00"))  # type: ignore[arg-type]
    other = make_user("handler", unit=chain.fire)
    actions.answer_part(part=second, verdict="conditions", text="增设消防车道", actor=other, now=at("2026-09-18 10:00"))  # type: ignore[arg-type]
    actions.conclude_joint(step=step(project, 3), result="同意", actor=chain.head, now=at("2026-09-18 11:00"))

    assert step(project, 3).state == "done"
    assert clock(project, ClockKind.JOINT).stopped_at == at("2026-09-18 11:00")


def test_a_case_of_the_item_fulfils_its_step_as_it_goes(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    case = make_case(chain.item, chain.clerk, now=at("2026-09-15 10:00"))
    actions.link_case(step=step(project, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:05"))
    assert step(project, 2).complete_at is None

    accept_case(case=case, actor=chain.clerk, now=at("2026-09-16 10:00"))
    assert clock(project, ClockKind.LICENCE_WEEK).started_at == at("2026-09-16 10:00")

    finish_case(
        case=case, outcome=Outcome.GRANTED, result="执照1号", reasons="", actor=chain.clerk, now=at("2026-09-18 10:00")
    )
    found = step(project, 2)
    assert (found.state, found.done_at, found.result) == ("done", at("2026-09-18 10:00"), "执照1号")
    assert clock(project, ClockKind.LICENCE_WEEK).stopped_at == at("2026-09-18 10:00")


def test_a_case_granted_before_counts_from_its_own_decision(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, at("2026-09-14 11:00"))
    case = make_case(chain.item, chain.clerk, now=at("2026-09-10 10:00"), accept=True)
    finish_case(
        case=case, outcome=Outcome.GRANTED, result="执照2号", reasons="", actor=chain.clerk, now=at("2026-09-11 10:00")
    )
    actions.link_case(step=step(project, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:00"))

    assert step(project, 2).done_at == at("2026-09-11 10:00")


def test_withdrawing_and_filing_again_does_not_give_the_whole_week_again(chain: Chain) -> None:
    """THREATS 1.5 row 7."""
    project = opened(chain)
    done(chain, project, 1, NOW)
    case = make_case(chain.item, chain.clerk, now=at("2026-09-15 10:00"), accept=True)
    actions.link_case(step=step(project, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:05"))
    withdraw_case(case=case, reason="重新申报", actor=chain.clerk, now=at("2026-09-18 10:00"))
    assert (step(project, 2).state, step(project, 2).left) == ("ready", 2)

    again = make_case(chain.item, chain.clerk, now=at("2026-09-21 10:00"), accept=True)
    actions.link_case(step=step(project, 2), case=again, actor=chain.clerk, now=at("2026-09-21 10:05"))
    promise = clock(project, ClockKind.LICENCE_WEEK)
    assert (promise.limit, promise.due_at) == (2, at("2026-09-23 17:00"))


def test_a_refusal_opens_the_step_again_and_keeps_its_promise(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    case = make_case(chain.item, chain.clerk, now=at("2026-09-15 10:00"), accept=True)
    actions.link_case(step=step(project, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:05"))
    finish_case(
        case=case, outcome=Outcome.REFUSED, result="", reasons="不符", actor=chain.clerk, now=at("2026-09-17 10:00")
    )

    assert step(project, 2).state == "ready"
    assert clock(project, ClockKind.LICENCE_WEEK).stopped_at == at("2026-09-17 10:00")


def test_a_case_of_another_item_or_of_another_step_fulfils_nothing(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    with pytest.raises(UnableToStep, match="another item"):
        actions.link_case(step=step(project, 2), case=make_case(), actor=chain.clerk, now=at("2026-09-15 10:00"))

    case = make_case(chain.item, chain.clerk)
    actions.link_case(step=step(project, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:00"))
    second = opened(chain)
    done(chain, second, 1, NOW)
    with pytest.raises(UnableToStep, match="another step"):
        actions.link_case(step=step(second, 2), case=case, actor=chain.clerk, now=at("2026-09-15 10:00"))


def test_the_last_step_finishes_the_project_and_closes_its_matter(chain: Chain) -> None:
    project = opened(chain)
    for number in range(1, 6):
        done(chain, project, number, at(f"2026-09-{14 + number} 10:00"))
    project.refresh_from_db()

    assert (project.state, project.matter.closed_at is not None) == ("finished", True)
    assert not Clock.objects.running().filter(matter=project.matter).exists()


def test_withdrawing_a_project_cancels_what_runs_and_leaves_a_breach(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    complete(chain, project, 2, at("2026-09-15 10:00"))
    actions.withdraw_project(project=project, ground="改址", actor=chain.clerk, now=at("2026-10-15 10:00"))

    assert clock(project, ClockKind.PROJECT).cancelled_at == at("2026-10-15 10:00")
    late = clock(project, ClockKind.LICENCE_WEEK)
    assert (late.cancelled_at, late.stopped_at) == (None, at("2026-10-15 10:00"))
