"""E-11, E-13 and E-15: steps, hearings, and items out of the list."""

from datetime import timedelta

import pytest

from approvals.actions import UnableToDoStage, finish_stage, take_commitment
from approvals.catalogue import schedule_change
from approvals.models import Case, Stage
from efficiency.irregularities.models import Finding
from tests.irregularities.builders import (
    RECEIVED,
    at,
    clerk_of,
    do_stage,
    found,
    grant,
    make_case,
    make_item,
    make_staged,
    make_user,
    refuse,
    stage_of,
    without_papers,
)

pytestmark = pytest.mark.django_db
NEXT = at("2026-09-15 10:00")
AFTER = at("2026-09-16 10:00")


def people(case: Case) -> tuple[object, object]:
    """Two who may handle it."""
    unit = case.matter.unit
    return make_user("handler", unit=unit), make_user("head", unit=unit)


def with_hearing(found_: str = "for") -> Case:
    """Examined by one, heard by another."""
    case = make_staged("审查", "听证", "决定")
    handler, head = people(case)
    do_stage(case, 1, handler, NEXT)  # type: ignore[arg-type]
    do_stage(case, 2, head, AFTER, found=found_)  # type: ignore[arg-type]
    return case


# -- E-11 ------------------------------------------------------------------------------------


def test_e11_who_examined_and_tried_to_chair_the_hearing_is_found() -> None:
    """E-11, T-30."""
    case = make_staged("审查", "听证")
    handler, _head = people(case)
    do_stage(case, 1, handler, NEXT)  # type: ignore[arg-type]
    with pytest.raises(UnableToDoStage):
        finish_stage(stage=stage_of(case, 2), opinion="已听证", actor=handler, now=AFTER)  # type: ignore[arg-type]

    assert found("E-11") == ["step-tried"]
    assert "handler" not in str(Finding.objects.get().facts)


def test_e11_stages_in_order_by_the_right_people_are_none() -> None:
    """E-11, T-30."""
    grant(with_hearing(), AFTER)

    assert found("E-11") == []


def test_e11_a_stage_before_one_that_comes_first_is_found() -> None:
    """E-11, T-30."""
    case = make_staged("审查", "公示")
    Stage.objects.filter(case=case, place=2).update(done_at=NEXT, done_by=case.clerk)

    assert found("E-11") == ["step-order"]


def test_e11_a_stage_that_was_skipped_is_found() -> None:
    """E-11, T-30."""
    case = make_staged("审查")
    Case.objects.filter(pk=case.pk).update(state="finished", outcome="granted", result="证1号", finished_at=NEXT)

    assert found("E-11") == ["step-skipped"]


def test_e11_a_case_decided_on_a_commitment_skips_none() -> None:
    """E-11."""
    case = make_staged("审查", "决定", on_commitment=True)
    take_commitment(case=case, actor=clerk_of(case), now=NEXT)
    grant(case, NEXT)

    assert found("E-11") == []


def test_e11_a_hearing_chaired_by_the_examiner_is_found() -> None:
    """E-11, T-30."""
    case = make_staged("审查", "听证")
    Stage.objects.filter(case=case).update(done_at=NEXT, done_by=case.clerk)

    assert found("E-11") == ["hearing-partial"]


def test_e11_an_inspection_by_one_alone_is_found() -> None:
    """E-11, art. 34."""
    case = make_staged("现场勘验")
    Stage.objects.filter(case=case).update(done_at=NEXT, done_by=case.clerk)

    assert found("E-11") == ["site-alone"]


def test_e11_an_inspection_by_two_is_none() -> None:
    """E-11, art. 34."""
    case = make_staged("现场勘验")
    handler, head = people(case)
    do_stage(case, 1, handler, NEXT, second=head)  # type: ignore[arg-type]

    assert found("E-11") == []


# -- E-13 ------------------------------------------------------------------------------------


def test_e13_a_decision_without_the_hearing_that_was_due_is_found() -> None:
    """E-13: not even a commitment stands in for it."""
    case = make_staged("听证", "决定", on_commitment=True)
    take_commitment(case=case, actor=clerk_of(case), now=NEXT)
    grant(case, NEXT)

    assert found("E-13") == ["hearing-skipped"]


def test_e13_granted_against_the_record_of_the_hearing_is_found() -> None:
    """E-13."""
    grant(with_hearing("against"), AFTER)

    assert found("E-13") == ["hearing-unheeded"]
    facts = Finding.objects.get().facts
    assert (facts["hearing"], facts["outcome"]) == ("against", "granted")


def test_e13_refused_against_the_record_of_the_hearing_is_found() -> None:
    """E-13."""
    refuse(with_hearing("for"), AFTER)

    assert found("E-13") == ["hearing-unheeded"]


def test_e13_a_decision_that_follows_the_record_is_none() -> None:
    """E-13."""
    refuse(with_hearing("against"), AFTER)
    grant(with_hearing("for"), AFTER)

    assert found("E-13") == []


# -- E-15 ------------------------------------------------------------------------------------


def test_e15_a_case_on_an_item_that_was_out_of_the_list_is_found() -> None:
    """E-15."""
    item = make_item()
    schedule_change(
        item=item,
        values={"active": False},
        ground="取消",
        effective_from=RECEIVED - timedelta(days=2),
        actor=make_user("office"),
        now=RECEIVED - timedelta(days=3),
    )
    other = make_case()
    without_papers(other, item=item)

    assert found("E-15") == ["item-unlisted"]


def test_e15_an_item_that_leaves_the_list_after_the_receipt_is_none() -> None:
    """E-15."""
    item = make_item()
    make_case(item)
    schedule_change(
        item=item,
        values={"active": False},
        ground="取消",
        effective_from=RECEIVED + timedelta(days=2),
        actor=make_user("office"),
        now=RECEIVED + timedelta(days=1),
    )

    assert found("E-15") == []
