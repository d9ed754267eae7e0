"""E-05, E-06, E-07 and E-14: notices, decisions and their papers."""

from datetime import timedelta

import pytest

from approvals.actions import Told, UnableToTell, decline_case, take_completion, tell_to_correct
from approvals.catalogue import schedule_change
from approvals.models import Case, Correction, DeclineGround, Paper, Point
from efficiency.irregularities.models import Finding
from tests.irregularities.builders import (
    RECEIVED,
    at,
    clerk_of,
    found,
    grant,
    make_case,
    make_item,
    make_user,
    refuse,
    without_papers,
)

pytestmark = pytest.mark.django_db
TOLD = at("2026-09-15 10:00")
BROUGHT = at("2026-09-16 10:00")
AGAIN = at("2026-09-17 10:00")


def told(*about: str, now: object = TOLD) -> Case:
    """A case on which one notice was given, and completed to be looked at again."""
    case = make_case()
    tell_to_correct(case=case, points=[Told("未盖章", one) for one in about], actor=clerk_of(case), now=TOLD)
    keys = list(Point.objects.filter(correction__case=case).values_list("pk", flat=True))
    return take_completion(case=case, points=keys, accept_it=False, actor=clerk_of(case), now=BROUGHT)


# -- E-05 ------------------------------------------------------------------------------------


def test_e05_a_second_notice_for_what_could_have_been_asked_is_found_though_it_was_refused() -> None:
    """E-05, T-16."""
    case = told("申请书")
    with pytest.raises(UnableToTell):
        tell_to_correct(case=case, points=[Told("过期", "营业执照复印件")], actor=clerk_of(case), now=AGAIN)

    assert found("E-05") == ["notice-tried"]
    finding = Finding.objects.get()
    assert (finding.matter, finding.unit, finding.at) == (case.matter, case.item.unit, AGAIN)


def test_e05_a_second_notice_on_a_paper_that_has_just_come_is_none() -> None:
    """E-05, T-16."""
    case = told("申请书")
    tell_to_correct(case=case, points=[Told("仍未盖章", "申请书")], actor=clerk_of(case), now=AGAIN)

    assert found("E-05") == []


def test_e05_a_second_notice_that_stands_is_found_however_it_came_to_be() -> None:
    """E-05, T-16."""
    case = told("申请书")
    second = Correction.objects.create(case=case, told_at=AGAIN, told_by=clerk_of(case), correct_by=AGAIN.date())
    Point.objects.create(correction=second, about="营业执照复印件", words="过期")

    assert found("E-05") == ["notice-given"]


def test_e05_one_notice_is_none() -> None:
    told("申请书", "营业执照复印件")

    assert found("E-05") == []


# -- E-06 ------------------------------------------------------------------------------------


def test_e06_a_refusal_without_a_document_is_found() -> None:
    """E-06."""
    case = refuse(make_case(accept=True))
    twin = without_papers(case)

    assert found("E-06") == ["refusal-unwritten"]
    assert Finding.objects.get(rule="E-06").matter == twin.matter


def test_e06_a_refusal_with_its_reasons_its_document_and_its_remedies_is_none() -> None:
    """E-06."""
    refuse(make_case(accept=True))

    assert found("E-06") == []


def test_e06_a_document_without_the_remedies_is_found() -> None:
    """E-06, T-24."""
    case = refuse(make_case(accept=True))
    twin = without_papers(case)
    paper = Paper.objects.filter(kind="refusal").get()
    paper.pk, paper.matter, paper.serial, paper.remedy = None, twin.matter, 99, ""
    paper.save(force_insert=True)

    assert found("E-06") == ["refusal-bare"]


@pytest.mark.parametrize(("ground", "agency"), [("not-ours", "苏州市交通运输局"), ("unfit", "")])
def test_e06_turned_away_as_the_law_wants_is_none(ground: str, agency: str) -> None:
    """E-06, T-17: out of power, the right agency is named."""
    case = make_case()
    decline_case(
        case=case, ground=DeclineGround(ground), reasons="不在权限内", agency=agency, actor=clerk_of(case), now=TOLD
    )

    assert found("E-06") == []


def test_e06_turned_away_without_a_document_is_found() -> None:
    """E-06, T-17."""
    case = make_case()
    declined = decline_case(
        case=case, ground=DeclineGround.UNFIT, reasons="不在权限内", agency="", actor=clerk_of(case), now=TOLD
    )
    without_papers(declined)

    assert found("E-06") == ["refusal-unwritten"]


# -- E-07 ------------------------------------------------------------------------------------


def test_e07_accepted_without_a_dated_notice_is_found() -> None:
    """E-07."""
    without_papers(make_case(accept=True))

    assert found("E-07") == ["no-receipt"]


def test_e07_accepted_with_its_notice_or_not_accepted_yet_is_none() -> None:
    """E-07."""
    make_case(accept=True)
    make_case()

    assert found("E-07") == []


def test_e07_what_an_older_system_accepted_has_its_papers_there() -> None:
    """E-07."""
    without_papers(make_case(accept=True), submission="backlog 2025-17")

    assert found("E-07") == []


# -- E-14 ------------------------------------------------------------------------------------


def test_e14_a_notice_that_asks_for_what_the_item_asks_for_only_since_is_found() -> None:
    """E-14."""
    item = make_item()
    case = make_case(item)
    office = make_user("office")
    schedule_change(
        item=item,
        values={"materials": "申请书\n营业执照复印件\n平面图"},
        ground="材料调整",
        effective_from=RECEIVED + timedelta(hours=1),
        actor=office,
        now=RECEIVED,
    )
    case = Case.objects.get(pk=case.pk)
    item.refresh_from_db()
    Point.objects.create(
        correction=Correction.objects.create(case=case, told_at=TOLD, told_by=clerk_of(case), correct_by=AGAIN.date()),
        about="平面图",
        words="未提交",
    )

    assert found("E-14") == ["material-unlisted"]
    assert Finding.objects.get(rule="E-14").facts["material"] == "平面图"


def test_e14_a_notice_that_asks_for_what_is_on_the_list_is_none() -> None:
    """E-14: optional materials are on the list too."""
    item = make_item()
    item.material_rows.filter(name="营业执照复印件").update(required=False)
    case = make_case(item)
    tell_to_correct(case=case, points=[Told("未盖章", "营业执照复印件")], actor=clerk_of(case), now=TOLD)

    assert found("E-14") == []


def test_nothing_is_irregular_in_a_case_that_goes_its_way() -> None:
    grant(make_case(accept=True))

    assert [found(f"E-{number:02d}") for number in range(5, 20)] == [[]] * 15
