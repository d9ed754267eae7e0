"""The access matrix: every role at every address of the resolver."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from efficiency.organization.models import User
from efficiency.organization.roles import Role
from efficiency.portal.doors import Door, doors
from efficiency.portal.management.commands.access_matrix import page
from tests.cast import make_unit, make_user

DOORS = doors()
# Answers of an open door when made-up values are sent: found, moved on, not found, refused input.
OPEN = {200, 201, 204, 301, 302, 303, 400, 404, 405, 409, 410, 415, 422, 429, 503}


def test_every_address_declares_who_may() -> None:
    assert [door.route for door in DOORS if door.who is None] == []


def test_made_up_paths_reach_the_doors_they_are_made_for() -> None:
    for door in DOORS:
        assert resolve(door.path()).route == door.route


@pytest.fixture
def client() -> Client:
    """A browser that shows failures as answers, as a visitor sees them."""
    return Client(raise_request_exception=True)


def answers(client: Client, door: Door) -> dict[str, int]:
    """What GET and POST answer; a sign-in page asked for counts as 401."""
    found = {}
    for method in ("get", "post"):
        response = getattr(client, method)(door.path())
        status = response.status_code
        if status == 302 and response["Location"].startswith("/login/?next="):
            status = 401
        found[method] = status
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_role_opens_its_doors_and_no_other(client: Client, role: str) -> None:
    """T-38, T-83: what a role is not named for is refused."""
    user = make_user(role, unit=make_unit())
    wrong = []
    for door in DOORS:
        assert door.who is not None
        if door.name == "logout":
            continue
        client.force_login(user)
        allowed = door.who.public or not door.who.roles or role in door.who.roles
        for method, status in answers(client, door).items():
            if (status in OPEN) != allowed or (not allowed and status != 403):
                wrong.append((method, door.route, status))
    assert wrong == []


@pytest.mark.django_db
def test_visitor_opens_public_doors_only(client: Client) -> None:
    wrong = []
    for door in DOORS:
        assert door.who is not None
        for method, status in answers(client, door).items():
            if (status in OPEN) != door.who.public:
                wrong.append((method, door.route, status))
    assert wrong == []


@pytest.mark.django_db
def test_account_without_role_opens_no_door_of_a_role(client: Client) -> None:
    client.force_login(make_user())

    refused = {answers(client, door)["get"] for door in DOORS if door.who and door.who.roles}

    assert refused == {403}


@pytest.mark.django_db
def test_disabled_account_is_dead_on_its_next_request(client: Client) -> None:
    user = make_user("office")
    client.force_login(user)
    assert client.get("/desk/").status_code == 200
    User.objects.able().filter(pk=user.pk).update(is_active=False)

    assert client.get("/desk/").status_code == 302


def test_page_of_the_docs_is_up_to_date() -> None:
    """Run `manage.py access_matrix > docs/access.md` after a door was added."""
    assert (Path(settings.BASE_DIR) / "docs" / "access.md").read_text() == page()
