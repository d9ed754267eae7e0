"""Every role, a role-less account, a disabled one and a visitor at every address by every method (THREATS 2.4)."""

from typing import Any

import pytest
from django.test import Client

from efficiency.integrators.models import CallWindow
from efficiency.organization.models import User
from efficiency.organization.roles import Role
from efficiency.portal.doors import Door, doors
from tests.access.watching import changes_noted, sizes
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db
DOORS = doors()
ROLES = [role.value for role in Role]
# Answers of an open door when made-up values are sent: found, moved on, not found, refused input.
OPEN = {200, 201, 204, 301, 302, 303, 400, 404, 405, 409, 410, 415, 422, 428, 429, 503}
READING, CHANGING = ("get", "post"), ("put", "patch", "delete")
# These end the session that the next cell needs.
ENDING = {"logout", "sessions-end"}


def is_api(door: Door) -> bool:
    return door.route.startswith("api/")


def methods(door: Door) -> tuple[str, ...]:
    """Pages are forms; a view of the API may know every method."""
    return READING + CHANGING if is_api(door) else READING


def status_of(client: Client, method: str, door: Door) -> int:
    """What is answered; a sign-in page asked for counts as 401. Nobody is refused for asking often."""
    if is_api(door):
        CallWindow.objects.all().delete()
    response: Any = getattr(client, method)(door.path())
    led = response.status_code == 302 and response["Location"].startswith("/login/?next=")
    return 401 if led else response.status_code


def expected(door: Door, role: str) -> bool:
    """What the declaration says."""
    assert door.who is not None
    return door.who.public or not door.who.roles or role in door.who.roles


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def refusals(client: Client, closed: list[Door], accepted: set[int], also: tuple[str, ...] = ()) -> list[Any]:
    """Try every closed door by every method: refused, and nothing changed."""
    before, wrong = sizes(), []
    with changes_noted() as changed:
        for door in closed:
            for method in dict.fromkeys((*methods(door), *also)):
                status = status_of(client, method, door)
                if status not in accepted or changed:
                    wrong.append((method, door.route, status, *changed))
                    changed.clear()
    assert sizes() == before
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_where_it_is_not_named_and_nothing_happens(role: str) -> None:
    """T-38, T-83."""
    client = browser(make_user(role, unit=make_unit()))

    assert refusals(client, [door for door in DOORS if not expected(door, role)], {403}) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_every_door_it_is_named_for(role: str) -> None:
    """T-38, T-83."""
    user = make_user(role, unit=make_unit())
    client, wrong = browser(user), []
    for door in DOORS:
        if expected(door, role):
            for method in methods(door):
                status = status_of(client, method, door)
                if status not in OPEN:
                    wrong.append((method, door.route, status))
                if door.name in ENDING:
                    client.force_login(User.objects.get(pk=user.pk))

    assert wrong == []


def test_a_visitor_opens_public_doors_and_no_other() -> None:
    closed = [door for door in DOORS if door.who and not door.who.public]
    pages = [door for door in closed if not is_api(door)]

    assert refusals(Client(), pages, {401}, CHANGING) == []
    assert refusals(Client(), [door for door in closed if is_api(door)], {401, 403}) == []
    wrong = [door.route for door in DOORS if door not in closed and status_of(Client(), "get", door) not in OPEN]
    assert wrong == []


def test_an_account_without_a_role_opens_no_door_of_a_role() -> None:
    closed = [door for door in DOORS if door.who and door.who.roles]

    assert refusals(browser(make_user(unit=make_unit())), closed, {403}, CHANGING) == []


def test_a_disabled_account_is_a_visitor_from_its_next_request_on() -> None:
    """THREATS 14."""
    user = make_user("office", unit=make_unit())
    client = browser(user)
    User.objects.get_queryset().filter(pk=user.pk).update(is_active=False)
    closed = [door for door in DOORS if door.who and not door.who.public]

    assert refusals(client, closed, {401, 403}, CHANGING) == []
