"""Answers, their check, rework, and the end."""

import pytest

from complaints import actions
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.notifications.models import Notice
from tests.cast import at
from tests.complaints.conftest import Cast, dispatched, make_complaint, replied, signed

pytestmark = pytest.mark.django_db


def test_an_answer_stops_the_units_clock_and_not_the_citizens(cast: Cast) -> None:
    complaint = replied(cast, now=at("2026-09-29 10:00"))

    assert complaint.state == "replied"
    assert complaint.matter.clocks.get(kind="reply").stopped_at == at("2026-09-29 10:00")
    assert complaint.matter.clocks.get(kind="citizen").running
    assert Notice.objects.get(kind="complaint.replied").recipient == cast.operator


@pytest.mark.parametrize(("text", "contacted"), [(" ", "电话"), ("已修好", " ")])
def test_an_answer_needs_its_text_and_the_contact(cast: Cast, text: str, contacted: str) -> None:
    """T-49."""
    complaint = signed(cast)

    with pytest.raises(actions.UnableToReply):
        actions.reply(
            complaint=complaint, text=text, contacted_how=contacted, actor=cast.handler, now=at("2026-09-29 10:00")
        )

    assert complaint.matter.clocks.get(kind="reply").running


def test_the_unit_signs_before_it_answers(cast: Cast) -> None:
    with pytest.raises(actions.UnableToReply, match="Sign"):
        actions.reply(
            complaint=dispatched(cast), text="x", contacted_how="y", actor=cast.head, now=at("2026-09-29 10:00")
        )


def test_only_the_head_and_the_assigned_handler_answer(cast: Cast) -> None:
    complaint = signed(cast)
    actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=at("2026-09-28 15:00"))
    colleague = type(cast.handler).objects.create(username="colleague", display_name="同事", unit=cast.unit)
    colleague.grants.create(role="handler", granted_at=at("2026-01-05 09:00"))

    for somebody in (colleague, cast.other_head, cast.other_handler, cast.operator, cast.office):
        with pytest.raises(actions.UnableToReply):
            actions.reply(complaint=complaint, text="x", contacted_how="y", actor=somebody, now=at("2026-09-29 10:00"))


def test_closing_stops_the_promise_to_the_citizen(cast: Cast) -> None:
    complaint = actions.close(complaint=replied(cast), actor=cast.operator, now=at("2026-09-30 09:00"))

    assert complaint.state == "closed"
    assert complaint.matter.closed_at == at("2026-09-30 09:00")
    assert not [clock for clock in complaint.matter.clocks.all() if clock.running]
    assert complaint.replies.get().checked_by == cast.operator


def test_a_complaint_without_an_answer_is_not_closed(cast: Cast) -> None:
    for complaint in (make_complaint(), dispatched(cast), signed(cast)):
        with pytest.raises(actions.UnableToCheck):
            actions.close(complaint=complaint, actor=cast.operator, now=at("2026-09-30 09:00"))


def test_a_complaint_is_closed_once(cast: Cast) -> None:
    complaint = actions.close(complaint=replied(cast), actor=cast.operator, now=at("2026-09-30 09:00"))

    with pytest.raises(actions.UnableToCheck):
        actions.close(complaint=complaint, actor=cast.operator, now=at("2026-09-30 09:01"))
    with pytest.raises(actions.UnableToCheck):
        actions.send_back(complaint=complaint, reason="x", actor=cast.operator, now=at("2026-09-30 09:01"))
    assert Entry.objects.filter(verb=Verb.COMPLAINT_CLOSED).count() == 1


def test_only_the_operator_checks_an_answer(cast: Cast) -> None:
    complaint = replied(cast)

    for somebody in (cast.head, cast.handler, cast.office, cast.auditor):
        with pytest.raises(actions.UnableToCheck):
            actions.close(complaint=complaint, actor=somebody, now=at("2026-09-30 09:00"))
        with pytest.raises(actions.UnableToCheck):
            actions.send_back(complaint=complaint, reason="x", actor=somebody, now=at("2026-09-30 09:00"))


def test_a_sent_back_answer_gets_a_new_limit_and_is_counted(cast: Cast) -> None:
    """T-48: sent back on Wednesday 30 September, the new limit ends on Tuesday 13 October."""
    complaint = replied(cast)

    again = actions.send_back(complaint=complaint, reason="没有修好", actor=cast.operator, now=at("2026-09-30 09:00"))

    assert (again.state, again.reworks, again.supervised) == ("signed", 1, False)
    first, second = again.matter.clocks.filter(kind="reply").order_by("pk")
    assert first.stopped_at == at("2026-09-29 10:00")
    assert second.due_at == at("2026-10-14 00:00")
    assert again.matter.clocks.get(kind="citizen").running
    with pytest.raises(actions.UnableToCheck):
        actions.close(complaint=again, actor=cast.operator, now=at("2026-09-30 10:00"))


def test_a_second_rework_brings_supervision_and_tells_the_office(cast: Cast) -> None:
    """T-48."""
    complaint = replied(cast)
    actions.send_back(complaint=complaint, reason="没修", actor=cast.operator, now=at("2026-09-30 09:00"))
    assert not Notice.objects.filter(recipient=cast.office).exists()
    actions.reply(complaint=complaint, text="又修", contacted_how="电话", actor=cast.head, now=at("2026-10-08 09:00"))

    again = actions.send_back(complaint=complaint, reason="还没修", actor=cast.operator, now=at("2026-10-08 10:00"))

    assert again.supervised
    assert Notice.objects.get(recipient=cast.office).kind == "complaint.sent-back"


def test_sending_back_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(actions.UnableToCheck, match="missing"):
        actions.send_back(complaint=replied(cast), reason=" ", actor=cast.operator, now=at("2026-09-30 09:00"))


def test_an_answer_after_the_limit_is_taken_and_left_to_the_judge(cast: Cast) -> None:
    complaint = replied(cast, now=at("2026-10-12 09:00"))

    late = complaint.matter.clocks.get(kind="reply")
    assert late.is_late(at("2026-10-12 09:00"))
    assert late.look_at is not None
