"""Outages told honestly, logs that cannot be forged."""

import json
import logging
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from efficiency.common.logs import JsonLines
from efficiency.common.moments import TooSlow
from efficiency.common.web import ForwardedAddress, HonestOutage, failed
from efficiency.wsgi import application
from tests.cast import make_user


@pytest.mark.parametrize("lost", [OperationalError("gone"), InterfaceError("gone"), TooSlow()])
@pytest.mark.django_db
def test_a_lost_database_is_answered_with_503_and_without_a_query(
    lost: Exception, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    middleware = HonestOutage(lambda request: HttpResponse())

    with django_assert_num_queries(0):
        response = middleware.process_exception(RequestFactory().get("/desk/"), lost)

    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_another_error_is_not_called_an_outage() -> None:
    middleware = HonestOutage(lambda request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/desk/"), ValueError("bug")) is None


def test_a_fault_of_our_own_is_a_500() -> None:
    try:
        raise ValueError("bug")
    except ValueError:
        response = failed(RequestFactory().get("/desk/"))

    assert response.status_code == 500


def _gone(*_statement: Any) -> None:
    raise OperationalError("gone")


@pytest.mark.parametrize("path", ["/", "/desk/", "/complaints/new/", "/login/", "/api/v1/cards/", "/nowhere/"])
@pytest.mark.django_db
def test_somebody_signed_in_is_told_of_the_outage_too(path: str) -> None:
    """The session is read before any view: a middleware's error is no view's."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user("office"))

    with connection.execute_wrapper(_gone):
        response = client.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/items/%00/", "/cases/new/items/?words=%00", "/complaints/TS-1/dispatch/?q=%00"])
@pytest.mark.django_db
def test_a_nul_sign_in_an_address_is_refused(path: str) -> None:
    """PostgreSQL's driver would raise on it."""
    client = Client()
    client.force_login(make_user("window", "operator"))

    response = client.get(path)

    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_nul_sign_in_a_cookie_is_refused() -> None:
    client = Client(headers={"cookie": 'session="aaaaaaaa\\000"'})

    assert client.get("/desk/").status_code == 400


def test_one_event_is_one_line_whatever_it_holds() -> None:
    """THREATS 21."""
    evil = 'a\r\n{"level": "INFO"}\x1b[2K\u202e王'
    record = logging.LogRecord("portal", logging.WARNING, "", 0, "said %s", (evil,), None)

    line = JsonLines().format(record)

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == f"said {evil}"


def address_seen(settings: Any, *, behind: bool) -> str:
    """The address that a view sees of a visitor who claims another one."""
    settings.BEHIND_PROXY = behind
    seen: list[str] = []

    def view(request: Any) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {"x-forwarded-for": "10.9.9.9, 203.0.113.7"}
    ForwardedAddress(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR="127.0.0.1"))
    return seen[0]


def test_behind_the_proxy_the_address_is_the_one_the_proxy_saw(settings: Any) -> None:
    assert address_seen(settings, behind=True) == "203.0.113.7"


def test_without_a_proxy_no_visitor_chooses_his_address(settings: Any) -> None:
    assert address_seen(settings, behind=False) == "127.0.0.1"


@pytest.mark.parametrize("codec", ["base64", "rot13", "zlib", "bz2", "hex", "utf-7", "nonsense"])
def test_a_body_in_a_made_up_encoding_breaks_nothing(codec: str) -> None:
    """One header of a stranger must not make the server fail before any of our own code runs."""
    answered: list[str] = []
    environ = RequestFactory().get("/healthz", {"x": "1"}).environ | {"CONTENT_TYPE": f"text/plain; charset={codec}"}

    def start(status: str, _headers: Any, _error: Any = None) -> Any:
        answered.append(status)

    request_started.disconnect(close_old_connections)  # what the test client does too
    try:
        application(environ, start)
    finally:
        request_started.connect(close_old_connections)

    assert answered == ["200 OK"]
