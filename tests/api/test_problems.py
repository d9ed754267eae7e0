"""Whoever refuses below /api/ answers with a problem document (RFC 9457)."""

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.api.builders import FILING, new_key, program, program_of, send
from tests.cast import make_user

pytestmark = pytest.mark.django_db
NEW = "/api/v1/complaints/new/"


def check(response: Any, status: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (status, "application/problem+json")
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    assert told["detail"]
    return told


def test_what_is_not_there() -> None:
    for path in ("/api/v1/nowhere/", "/api/v2/", "/api/v1/cards/x/", "/api/v1/cards/999999999999999999999999/"):
        check(program_of(make_user("office")).get(path), 404)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "post"])
def test_a_method_that_is_not_offered(method: str) -> None:
    response = getattr(program_of(make_user("office")), method)("/api/v1/cards/")

    check(response, 405)
    assert response["Allow"] == "GET, HEAD"


def test_an_answer_in_no_form_that_is_given() -> None:
    check(program().get("/api/v1/units/", headers={"accept": "text/html"}), 406)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"]
)
def test_a_body_that_is_not_json(content_type: str) -> None:
    response = program().post(NEW, "x", content_type=content_type, headers={"idempotency-key": new_key()})

    check(response, 415)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        '{"content": NaN}',
        "[" * 100_000,
        '{"a":' * 50_000,
        b"\xff\xfe",
        '"text"',
        "[]",
        "1",
        "null",
    ],
)
def test_a_body_that_cannot_be_read(body: str | bytes) -> None:
    response = program().post(NEW, body, content_type="application/json", headers={"idempotency-key": new_key()})

    check(response, 400)


@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "utf-16", "nonsense"])
def test_json_is_utf_8_whatever_the_content_type_claims(charset: str) -> None:
    kind = f"application/json; charset={charset}"
    headers = {"idempotency-key": new_key()}
    response = program().generic("POST", f"{NEW}?x=1", b"\x78\x9c", kind, headers=headers)

    check(response, 400)


def test_a_body_that_is_too_large() -> None:
    check(send(program(), NEW, FILING | {"content": "x" * 300_000}, key=new_key()), 413)


def test_a_nul_sign_in_the_address() -> None:
    check(program().get("/api/v1/units/?kind=%00"), 400)


def test_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("efficiency.portal.api.due.current_calendar", fail)
    client = Client(raise_request_exception=False)

    response = client.get("/api/v1/due/?start=2026-02-12&limit=5&unit=working-days")

    check(response, 500)
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/units/", "/api/v1/cards/"])
def test_the_database_away(path: str) -> None:
    def gone(*_statement: Any) -> None:
        raise OperationalError("gone")

    client = Client(raise_request_exception=False)
    client.force_login(make_user("office"))
    with connection.execute_wrapper(gone):
        response = client.get(path)

    check(response, 503)
    assert response["Retry-After"] == "60"


def test_an_answer_known_to_the_caller_is_not_sent_again() -> None:
    client = program_of(make_user("office"))
    first = client.get("/api/v1/units/")

    again = client.get("/api/v1/units/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]


def test_the_sentence_is_in_the_language_asked_for() -> None:
    english = program().get("/api/v1/nowhere/").json()["detail"]

    assert english == "There is nothing here."
