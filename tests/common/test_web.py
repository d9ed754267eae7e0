"""Outages told honestly, logs that cannot be forged."""

import json
import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from efficiency.common.logs import JsonLines
from efficiency.common.web import HonestOutage


@pytest.mark.parametrize("lost", [OperationalError("gone"), InterfaceError("gone")])
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


def test_one_event_is_one_line_whatever_it_holds() -> None:
    """THREATS 21."""
    evil = 'a\r\n{"level": "INFO"}\x1b[2K\u202e王'
    record = logging.LogRecord("portal", logging.WARNING, "", 0, "said %s", (evil,), None)

    line = JsonLines().format(record)

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == f"said {evil}"
