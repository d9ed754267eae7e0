"""Two at once: one wins, the other is told, nothing is half done."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from complaints import actions
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.clocks.models import Clock
from tests.cast import at
from tests.complaints.conftest import dispatched, make_cast, make_complaint, replied, signed

NOW = at("2026-09-29 12:00")


def together(*jobs: Callable[[], Any]) -> Counter[str]:
    """Run the jobs in threads that start at the same moment; count what came of them."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            job()
            return "done"
        except actions.UnableToAct as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return Counter(future.result() for future in [pool.submit(run, job) for job in jobs])


@pytest.mark.usefixtures("committed_db")
def test_the_same_form_sent_eight_times_at_once_is_one_complaint() -> None:
    make_cast()

    assert together(*[lambda: make_complaint(submission="one")] * 8) == {"done": 8}

    assert Complaint.objects.count() == 1
    assert Clock.objects.count() == 2
    assert Entry.objects.filter(verb=Verb.COMPLAINT_FILED).count() == 1


@pytest.mark.usefixtures("committed_db")
def test_two_operators_dispatch_to_two_units_and_one_wins() -> None:
    cast = make_cast()
    complaint = make_complaint()

    result = together(
        *[
            lambda unit=unit: actions.dispatch(complaint=complaint, unit=unit, note="", actor=cast.operator, now=NOW)
            for unit in (cast.unit, cast.other_unit)
        ]
    )

    assert result == {"done": 1, "UnableToDispatch": 1}
    assert complaint.dispatches.count() == 1
    assert Clock.objects.filter(kind="reply").count() == 1


@pytest.mark.usefixtures("committed_db")
def test_close_and_send_back_at_once_give_one_decision() -> None:
    cast = make_cast()
    complaint = replied(cast)

    result = together(
        lambda: actions.close(complaint=complaint, actor=cast.operator, now=NOW),
        lambda: actions.send_back(complaint=complaint, reason="x", actor=cast.operator, now=NOW),
    )

    assert result == {"done": 1, "UnableToCheck": 1}
    decided = Entry.objects.filter(verb__in=(Verb.COMPLAINT_CLOSED, Verb.COMPLAINT_SENT_BACK))
    assert decided.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_two_rulings_on_one_return_give_one_ruling() -> None:
    cast = make_cast()
    request = actions.ask_return(
        complaint=dispatched(cast), reason="x", suggested_unit=None, actor=cast.head, now=at("2026-09-28 12:00")
    )

    result = together(
        lambda: actions.rule_on_return(request=request, granted=True, ruling_note="", actor=cast.operator, now=NOW),
        lambda: actions.rule_on_return(request=request, granted=False, ruling_note="x", actor=cast.office, now=NOW),
    )

    assert result == {"done": 1, "UnableToRule": 1}


@pytest.mark.usefixtures("committed_db")
def test_head_and_handler_answer_at_once_and_one_answer_stands() -> None:
    cast = make_cast()
    complaint = signed(cast)

    result = together(
        *[
            lambda user=user: actions.reply(complaint=complaint, text="好了", contacted_how="电话", actor=user, now=NOW)
            for user in (cast.head, cast.handler)
        ]
    )

    assert result == {"done": 1, "UnableToReply": 1}
    assert complaint.replies.count() == 1
