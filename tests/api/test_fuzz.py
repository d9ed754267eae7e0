"""Made-up requests by every role and token: no answer breaks the OpenAPI document, none is a 5xx.

CI sends a few to each operation; `make fuzz` sends FUZZ_CASES to each, above 20,000 in all
(THREATS 2.2). Half of the made-up ids and bodies are replaced by real ones, or nearly all
requests would end at the door.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from efficiency.organization.roles import ADMIN_ROLES, Role
from efficiency.wsgi import application
from tests.api.builders import FILING, new_key, token_for
from tests.api.conftest import SENT
from tests.cards.builders import answered, make_hand_card
from tests.cast import make_user
from tests.clocks.builders import make_clock, make_matter
from tests.complaints.conftest import dispatched, make_cast, replied, signed

pytestmark = pytest.mark.django_db

CASES = int(os.environ.get("FUZZ_CASES", "2"))
SEED = int(os.environ.get("FUZZ_SEED", "20261122"))
SESSIONS = [role.value for role in Role]
TOKENS = [f"{role.value} by token" for role in Role if role not in ADMIN_ROLES]
CALLERS = ["nobody", *SESSIONS, *TOKENS]
FEW = ["nobody", "office", "operator", "head by token", "handler", "secadmin"]
CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ANSWER = {"text": "路灯已修好。", "contacted_how": "电话联系"}
BODIES = {"filing": FILING, "reply": ANSWER, "answerCard": {"text": "系统故障"}}


@contextmanager
def one_connection() -> Iterator[None]:
    """Let requests run in the transaction of the test, as those of Django's own test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def no_limits(settings: Any) -> None:
    """The limits have tests of their own."""
    settings.API_CALLS_A_MINUTE = settings.API_CALLS_A_MINUTE_ADDRESS = 10**9
    # All requests share the test's one transaction, which on PostgreSQL is the moment of all their acts.
    settings.SWEEP_MARGIN = timedelta(hours=6)


@cache
def operations() -> list[Any]:
    """The operations of the document, read once a process: what is worked out for one caller serves the next."""
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    return [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]


def make_city(role: str) -> tuple[Any, dict[str, list[Any]]]:
    """Rows of every kind at the caller's unit and elsewhere; returns the caller's account and real ids."""
    cast = make_cast()
    user = make_user(role, unit=cast.hotline if role == "operator" else cast.unit) if role else None
    complaints = [dispatched(cast) for _ in range(10)] + [signed(cast), replied(cast)]
    cards = [make_hand_card(cast.unit, actor=cast.office) for _ in range(10)] + [answered(make_hand_card())]
    clocks = [make_clock(matter=make_matter(cast.unit)) for _ in range(3)]
    numbers = [complaint.matter.reference for complaint in complaints]
    return user, {
        "reference": numbers,
        "code": [cast.unit.code, cast.hotline.code],
        "pk": [row.pk for row in (*cards, *clocks)],
        "unit": [cast.unit.code],
    }


def way_in(caller: str, user: Any) -> dict[str, Any]:
    """What the caller brings: a token, a session with its CSRF token, or nothing."""
    if user is None:
        return {}
    if caller in TOKENS:
        return {"headers": {"Authorization": f"Bearer {token_for(user)[1]}"}}
    client = Client()
    client.force_login(user)
    page = client.get("/api/v1/docs/").content.decode()
    csrf = page.split('data-csrf="')[1].split('"')[0]
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return {"headers": {"X-CSRFToken": csrf}, "cookies": cookies}


def make_real(case: Any, real: dict[str, list[Any]], draw: Callable[[Any], Any]) -> None:
    """Put real ids and a body that can be understood in place of some that were made up."""
    chance = strategies.booleans()
    for names in (case.path_parameters, case.query):
        for name in list(names or ()):
            if name in real and draw(chance):
                names[name] = draw(strategies.sampled_from(real[name]))
    if case.method == "POST":
        if draw(chance):
            case.headers["Idempotency-Key"] = new_key()
        body = BODIES.get(case.operation.definition.raw["operationId"])
        if body is not None and draw(chance):
            case.body = body


def sender(
    operation: Any, mode: GenerationMode, real: dict[str, list[Any]], brought: dict[str, Any]
) -> Callable[[], list[int]]:
    """Sends CASES made-up requests to one operation and returns their statuses."""
    statuses: list[int] = []

    @seed(SEED)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=strategies.data())
    def send(data: Any) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        as_made_up = mode.is_negative and data.draw(strategies.booleans())
        if not as_made_up:
            make_real(case, real, data.draw)
        # What was wrong may have been put right.
        asked = [*CHECKS, checks.negative_data_rejection] if as_made_up else CHECKS
        case.headers.pop("Authorization", None)  # or all would end at the door
        case.cookies.clear()
        statuses.append(case.call_and_validate(checks=asked, **brought).status_code)

    def run() -> list[int]:
        with suppress(Unsatisfiable):  # any text is a right number, so none is a wrong one
            send()
        return statuses

    return run


@pytest.mark.parametrize("caller", CALLERS if CASES > 2 else FEW)
def test_no_request_breaks_an_answer(caller: str, record_property: Callable[[str, object], None]) -> None:
    """THREATS 36"""
    user, real = make_city("" if caller == "nobody" else caller.split(maxsplit=1)[0])
    brought = way_in(caller, user)
    statuses: list[int] = []
    with one_connection():
        for operation in operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                statuses += sender(operation, mode, real, brought)()
    record_property(SENT, len(statuses))
    assert max(statuses) < 500
