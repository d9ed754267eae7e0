"""What happens to a case."""

from typing import Any

import pytest

from approvals.acceptance import accept_by_law
from approvals.actions import (
    UnableToAccept,
    UnableToFinish,
    UnableToReceive,
    accept_case,
    deem_accepted,
    finish_case,
    receive_case,
    withdraw_case,
)
from approvals.catalogue import change_item
from approvals.models import Case, CaseState, Outcome
from approvals.remedy import REMEDY
from efficiency.audit.models import Entry
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock, Matter
from efficiency.vault.models import Person
from tests.approvals.builders import APPLICANT, RECEIVED, clerk_of, make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


def clock_of(case: Case, kind: ClockKind) -> Clock:
    return Clock.objects.get(matter=case.matter, kind=kind)


def test_receiving_opens_a_matter_and_starts_the_five_days_for_acceptance() -> None:
    case = make_case()

    assert case.matter.reference.startswith("BJ-260914-")
    assert case.matter.path == f"/cases/{case.matter.reference}/"
    assert case.matter.unit == case.item.unit
    assert case.state == CaseState.RECEIVED
    assert [(c.kind, c.limit, c.due_at) for c in Clock.objects.filter(matter=case.matter)] == [
        ("acceptance", 5, at("2026-09-20 17:00"))  # Sunday 20 September is a make-up working day
    ]


def test_the_applicant_is_kept_in_the_vault_alone() -> None:
    case = make_case()

    assert Person.objects.get().pk == case.applicant
    kept = " ".join([case.matter.title, case.note, case.materials, str(list(Entry.objects.values_list("data")))])
    assert APPLICANT.name not in kept
    assert APPLICANT.id_number not in kept


def test_the_same_form_sent_twice_gives_the_same_case() -> None:
    item, clerk = make_item(), make_clerk()
    given: dict[str, Any] = {
        "item": item,
        "applicant": APPLICANT,
        "materials": [],
        "submission": "a" * 32,
        "actor": clerk,
    }

    first = receive_case(**given, now=RECEIVED)
    second = receive_case(**given, now=RECEIVED)

    assert first.pk == second.pk
    assert Matter.objects.count() == 1
    assert Person.objects.count() == 1


def test_a_form_sent_by_another_clerk_is_refused() -> None:
    item = make_item()
    given: dict[str, Any] = {"item": item, "applicant": APPLICANT, "materials": [], "submission": "a" * 32}
    receive_case(**given, actor=make_clerk(), now=RECEIVED)

    with pytest.raises(UnableToReceive):
        receive_case(**given, actor=make_clerk(), now=RECEIVED)


def test_only_window_staff_take_cases() -> None:
    with pytest.raises(UnableToReceive):
        receive_case(
            item=make_item(),
            applicant=APPLICANT,
            materials=[],
            submission="a" * 32,
            actor=make_user("handler", unit=make_unit()),
            now=RECEIVED,
        )


def test_an_item_out_of_the_list_takes_no_cases() -> None:
    with pytest.raises(UnableToReceive):
        make_case(make_item(active=False))


def test_a_material_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(UnableToReceive):
        receive_case(
            item=make_item(),
            applicant=APPLICANT,
            materials=["无犯罪记录证明"],
            submission="a" * 32,
            actor=make_clerk(),
            now=RECEIVED,
        )


def test_accepting_in_time_starts_both_limits_from_that_day() -> None:
    """T-15."""
    case = make_case()

    case = accept_case(case=case, actor=clerk_of(case), now=at("2026-09-15 11:00"))

    assert case.accepted_from == at("2026-09-15 11:00")
    assert clock_of(case, ClockKind.ACCEPTANCE).stopped_at == at("2026-09-15 11:00")
    promised, statutory = clock_of(case, ClockKind.PROMISED), clock_of(case, ClockKind.STATUTORY)
    assert (promised.limit, promised.due_at) == (5, at("2026-09-21 17:00"))
    assert (statutory.limit, statutory.due_at) == (20, at("2026-10-19 17:00"))


def test_receiving_and_accepting_in_one_act_starts_both_limits() -> None:
    case = make_case(accept=True)

    assert case.state == CaseState.ACCEPTED
    assert case.accepted_from == RECEIVED
    assert {c.kind for c in Clock.objects.running().filter(matter=case.matter)} == {"promised", "statutory"}


def test_accepting_after_the_five_days_counts_from_the_receipt() -> None:
    """T-14: the acceptance day is the day the materials were received."""
    case = make_case(now=at("2025-04-25 10:00"))

    case = accept_case(case=case, actor=clerk_of(case), now=at("2025-05-08 09:00"))

    assert case.accepted_from == at("2025-04-25 10:00")
    assert case.deemed
    assert clock_of(case, ClockKind.STATUTORY).due_at == at("2025-05-27 17:00")  # D20


def test_a_case_that_nobody_touches_is_accepted_by_law() -> None:
    """T-14: told nothing by due(R, 5), the application is accepted as of R."""
    case = make_case(now=at("2025-04-25 10:00"))

    assert accept_by_law(now=at("2025-05-06 16:59")) == 0  # D19
    assert accept_by_law(now=at("2025-05-06 17:01")) == 1
    assert accept_by_law(now=at("2025-05-06 17:02")) == 0

    case.refresh_from_db()
    assert (case.state, case.accepted_from) == (CaseState.ACCEPTED, at("2025-04-25 10:00"))


def test_acceptance_by_law_waits_for_the_five_days() -> None:
    """T-14."""
    case = make_case()

    with pytest.raises(UnableToAccept):
        deem_accepted(case=case, now=at("2026-09-15 10:00"))


def test_a_case_is_accepted_once() -> None:
    case = make_case(accept=True)

    with pytest.raises(UnableToAccept):
        accept_case(case=case, actor=clerk_of(case), now=at("2026-09-15 11:00"))


def test_another_units_handler_cannot_accept() -> None:
    case = make_case()
    outsider = make_user("handler", unit=make_unit("市民政局"))

    with pytest.raises(UnableToAccept):
        accept_case(case=case, actor=outsider, now=at("2026-09-15 11:00"))


def test_an_item_without_a_statutory_limit_has_the_promised_clock_alone() -> None:
    case = make_case(make_item(statutory_limit=None), accept=True)

    assert [c.kind for c in Clock.objects.running().filter(matter=case.matter)] == ["promised"]


def test_limits_are_those_of_the_receipt_whatever_the_catalogue_says_later() -> None:
    """T-25."""
    case = make_case()
    office = make_user("office")
    change_item(item=case.item, values={"promised_limit": 3}, version=1, actor=office, now=at("2026-09-15 09:00"))

    case = accept_case(case=case, actor=clerk_of(case), now=at("2026-09-15 11:00"))

    assert clock_of(case, ClockKind.PROMISED).limit == 5
    assert (case.item_version, case.item.version) == (1, 2)


def test_granting_stops_both_clocks_and_starts_the_delivery() -> None:
    """T-23."""
    case = make_case(accept=True)

    case = finish_case(
        case=case, outcome=Outcome.GRANTED, result="JY132058300001", reasons="", actor=clerk_of(case),
        now=at("2026-09-16 15:00"),
    )  # fmt: skip

    assert (case.state, case.outcome, case.result) == (CaseState.FINISHED, Outcome.GRANTED, "JY132058300001")
    assert case.matter.closed_at is None
    assert [c.kind for c in Clock.objects.running().filter(matter=case.matter)] == ["delivery"]


def test_a_refusal_carries_its_reasons_and_the_remedies() -> None:
    """T-24: 60 days for reconsideration, 6 months for a lawsuit."""
    case = make_case(accept=True)

    case = finish_case(
        case=case, outcome=Outcome.REFUSED, result="", reasons="经营场所未分区。", actor=clerk_of(case),
        now=at("2026-09-16 15:00"),
    )  # fmt: skip

    assert case.reasons == "经营场所未分区。"
    assert case.remedy == REMEDY
    assert "60日" in REMEDY
    assert "6个月" in REMEDY


@pytest.mark.parametrize(("outcome", "result", "reasons"), [(Outcome.REFUSED, "", "  "), (Outcome.GRANTED, "  ", "")])
def test_a_decision_that_lacks_its_content_is_refused(outcome: Outcome, result: str, reasons: str) -> None:
    """T-24: no refusal without reasons."""
    case = make_case(accept=True)

    with pytest.raises(UnableToFinish):
        finish_case(
            case=case, outcome=outcome, result=result, reasons=reasons, actor=clerk_of(case), now=at("2026-09-16 15:00")
        )


def test_only_an_accepted_case_can_be_finished() -> None:
    case = make_case()

    with pytest.raises(UnableToFinish):
        finish_case(
            case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=clerk_of(case), now=at("2026-09-16 15:00")
        )


def test_another_unit_cannot_finish() -> None:
    case = make_case(accept=True)
    outsider = make_user("head", unit=make_unit("市民政局"))

    with pytest.raises(UnableToFinish):
        finish_case(
            case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=outsider, now=at("2026-09-16 15:00")
        )


def test_withdrawing_cancels_what_runs() -> None:
    case = make_case(accept=True)

    case = withdraw_case(case=case, reason="书面申请撤回", actor=clerk_of(case), now=at("2026-09-16 15:00"))

    assert case.state == CaseState.WITHDRAWN
    cancelled = Clock.objects.filter(matter=case.matter, cancelled_at__isnull=False)
    assert {c.kind for c in cancelled} == {"promised", "statutory"}


def test_withdrawing_after_the_limit_leaves_the_breach_to_the_judge() -> None:
    case = make_case(accept=True)

    withdraw_case(case=case, reason="书面申请撤回", actor=clerk_of(case), now=at("2026-09-22 09:00"))

    promised = clock_of(case, ClockKind.PROMISED)
    assert promised.stopped_at == at("2026-09-22 09:00")
    assert promised.look_at is not None


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_needs_a_reason(reason: str) -> None:
    case = make_case()

    with pytest.raises(UnableToFinish):
        withdraw_case(case=case, reason=reason, actor=clerk_of(case), now=at("2026-09-16 15:00"))


def test_an_ended_case_cannot_be_withdrawn() -> None:
    case = make_case()
    withdraw_case(case=case, reason="书面申请撤回", actor=clerk_of(case), now=at("2026-09-16 15:00"))

    with pytest.raises(UnableToFinish):
        withdraw_case(case=case, reason="书面申请撤回", actor=clerk_of(case), now=at("2026-09-16 15:01"))


def test_every_act_writes_its_entry() -> None:
    case = make_case()
    accept_case(case=case, actor=clerk_of(case), now=at("2026-09-15 11:00"))
    finish_case(
        case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=clerk_of(case), now=at("2026-09-16 15:00")
    )

    entries = Entry.objects.about("case", case.pk)
    assert list(entries.values_list("verb", flat=True)) == ["case-received", "case-accepted", "case-finished"]
