"""An application that is not accepted."""

from typing import Any

import pytest
from django.db import IntegrityError

from approvals.actions import UnableToDecline, decline_case
from approvals.models import Case, CaseState, DeclineGround, Paper
from approvals.remedy import REMEDY
from efficiency.clocks.models import Clock
from tests.approvals.builders import make_case
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

MOMENT = at("2026-09-15 10:00")


def decline(case: Case, **changed: Any) -> Case:
    given: dict[str, Any] = {
        "ground": DeclineGround.NOT_OURS,
        "reasons": "属于苏州市权限。",
        "agency": "苏州市市场监督管理局",
        "actor": case.clerk,
        "now": MOMENT,
    }
    return decline_case(case=case, **(given | changed))


def test_out_of_power_is_refused_at_once_with_the_right_agency_named() -> None:
    """T-17."""
    case = decline(make_case())

    assert (case.state, case.agency, case.matter.closed_at) == (CaseState.DECLINED, "苏州市市场监督管理局", MOMENT)
    assert not Clock.objects.running().filter(matter=case.matter).exists()
    paper = Paper.objects.get(matter=case.matter)
    assert "请向苏州市市场监督管理局提出申请。" in paper.body
    assert paper.remedy == REMEDY


@pytest.mark.parametrize("missing", [{"agency": " "}, {"reasons": "  "}])
def test_without_agency_or_reasons_nobody_is_turned_away(missing: dict[str, str]) -> None:
    """T-17, E-06."""
    case = make_case()

    with pytest.raises(UnableToDecline):
        decline(case, **missing)


def test_a_turned_away_application_without_reasons_cannot_be_stored() -> None:
    """E-06: a constraint, whoever writes."""
    case = make_case()

    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=case.pk).update(state="declined", decline_ground="unfit")


def test_no_licence_needed_is_told_with_its_reason() -> None:
    """Art. 32(1)."""
    case = decline(make_case(), ground=DeclineGround.NOT_NEEDED, reasons="销售预包装食品仅需备案。", agency="")

    assert Paper.objects.get(matter=case.matter).title == "不受理告知书"


def test_after_five_working_days_nobody_is_turned_away() -> None:
    """T-14."""
    case = make_case()

    with pytest.raises(UnableToDecline):
        decline(case, now=at("2026-09-20 17:00"))


def test_an_accepted_case_is_not_turned_away() -> None:
    with pytest.raises(UnableToDecline):
        decline(make_case(accept=True))


def test_another_unit_turns_nobody_away() -> None:
    with pytest.raises(UnableToDecline):
        decline(make_case(), actor=make_user("handler", unit=make_unit("市民政局")))
