"""Two at once, with real commits."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from approvals.actions import UnableToFinish, finish_case, receive_case
from approvals.models import Case, Outcome
from efficiency.clocks.models import Matter
from tests.approvals.builders import APPLICANT, clerk_of, make_case, make_clerk, make_item


def test_the_same_form_sent_twice_at_once_is_one_case(committed_db: object) -> None:
    item, clerk = make_item(), make_clerk()

    def send(_turn: int) -> str:
        try:
            case = receive_case(item=item, applicant=APPLICANT, materials=[], submission="b" * 32, actor=clerk)
            return case.matter.reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(send, range(4)))

    assert len(references) == 1
    assert (Case.objects.count(), Matter.objects.count()) == (1, 1)


def test_of_two_decisions_at_once_one_stands(committed_db: object) -> None:
    case = make_case(accept=True)

    def decide(outcome: Outcome) -> str:
        try:
            finish_case(case=case, outcome=outcome, result="1", reasons="理由", actor=clerk_of(case))
        except UnableToFinish:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, [Outcome.GRANTED, Outcome.REFUSED]))

    assert answers == ["done", "refused"]
