"""Acts under an idempotency key: done once, answered alike."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from complaints.models import Complaint
from efficiency.common.moments import TooSlow
from efficiency.integrators import keys
from efficiency.integrators.models import GivenAnswer
from tests.api.builders import FILING, new_key, program, program_of, send, token_for
from tests.cast import make_user
from tests.complaints.conftest import Cast, dispatched, make_cast

NEW = "/api/v1/complaints/new/"
KEY = "0b52c4c4-5d5f-4c79-9d0b-5d5a3cf2f6b5"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_the_same_key_and_body_give_the_same_number_and_code(cast: Cast) -> None:
    first = send(program(), NEW, FILING, key=KEY)
    again = send(program(), NEW, FILING, key=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (first.has_header("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (False, "true")
    assert Complaint.objects.count() == 1


def test_another_order_of_the_members_is_the_same_body(cast: Cast) -> None:
    first = send(program(), NEW, FILING, key=KEY)
    again = send(program(), NEW, dict(reversed(FILING.items())), key=KEY)

    assert again.content == first.content


def test_another_body_under_the_same_key_is_refused(cast: Cast) -> None:
    send(program(), NEW, FILING, key=KEY)

    response = send(program(), NEW, FILING | {"place": "人民路1号"}, key=KEY)

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert Complaint.objects.count() == 1


def test_another_address_under_the_same_key_is_refused(cast: Cast) -> None:
    first, second = dispatched(cast).matter.reference, dispatched(cast).matter.reference
    head = program_of(cast.head)
    assert send(head, f"/api/v1/complaints/{first}/sign-for/", key=KEY).status_code == 200

    assert send(head, f"/api/v1/complaints/{second}/sign-for/", key=KEY).status_code == 422


def test_a_key_is_its_caller_s_own(cast: Cast) -> None:
    first, second = program_of(make_user("operator")), program_of(make_user("operator"))

    numbers = {send(client, NEW, FILING, key=KEY).json()["number"] for client in (first, second, program())}

    assert len(numbers) == 3


def test_an_act_in_progress_is_not_done_again(cast: Cast) -> None:
    keys.take(caller="public", key=KEY, request=sent(NEW, FILING))

    response = send(program(), NEW, FILING, key=KEY)

    assert (response.status_code, Complaint.objects.count()) == (409, 0)


def test_an_act_whose_process_died_is_taken_over(cast: Cast) -> None:
    """F20: killed before anything was stored; the client sends it again."""
    keys.take(caller="public", key=KEY, request=sent(NEW, FILING))
    GivenAnswer.objects.update(began_at=timezone.now() - keys.LEASE - timedelta(seconds=1))

    assert send(program(), NEW, FILING, key=KEY).status_code == 201
    assert Complaint.objects.count() == 1


def test_the_answer_is_kept_in_the_transaction_of_its_act(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F20: no act without its answer, no answer without its act."""

    def fail(*_args: Any, **_given: Any) -> None:
        raise keys.KeyInUse

    with monkeypatch.context() as patched:
        patched.setattr(keys, "keep", fail)
        assert send(program(), NEW, FILING, key=KEY).status_code == 409

    assert Complaint.objects.count() == 0
    assert send(program(), NEW, FILING, key=KEY).status_code == 201


def test_a_refusal_is_given_again_as_it_was(cast: Cast) -> None:
    number = dispatched(cast).matter.reference
    head = program_of(cast.head)
    path, answer = f"/api/v1/complaints/{number}/reply/", {"text": "已修好。", "contacted_how": "电话"}
    first = send(head, path, answer, key=KEY)
    send(head, f"/api/v1/complaints/{number}/sign-for/", key=new_key())

    again = send(head, path, answer, key=KEY)

    assert (first.status_code, again.status_code) == (409, 409)
    assert (again.content, again["Content-Type"]) == (first.content, "application/problem+json")
    assert send(head, path, answer, key=new_key()).status_code == 200


def test_a_key_whose_body_was_wrong_is_free_again(cast: Cast) -> None:
    assert send(program(), NEW, FILING | {"kind": "murder"}, key=KEY).status_code == 400

    assert send(program(), NEW, FILING, key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "sixteen signs, spaced", "键" * 20])
def test_filing_needs_a_key_of_some_length(cast: Cast, key: str) -> None:
    response = program().post(NEW, FILING, content_type="application/json", headers={"idempotency-key": key})

    assert (response.status_code, list(response.json()["errors"])) == (400, ["Idempotency-Key"])


def test_an_answer_is_kept_for_seven_days_and_then_forgotten(cast: Cast) -> None:
    first = send(program(), NEW, FILING, key=KEY)
    row = GivenAnswer.objects.get()

    assert keys.forget(now=row.began_at + timedelta(days=7)) == 0
    assert send(program(), NEW, FILING, key=KEY).content == first.content
    assert keys.forget(now=row.began_at + timedelta(days=7, seconds=1)) == 1
    assert send(program(), NEW, FILING, key=KEY).json()["number"] == first.json()["number"]
    assert send(program(), NEW, FILING | {"place": "人民路1号"}, key=KEY).status_code == 422
    assert Complaint.objects.count() == 1


def test_the_table_shows_neither_key_nor_answer(cast: Cast) -> None:
    """THREATS 18: the query code is stored as a keyed digest only."""
    receipt = send(program(), NEW, FILING, key=KEY).json()

    row = GivenAnswer.objects.get()
    stored = f"{row.caller} {row.key_digest} {row.request_digest} {bytes(row.sealed_body)!r}"
    for secret in (KEY, receipt["code"], receipt["number"], "13912345678"):
        assert secret not in stored


def test_an_act_that_is_too_slow_again_and_again_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge must not find it late and in time at once: nothing is stored, and the key stays free."""

    def slow(**_given: Any) -> None:
        raise TooSlow

    path = f"/api/v1/complaints/{dispatched(cast).matter.reference}/sign-for/"
    head = program_of(cast.head)
    with monkeypatch.context() as patched:
        patched.setattr("efficiency.portal.api.complaints.actions.sign_for", slow)
        for key in ("", KEY):
            response = send(head, path, key=key)
            assert (response.status_code, response["Retry-After"]) == (503, "60")

    assert send(head, path, key=KEY).status_code == 200


@pytest.mark.usefixtures("committed_db")
def test_two_that_send_the_same_at_once_file_one_complaint() -> None:
    make_cast()
    _token, secret = token_for(make_user("operator"))
    barrier = Barrier(4)

    def file() -> tuple[int, str]:
        try:
            connection.ensure_connection()
            barrier.wait()
            response = send(program(secret), NEW, FILING, key=KEY)
            return response.status_code, response.json().get("number", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = {future.result() for future in [pool.submit(file) for _ in range(4)]}

    assert Complaint.objects.count() == 1
    assert answers - {(409, "")} == {(201, Complaint.objects.get().matter.reference)}
    assert send(program(secret), NEW, FILING, key=KEY).status_code == 201


def sent(path: str, body: dict[str, Any]) -> str:
    """What a request is recognized by."""
    return json.dumps(["POST", path, body], sort_keys=True)
