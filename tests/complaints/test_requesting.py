"""Returns and extensions: asked for by the unit, ruled on by the hotline."""

import pytest

from complaints import actions
from complaints.models import Complaint, Request
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.notifications.models import Notice
from tests.cast import at
from tests.complaints.conftest import Cast, dispatched, replied, signed

pytestmark = pytest.mark.django_db


def ask_return(cast: Cast, complaint: Complaint, *, now: str = "2026-09-28 16:00") -> Request:
    return actions.ask_return(
        complaint=complaint, reason="属水务局职责", suggested_unit=cast.other_unit, actor=cast.head, now=at(now)
    )


def ask_extension(cast: Cast, complaint: Complaint, *, days: int = 5, now: str = "2026-09-29 10:00") -> Request:
    return actions.ask_extension(complaint=complaint, days=days, reason="需要采购灯具", actor=cast.handler, now=at(now))


def rule_on_extension(cast: Cast, request: Request, *, now: str, granted: bool = True) -> Complaint:
    return actions.rule_on_extension(
        request=request, granted=granted, ruling_note="可以", actor=cast.operator, now=at(now)
    )


def test_a_granted_return_brings_it_back_under_a_fresh_dispatch_clock(cast: Cast) -> None:
    """T-43: the old unit's time stays in the history, the citizen's clock runs on."""
    request = ask_return(cast, dispatched(cast))
    now = at("2026-09-29 09:30")

    back = actions.rule_on_return(request=request, granted=True, ruling_note="", actor=cast.operator, now=now)

    assert back.state == "filed"
    assert back.matter.unit == cast.hotline
    clocks = back.matter.clocks
    assert clocks.get(kind="reply").cancelled_at == now
    assert clocks.get(kind="signfor").stopped_at or clocks.get(kind="signfor").cancelled_at
    assert [clock.running for clock in clocks.filter(kind="dispatch").order_by("pk")] == [False, True]
    assert clocks.get(kind="citizen").running
    assert back.dispatches.get().ended_at == now


def test_the_next_unit_starts_with_a_fresh_reply_clock(cast: Cast) -> None:
    """T-43."""
    request = ask_return(cast, dispatched(cast))
    actions.rule_on_return(
        request=request, granted=True, ruling_note="", actor=cast.operator, now=at("2026-09-29 09:30")
    )

    again = actions.dispatch(
        complaint=request.complaint, unit=cast.other_unit, note="", actor=cast.operator, now=at("2026-09-29 10:00")
    )

    fresh = again.matter.clocks.get(kind="reply", unit=cast.other_unit)
    assert fresh.started_at == at("2026-09-29 10:00")
    assert again.matter.clocks.filter(kind="citizen").count() == 1


def test_a_refused_return_leaves_it_and_is_final_for_that_unit(cast: Cast) -> None:
    """T-43: no second return after a ruling."""
    complaint = dispatched(cast)
    request = ask_return(cast, complaint)

    kept = actions.rule_on_return(
        request=request, granted=False, ruling_note="属你局职责", actor=cast.operator, now=at("2026-09-28 17:00")
    )

    assert kept.state == "dispatched"
    assert kept.matter.clocks.get(kind="reply").running
    with pytest.raises(actions.UnableToAsk, match="once"):
        ask_return(cast, complaint, now="2026-09-28 18:00")


def test_a_return_is_asked_for_within_one_working_day(cast: Cast) -> None:
    """T-43: dispatched on Wednesday before the holiday, the window ends with Thursday 8 October."""
    in_time, late = (dispatched(cast, now=at("2026-09-30 11:00")) for _ in range(2))

    ask_return(cast, in_time, now="2026-10-08 23:59")
    with pytest.raises(actions.UnableToAsk, match="within"):
        ask_return(cast, late, now="2026-10-09 00:00")


def test_asking_needs_a_reason_and_one_request_waits_at_a_time(cast: Cast) -> None:
    complaint = dispatched(cast)
    with pytest.raises(actions.UnableToAsk, match="reason"):
        actions.ask_return(
            complaint=complaint, reason=" ", suggested_unit=None, actor=cast.head, now=at("2026-09-28 12:00")
        )
    ask_return(cast, complaint)

    with pytest.raises(actions.UnableToAsk, match="yet to rule"):
        ask_return(cast, complaint)


def test_only_the_unit_that_has_it_asks(cast: Cast) -> None:
    complaint = dispatched(cast)

    for somebody in (cast.other_head, cast.operator, cast.office):
        with pytest.raises(actions.UnableToAsk):
            actions.ask_return(
                complaint=complaint, reason="x", suggested_unit=None, actor=somebody, now=at("2026-09-28 12:00")
            )
        with pytest.raises(actions.UnableToAsk):
            actions.ask_extension(complaint=complaint, days=1, reason="x", actor=somebody, now=at("2026-09-28 12:00"))


def test_a_return_is_ruled_on_once_and_by_the_hotline_or_the_office(cast: Cast) -> None:
    request = ask_return(cast, dispatched(cast))
    for somebody in (cast.head, cast.other_head, cast.handler, cast.auditor):
        with pytest.raises(actions.UnableToRule):
            actions.rule_on_return(
                request=request, granted=True, ruling_note="", actor=somebody, now=at("2026-09-28 17:00")
            )

    actions.rule_on_return(request=request, granted=True, ruling_note="", actor=cast.office, now=at("2026-09-28 17:00"))

    with pytest.raises(actions.UnableToRule):
        actions.rule_on_return(
            request=request, granted=False, ruling_note="x", actor=cast.operator, now=at("2026-09-28 17:01")
        )
    assert Entry.objects.filter(verb=Verb.COMPLAINT_RETURNED).count() == 1


def test_a_refusal_says_why(cast: Cast) -> None:
    request = ask_return(cast, dispatched(cast))

    with pytest.raises(actions.UnableToRule, match="reason"):
        actions.rule_on_return(
            request=request, granted=False, ruling_note="", actor=cast.operator, now=at("2026-09-28 17:00")
        )


def test_an_extension_moves_the_reply_by_its_days_and_nothing_else(cast: Cast) -> None:
    """T-44: from Saturday 10 October, a make-up day, 5 working days on to Friday 16 October."""
    complaint = signed(cast)
    citizen_due = complaint.matter.clocks.get(kind="citizen").due_at

    rule_on_extension(cast, ask_extension(cast, complaint), now="2026-09-29 11:00")

    reply = complaint.matter.clocks.get(kind="reply")
    assert reply.extended == 5
    assert reply.due_at == at("2026-10-17 00:00")
    assert complaint.matter.clocks.get(kind="citizen").due_at == citizen_due
    assert set(Notice.objects.filter(kind="complaint.extension-ruled").values_list("recipient", flat=True)) == {
        cast.head.pk,
        cast.handler.pk,
    }


def test_an_extension_is_asked_for_once(cast: Cast) -> None:
    """T-44."""
    complaint = signed(cast)
    rule_on_extension(cast, ask_extension(cast, complaint, days=1), now="2026-09-29 11:00")

    with pytest.raises(actions.UnableToAsk, match="once"):
        ask_extension(cast, complaint, days=1, now="2026-09-30 09:00")


@pytest.mark.parametrize("days", [0, 6, -1])
def test_an_extension_is_between_one_and_five_days(cast: Cast, days: int) -> None:
    with pytest.raises(actions.UnableToAsk, match="At most 5"):
        ask_extension(cast, signed(cast), days=days)


def test_after_expiry_no_extension_is_asked_for(cast: Cast) -> None:
    """T-44: the reply is due at the end of Saturday 10 October, a make-up working day."""
    first, second = signed(cast), signed(cast)

    ask_extension(cast, first, now="2026-10-10 23:59")
    with pytest.raises(actions.UnableToAsk, match="passed"):
        ask_extension(cast, second, now="2026-10-11 00:00")


def test_after_expiry_no_extension_is_granted_but_it_can_be_refused(cast: Cast) -> None:
    """T-44."""
    request = ask_extension(cast, signed(cast))
    with pytest.raises(actions.UnableToRule, match="passed"):
        rule_on_extension(cast, request, now="2026-10-11 00:00")
    request.refresh_from_db()
    assert request.ruled_at is None

    rule_on_extension(cast, request, now="2026-10-12 09:00", granted=False)

    request.refresh_from_db()
    assert request.granted is False


def test_who_asked_does_not_rule(cast: Cast) -> None:
    cast.handler.grants.create(role="operator", granted_at=at("2026-01-05 09:00"))
    request = ask_extension(cast, signed(cast))
    del cast.handler.role_codes

    with pytest.raises(actions.UnableToRule, match="Another"):
        actions.rule_on_extension(
            request=request, granted=True, ruling_note="", actor=cast.handler, now=at("2026-09-29 12:00")
        )


def test_an_answer_ends_the_open_requests(cast: Cast) -> None:
    complaint = signed(cast)
    request = ask_extension(cast, complaint)

    actions.reply(complaint=complaint, text="已修好", contacted_how="电话", actor=cast.head, now=at("2026-09-30 09:00"))

    request.refresh_from_db()
    assert (request.granted, request.ruled_by) == (False, None)
    with pytest.raises(actions.UnableToRule):
        rule_on_extension(cast, request, now="2026-09-30 10:00")


def test_after_rework_more_time_can_be_asked_for_the_new_limit(cast: Cast) -> None:
    complaint = signed(cast)
    rule_on_extension(cast, ask_extension(cast, complaint), now="2026-09-29 11:00")
    actions.reply(complaint=complaint, text="好了", contacted_how="电话", actor=cast.head, now=at("2026-09-30 09:00"))
    actions.send_back(complaint=complaint, reason="没修", actor=cast.operator, now=at("2026-09-30 10:00"))

    rule_on_extension(cast, ask_extension(cast, complaint, now="2026-10-08 10:00"), now="2026-10-08 11:00")

    assert complaint.matter.clocks.filter(kind="reply", extended=5).count() == 2


def test_nothing_is_asked_for_once_answered(cast: Cast) -> None:
    complaint = replied(cast)

    with pytest.raises(actions.UnableToAsk):
        ask_return(cast, complaint)
    with pytest.raises(actions.UnableToAsk):
        ask_extension(cast, complaint)
