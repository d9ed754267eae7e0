"""Who gets in: sessions with their CSRF token, programs with a token, and nobody a moment longer than he may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from efficiency.common.access import declared
from efficiency.integrators.actions import revoke_token
from efficiency.integrators.models import Token
from efficiency.integrators.scopes import OPEN, Scope
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.roles import Role
from efficiency.portal.api.operation import Operation
from efficiency.portal.doors import Door, doors
from tests.api.builders import ALL_SCOPES, FILING, new_key, program, program_of, send, token_for
from tests.cast import make_unit, make_user
from tests.complaints.conftest import dispatched, make_cast

pytestmark = pytest.mark.django_db
OPERATIONS = [door for door in doors() if door.route.startswith("api/") and hasattr(door.view, "cls")]


def view_of(door: Door) -> type[Operation]:
    found: type[Operation] = door.view.cls
    return found


def ask(client: Client, door: Door) -> int:
    """What the operation answers to a question with made-up values."""
    view = view_of(door)
    response = client.get(door.path()) if hasattr(view, "get") else send(client, door.path(), key=new_key())
    status: int = response.status_code
    return status


def test_there_are_operations_and_all_declare_who_and_scope() -> None:
    assert len(OPERATIONS) >= 18
    assert [door.route for door in OPERATIONS if view_of(door).scope not in {*Scope.values, OPEN}] == []
    assert [door.route for door in OPERATIONS if declared(door.view) is None] == []


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_role_opens_its_operations_and_no_other_with_a_token_as_with_a_session(role: str) -> None:
    """THREATS 28: every operation, every role."""
    user = make_user(role, unit=make_unit())
    session = Client()
    session.force_login(user)
    ways = [session] if role in {"sysadmin", "secadmin", "auditor"} else [session, program_of(user)]
    wrong = []
    for door in OPERATIONS:
        assert door.who is not None
        allowed = door.who.public or role in door.who.roles
        for client in ways:
            status = ask(client, door)
            if (status in {200, 400, 404, 409}) != allowed or (not allowed and status != 403):
                wrong.append((door.route, client is session, status))
    assert wrong == []


@pytest.mark.parametrize("door", OPERATIONS, ids=lambda door: door.name)
def test_a_stranger_is_asked_for_a_token(door: Door) -> None:
    assert door.who is not None

    status = ask(program(), door)

    assert (status == 401) != door.who.public


@pytest.mark.parametrize("door", OPERATIONS, ids=lambda door: door.name)
def test_a_token_without_the_scope_is_refused(door: Door) -> None:
    """The same account with all scopes gets further."""
    scope = view_of(door).scope
    user = make_user("office", "head", "handler", "operator", unit=make_unit())
    others = [other for other in ALL_SCOPES if other != scope]

    refused, let_in = ask(program_of(user, *others), door), ask(program_of(user), door)

    assert (refused == 403) == (scope != OPEN)
    assert let_in != 403


def test_an_operation_that_names_no_scope_is_closed_to_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    client = program_of(make_user("office"))
    assert client.get("/api/v1/units/").status_code == 200

    monkeypatch.delattr("efficiency.portal.api.units.UnitsView.scope")

    assert client.get("/api/v1/units/").status_code == 403


def _revoke(token: Token, user: User) -> None:
    revoke_token(token=token, actor=user)


def _expire(token: Token, _user: User) -> None:
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def _disable(_token: Token, user: User) -> None:
    User.objects.get_queryset().filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("end", [_revoke, _expire, _disable])
def test_a_token_is_dead_on_its_next_request(end: Callable[[Token, User], None]) -> None:
    """THREATS 14, 33"""
    user = make_user("office")
    token, secret = token_for(user)
    client = program(secret)
    assert client.get("/api/v1/cards/").status_code == 200

    end(token, user)

    response = client.get("/api/v1/cards/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert response["Content-Type"] == "application/problem+json"


def test_a_role_taken_away_is_gone_on_the_next_request() -> None:
    """THREATS 33"""
    user = make_user("office")
    client = program_of(user)
    assert client.get("/api/v1/cards/").status_code == 200

    RoleGrant.objects.filter(user=user).update(revoked_at=timezone.now())

    assert client.get("/api/v1/cards/").status_code == 403


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "Bearer \xff\xfe", "bearer xntk_x y", "Bearer a\x00b"]
)
def test_what_is_no_token_opens_nothing(header: str) -> None:
    client = Client(headers={"authorization": header})

    assert client.get("/api/v1/units/").status_code in {400, 401}


def test_a_dead_token_does_not_fall_back_on_the_session() -> None:
    client = Client(headers={"authorization": "Bearer nonsense"})
    client.force_login(make_user("office"))

    assert client.get("/api/v1/cards/").status_code == 401


def test_the_last_use_is_kept_as_a_day() -> None:
    user = make_user("office")
    token, secret = token_for(user)

    program(secret).get("/api/v1/cards/")

    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


@pytest.mark.parametrize("door", [door for door in OPERATIONS if hasattr(view_of(door), "post")], ids=lambda d: d.name)
def test_a_session_without_its_csrf_token_writes_nothing(door: Door) -> None:
    """THREATS 23"""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("head", "handler", "operator", unit=make_unit()))

    assert send(client, door.path(), FILING, key=new_key()).status_code == 403


def test_a_session_with_its_csrf_token_writes() -> None:
    cast = make_cast()
    number = dispatched(cast).matter.reference
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.head)
    page = client.get("/api/v1/docs/").content.decode()
    csrf = page.split('data-csrf="')[1].split('"')[0]

    response = client.post(
        f"/api/v1/complaints/{number}/sign-for/", content_type="application/json", headers={"x-csrftoken": csrf}
    )

    assert response.status_code == 200
