"""The one-time notice and its completion: art. 32 of the Administrative Licensing Law."""

import pytest

from approvals.acceptance import accept_by_law, lapse_uncompleted
from approvals.actions import (
    Told,
    UnableToAccept,
    UnableToComplete,
    UnableToTell,
    accept_case,
    receive_case,
    take_completion,
    tell_to_correct,
)
from approvals.defined import LAPSE
from approvals.models import Case, CaseState, Correction, Irregularity, Point
from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from tests.approvals.builders import APPLICANT, RECEIVED, clerk_of, make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

COPY = Told("未提交", "营业执照复印件")


def incomplete() -> Case:
    """Received on Monday 2026-09-14 without the copy of the licence."""
    return receive_case(
        item=make_item(),
        applicant=APPLICANT,
        materials=["申请书"],
        submission="c" * 32,
        actor=make_clerk(),
        now=RECEIVED,
    )


def told(*points: Told) -> Case:
    case = incomplete()
    return tell_to_correct(case=case, points=points or (COPY,), actor=clerk_of(case), now=at("2026-09-15 10:00"))


def keys(case: Case) -> list[int]:
    return list(Point.objects.filter(correction__case=case, answered_at=None).values_list("pk", flat=True))


def running(case: Case) -> list[str]:
    return sorted(Clock.objects.running().filter(matter=case.matter).values_list("kind", flat=True))


def test_a_notice_in_time_leaves_no_clock_running() -> None:
    """T-15."""
    case = told()

    assert case.state == CaseState.CORRECTING
    assert running(case) == []
    assert accept_by_law(now=at("2026-10-15 10:00")) == 0


def test_the_notice_names_the_last_day_for_the_applicant() -> None:
    """15 working days from Tuesday 15 September over the National Day."""
    assert Correction.objects.get(case=told()).correct_by.isoformat() == "2026-10-12"


def test_the_full_completion_is_accepted_on_its_day() -> None:
    """T-15: the limits run from day C."""
    case = told()

    case = take_completion(case=case, points=keys(case), actor=case.clerk, now=at("2026-09-21 09:00"))

    assert (case.state, case.accepted_from) == (CaseState.ACCEPTED, at("2026-09-21 09:00"))
    assert case.taken == ["申请书", "营业执照复印件"]
    assert running(case) == ["promised", "statutory"]


def test_what_comes_in_part_leaves_the_notice_open() -> None:
    case = told(COPY, Told("第2页未签名"))
    first, _second = keys(case)

    case = take_completion(case=case, points=[first], actor=case.clerk, now=at("2026-09-21 09:00"))

    assert case.state == CaseState.CORRECTING
    assert running(case) == []
    assert [point.words for point in Point.objects.filter(answered_at=None)] == ["第2页未签名"]


def test_a_completion_that_nobody_looks_at_is_accepted_by_law_from_its_day() -> None:
    """T-14 on the second file: the 5 working days run anew from the day it came."""
    case = told()
    take_completion(case=case, points=keys(case), accept_it=False, actor=case.clerk, now=at("2026-09-21 09:00"))

    assert accept_by_law(now=at("2026-09-30 09:00")) == 1

    case.refresh_from_db()
    assert (case.accepted_from, case.deemed) == (at("2026-09-21 09:00"), True)


def test_a_notice_leaves_nothing_out() -> None:
    """Art. 32(4): once, everything."""
    case = incomplete()

    with pytest.raises(UnableToTell):
        tell_to_correct(case=case, points=[Told("第2页未签名")], actor=clerk_of(case), now=at("2026-09-15 10:00"))


def test_after_five_working_days_it_is_too_late_for_a_notice() -> None:
    """T-14."""
    case = incomplete()

    with pytest.raises(UnableToTell):
        tell_to_correct(case=case, points=[COPY], actor=clerk_of(case), now=at("2026-09-20 17:00"))


@pytest.mark.parametrize("points", [[], [Told("  ", "营业执照复印件")], [Told("未提交", "无犯罪记录证明"), COPY]])
def test_a_notice_without_substance_or_beyond_the_list_is_refused(points: list[Told]) -> None:
    """Art. 31: nothing that the item does not ask for."""
    case = incomplete()

    with pytest.raises(UnableToTell):
        tell_to_correct(case=case, points=points, actor=clerk_of(case), now=at("2026-09-15 10:00"))


def test_another_unit_tells_nobody_anything() -> None:
    outsider = make_user("handler", unit=make_unit("市民政局"))

    with pytest.raises(UnableToTell):
        tell_to_correct(case=incomplete(), points=[COPY], actor=outsider, now=at("2026-09-15 10:00"))


def completed() -> Case:
    """Told, completed, and looked at again."""
    case = told()
    return take_completion(case=case, points=keys(case), accept_it=False, actor=case.clerk, now=at("2026-09-21 09:00"))


def test_a_second_notice_for_what_was_in_the_first_file_is_refused_and_recorded() -> None:
    """T-16, E-05."""
    case = completed()

    with pytest.raises(UnableToTell, match="E-05"):
        tell_to_correct(case=case, points=[Told("未盖章", "申请书")], actor=clerk_of(case), now=at("2026-09-22 09:00"))

    case.refresh_from_db()
    assert case.state == CaseState.RECEIVED
    kept = Irregularity.objects.get()
    assert (kept.rule, kept.refused, kept.by) == ("E-05", True, case.clerk)
    assert Entry.objects.get(verb="case-irregular").data == {"rule": "E-05", "refused": True}


def test_a_second_notice_may_name_what_is_wrong_with_the_papers_that_came_since() -> None:
    """T-16: this could not have been asked the first time."""
    case = completed()

    case = tell_to_correct(
        case=case, points=[Told("已过有效期", "营业执照复印件")], actor=clerk_of(case), now=at("2026-09-22 09:00")
    )

    assert case.state == CaseState.CORRECTING
    assert not Irregularity.objects.exists()


def test_a_case_to_be_completed_is_not_accepted_around_its_notice() -> None:
    case = told()

    with pytest.raises(UnableToAccept):
        accept_case(case=case, actor=clerk_of(case), now=at("2026-09-21 09:00"))


def test_a_completion_of_nothing_is_refused() -> None:
    case = told()

    with pytest.raises(UnableToComplete):
        take_completion(case=case, points=[], actor=case.clerk, now=at("2026-09-21 09:00"))


def test_only_what_was_told_is_completed() -> None:
    case = make_case()

    with pytest.raises(UnableToComplete):
        take_completion(case=case, points=[1], actor=case.clerk, now=at("2026-09-21 09:00"))


def test_an_applicant_who_does_not_complete_is_waited_for() -> None:
    """RULES 1.4: no national law ends the application."""
    told()

    assert lapse_uncompleted(now=at("2026-12-01 09:00")) == 0


def test_where_the_city_has_set_so_it_counts_as_withdrawn_after_its_day() -> None:
    case = told()
    adjust(key=LAPSE, value=True, ground="本市办法", actor=None, now=at("2026-09-01 09:00"))

    assert lapse_uncompleted(now=at("2026-10-12 23:00")) == 0
    assert lapse_uncompleted(now=at("2026-10-13 00:01")) == 1

    case.refresh_from_db()
    assert (case.state, case.said_how) == (CaseState.WITHDRAWN, "lapsed")


def test_the_acceptance_clock_stops_in_time_with_the_notice() -> None:
    case = told()

    clock = Clock.objects.get(matter=case.matter, kind=ClockKind.ACCEPTANCE)
    assert (clock.stopped_at, clock.look_at) == (at("2026-09-15 10:00"), None)
