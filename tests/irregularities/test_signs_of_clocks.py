"""E-08 and E-09: pauses and extensions."""

from datetime import timedelta

import pytest

from approvals.actions import ask_extension, resume_case, rule_on_ask, withdraw_case
from approvals.models import Case
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Extension, Pause
from efficiency.irregularities.models import Finding
from tests.irregularities.builders import (
    LATER,
    RECEIVED,
    at,
    clerk_of,
    clock_of,
    found,
    grant,
    make_case,
    make_clerk,
    make_item,
    make_user,
    pause,
    sweep,
)

pytestmark = pytest.mark.django_db
NEXT = at("2026-09-15 10:00")


def paused_beside_the_acts(case: Case, **values: object) -> Pause:
    """A pause of the law's limit as no act would write it."""
    given = {
        "ground": Ground.TESTING,
        "document": "特程〔2026〕1号",
        "paused_from": NEXT,
        "planned_until": at("2026-09-25 00:00").date(),
        "resumed_at": at("2026-09-24 10:00"),
    }
    return Pause.objects.create(clock=clock_of(case), **given | values)


def extended_beside_the_acts(case: Case, **values: object) -> Extension:
    """An extension of the law's limit as no act would write it."""
    head = make_user("head", unit=case.matter.unit)
    given = {"amount": 5, "reason": "补充检测", "asked_by": make_user("handler"), "approved_by": head}
    return Extension.objects.create(clock=clock_of(case), **given | {"granted_at": NEXT} | values)


# -- E-08 ------------------------------------------------------------------------------------


def test_e08_a_pause_on_another_ground_is_information_and_only_the_promise_stands_still() -> None:
    """E-08, T-20."""
    case = make_case(accept=True)
    due = clock_of(case).due_at
    pause(case, Ground.OTHER, now=NEXT)
    resume_case(case=case, actor=clerk_of(case), now=at("2026-09-16 10:00"))

    assert found("E-08") == ["pause-ground"]
    assert clock_of(case).due_at == due
    assert Finding.objects.get().facts["ground"] == "other"


def test_e08_a_pause_on_a_ground_of_the_law_that_somebody_ends_in_time_is_none() -> None:
    """E-08, T-20."""
    case = make_case(accept=True)
    pause(case, now=NEXT)
    resume_case(case=case, actor=clerk_of(case), now=at("2026-09-16 10:00"))

    assert found("E-08") == []


def test_e08_a_pause_whose_announced_end_went_by_is_found_once_for_the_case() -> None:
    """E-08, T-22: the clock ran on by itself; the alert is the finding."""
    pause(make_case(accept=True), until="2026-09-25", now=NEXT)

    assert found("E-08", at("2026-09-25 23:00")) == []
    assert found("E-08", at("2026-09-26 00:05")) == ["pause-unended"]


def test_e08_a_pause_that_ended_with_its_case_is_none() -> None:
    """E-08, T-22."""
    case = make_case(accept=True)
    pause(case, until="2026-09-25", now=NEXT)
    grant(case, at("2026-09-24 10:00"))

    assert found("E-08") == []


@pytest.mark.parametrize(
    "lacking", [{"document": ""}, {"planned_until": None, "resumed_at": None}], ids=["no notice", "no length"]
)
def test_e08_a_pause_that_was_not_announced_is_found(lacking: dict[str, object]) -> None:
    """E-08, T-20."""
    paused_beside_the_acts(make_case(accept=True), **lacking)

    assert found("E-08") == ["pause-unannounced"]


def test_e08_a_pause_after_the_limit_is_found_and_undoes_nothing() -> None:
    """E-08, T-21."""
    case = make_case(accept=True)
    due = clock_of(case).due_at
    late = due + timedelta(hours=1)
    paused_beside_the_acts(
        case, paused_from=late, planned_until=(late + timedelta(days=9)).date(), resumed_at=late + timedelta(days=8)
    )

    assert found("E-08") == ["pause-late"]
    assert clock_of(case).due_at == due


def test_e08_overlapping_pauses_are_found() -> None:
    """E-08, T-21."""
    case = make_case(accept=True)
    paused_beside_the_acts(case)
    paused_beside_the_acts(case, paused_from=at("2026-09-18 10:00"), resumed_at=at("2026-09-28 10:00"))

    assert found("E-08") == ["pause-overlap"]


def test_e08_one_pause_after_another_is_none() -> None:
    """E-08, T-21."""
    case = make_case(accept=True)
    paused_beside_the_acts(case)
    paused_beside_the_acts(
        case,
        paused_from=at("2026-09-28 10:00"),
        planned_until=at("2026-09-30 00:00").date(),
        resumed_at=at("2026-09-29 10:00"),
    )

    assert found("E-08") == []


# -- E-09 ------------------------------------------------------------------------------------


def extended(case: Case, days: int = 10) -> None:
    """As the law wants it."""
    unit = case.matter.unit
    ask = ask_extension(case=case, days=days, reason="补充检测", actor=make_user("handler", unit=unit), now=NEXT)
    rule_on_ask(ask=ask, granted=True, actor=make_user("head", unit=unit), now=NEXT)


def test_e09_one_extension_of_ten_days_by_the_head_with_its_notice_is_none() -> None:
    """E-09, T-18."""
    extended(make_case(accept=True))

    assert found("E-09") == []


def test_e09_more_than_ten_days_are_found() -> None:
    """E-09, T-18."""
    extended_beside_the_acts(make_case(accept=True), amount=11)

    assert found("E-09") == ["extension-long", "extension-untold"]


def test_e09_joint_handling_may_take_fifteen_days_more() -> None:
    """E-09, T-18, T-19."""
    case = make_case(accept=True)
    clock = clock_of(case)
    clock.kind = ClockKind.JOINT
    clock.save()
    mayor = make_user("executive")
    Extension.objects.create(
        clock=clock, amount=15, reason="联审", asked_by=case.clerk, approved_by=mayor, granted_at=NEXT
    )

    assert found("E-09") == []


def test_e09_sixteen_days_of_joint_handling_are_found() -> None:
    """E-09, T-18, T-19."""
    case = make_case(accept=True)
    clock = clock_of(case)
    clock.kind = ClockKind.JOINT
    clock.save()
    mayor = make_user("executive")
    Extension.objects.create(
        clock=clock, amount=16, reason="联审", asked_by=case.clerk, approved_by=mayor, granted_at=NEXT
    )

    assert found("E-09") == ["extension-long"]


def test_e09_the_wrong_approver_is_found() -> None:
    """E-09, T-18."""
    extended_beside_the_acts(make_case(accept=True), approved_by=make_user("handler"))

    assert found("E-09") == ["extension-approver", "extension-untold"]


def test_e09_a_head_who_was_head_then_may_be_none_now() -> None:
    """E-09, T-18."""
    case = make_case(accept=True)
    extended(case)
    head = Extension.objects.filter(clock=clock_of(case)).get().approved_by
    assert head is not None
    head.grants.update(revoked_at=NEXT + timedelta(days=30))

    assert found("E-09") == []


def test_e09_an_extension_after_the_limit_is_found() -> None:
    """E-09, T-18."""
    case = make_case(accept=True)
    late = clock_of(case).due_at + timedelta(hours=2)
    sweep(late - timedelta(hours=1))
    extended_beside_the_acts(case, granted_at=late)

    assert found("E-09") == ["extension-late", "extension-untold"]


def test_e09_an_extension_without_reasons_told_is_found() -> None:
    """E-09, T-18."""
    extended_beside_the_acts(make_case(accept=True))

    assert found("E-09") == ["extension-untold"]


def test_e09_more_time_again_after_filing_anew_is_found() -> None:
    """E-09, T-18."""
    item, clerk = make_item(), make_clerk()
    first = make_case(item, clerk, accept=True)
    extended(first)
    withdraw_case(case=first, reason="另行选址", actor=clerk, now=at("2026-09-16 10:00"))
    anew = make_case(item, clerk, accept=True, now=at("2026-09-17 10:00"))
    assert anew.predecessor == first
    extended_beside_the_acts(anew, granted_at=at("2026-09-18 10:00"))

    assert found("E-09") == ["extension-twice", "extension-untold"]


def test_nothing_of_the_hotline_is_looked_at_here() -> None:
    case = make_case(accept=True)
    extended_beside_the_acts(case, amount=11)
    type(case.matter).objects.update(subsystem="hotline")

    assert found("E-09", LATER) == []
    assert RECEIVED < NEXT
