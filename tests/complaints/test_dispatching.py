"""From the hotline to a unit and to a person there."""

import pytest

from complaints import actions
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.notifications.models import Notice
from tests.cast import at, make_unit, make_user
from tests.complaints.conftest import FILED, Cast, dispatched, make_complaint, replied, signed

pytestmark = pytest.mark.django_db


def test_the_units_five_working_days_run_from_dispatch(cast: Cast) -> None:
    """T-41: due = 5 working days after dispatch."""
    complaint = dispatched(cast, now=at("2026-09-29 16:00"))

    reply = complaint.matter.clocks.get(kind="reply")
    assert reply.unit == cast.unit
    assert reply.started_at == at("2026-09-29 16:00")
    # 30 September, 8, 9, the make-up Saturday 10, and 12 October.
    assert reply.due_at == at("2026-10-13 00:00")


def test_dispatch_stops_the_hotlines_clock_and_leaves_the_citizens_running(cast: Cast) -> None:
    complaint = dispatched(cast, now=at("2026-09-28 11:00"))

    assert complaint.matter.clocks.get(kind="dispatch").stopped_at == at("2026-09-28 11:00")
    assert complaint.matter.clocks.get(kind="citizen").running
    assert complaint.matter.unit == cast.unit


def test_the_sign_for_has_a_clock_in_working_hours_and_signing_does_not_move_the_reply(cast: Cast) -> None:
    """T-42."""
    complaint = dispatched(cast, now=at("2026-09-28 15:00"))
    sign_for = complaint.matter.clocks.get(kind="signfor")
    assert sign_for.due_at == at("2026-09-29 11:00")
    due_before = complaint.matter.clocks.get(kind="reply").due_at

    actions.sign_for(complaint=complaint, actor=cast.handler, now=at("2026-09-30 09:00"))

    sign_for.refresh_from_db()
    assert sign_for.stopped_at == at("2026-09-30 09:00")
    assert complaint.matter.clocks.get(kind="reply").due_at == due_before


def test_the_head_is_told_and_nobody_elses_head(cast: Cast) -> None:
    complaint = dispatched(cast)

    notice = Notice.objects.get(kind="complaint.dispatched", channel="inbox")
    assert notice.recipient == cast.head
    assert notice.path == complaint.matter.path


def test_where_a_unit_has_no_head_the_one_above_is_told(cast: Cast) -> None:
    below = make_unit("城管中队", parent=cast.unit)

    actions.dispatch(complaint=make_complaint(), unit=below, note="", actor=cast.operator, now=FILED)

    assert Notice.objects.get(kind="complaint.dispatched").recipient == cast.head


def test_a_dispatched_complaint_is_not_dispatched_again(cast: Cast) -> None:
    complaint = dispatched(cast)

    with pytest.raises(actions.UnableToDispatch):
        actions.dispatch(complaint=complaint, unit=cast.other_unit, note="", actor=cast.operator, now=FILED)


def test_a_held_complaint_is_not_dispatched(cast: Cast) -> None:
    with pytest.raises(actions.UnableToDispatch):
        actions.dispatch(
            complaint=make_complaint(suspicious="quick"), unit=cast.unit, note="", actor=cast.operator, now=FILED
        )


def test_nobody_but_the_operator_dispatches(cast: Cast) -> None:
    for somebody in (cast.head, cast.handler, cast.office, cast.auditor):
        with pytest.raises(actions.UnableToDispatch):
            actions.dispatch(complaint=make_complaint(), unit=cast.unit, note="", actor=somebody, now=FILED)


def test_the_hotline_and_a_closed_unit_get_no_complaint(cast: Cast) -> None:
    closed = make_unit("撤销的局")
    closed.active = False
    closed.save()

    for unit in (cast.hotline, closed):
        with pytest.raises(actions.UnableToDispatch):
            actions.dispatch(complaint=make_complaint(), unit=unit, note="", actor=cast.operator, now=FILED)


def test_the_unit_signs_once(cast: Cast) -> None:
    complaint = dispatched(cast)
    actions.sign_for(complaint=complaint, actor=cast.head, now=at("2026-09-28 12:00"))

    with pytest.raises(actions.UnableToSignFor):
        actions.sign_for(complaint=complaint, actor=cast.head, now=at("2026-09-28 12:01"))

    assert Entry.objects.filter(verb=Verb.COMPLAINT_SIGNED_FOR).count() == 1


def test_only_the_unit_signs(cast: Cast) -> None:
    complaint = dispatched(cast)

    for somebody in (cast.other_head, cast.other_handler, cast.operator, cast.office):
        with pytest.raises(actions.UnableToSignFor):
            actions.sign_for(complaint=complaint, actor=somebody, now=FILED)


def test_the_head_assigns_a_handler_who_is_told_and_becomes_the_officer(cast: Cast) -> None:
    complaint = signed(cast)

    assert complaint.handler == cast.handler
    assert complaint.matter.officer == cast.handler
    assert Notice.objects.get(kind="complaint.assigned").recipient == cast.handler


def test_only_the_head_assigns_and_only_a_handler_of_the_unit(cast: Cast) -> None:
    complaint = dispatched(cast)
    clerk = make_user("window", unit=cast.unit)

    for somebody in (cast.handler, cast.other_head, cast.operator):
        with pytest.raises(actions.UnableToAssign):
            actions.assign_handler(complaint=complaint, handler=cast.handler, actor=somebody, now=FILED)
    for nobody in (cast.other_handler, clerk):
        with pytest.raises(actions.UnableToAssign):
            actions.assign_handler(complaint=complaint, handler=nobody, actor=cast.head, now=FILED)


def test_an_answered_complaint_gets_no_new_handler(cast: Cast) -> None:
    with pytest.raises(actions.UnableToAssign):
        actions.assign_handler(complaint=replied(cast), handler=cast.handler, actor=cast.head, now=FILED)
