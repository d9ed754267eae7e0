"""The frame of every page: navigation, language, inbox, error pages."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from efficiency.notifications.models import Notice
from efficiency.organization.roles import Role
from efficiency.portal.navigation import FOOTER, HEADER
from tests.cast import at, make_user


def test_every_entry_of_the_navigation_leads_to_a_page_that_says_for_whom_it_is() -> None:
    undeclared = [entry.name for entry in (*HEADER, *FOOTER) if entry.who is None]

    assert undeclared == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_no_door_of_the_header_refuses_the_one_who_sees_it(client: Client, role: str) -> None:
    client.force_login(make_user(role))

    in_line, behind_more = client.get("/desk/").context["site"].doors
    doors = in_line + behind_more
    answers = {door.path: client.get(door.path).status_code for door in doors}

    assert answers == dict.fromkeys(answers, 200)


def test_a_visitor_costs_no_query(client: Client) -> None:
    # Without a database mark any query fails this test.
    response = client.get("/accessibility/")

    assert response.status_code == 200


class LostDatabase:
    """A user whose row cannot be read."""

    @property
    def is_authenticated(self) -> bool:
        raise OperationalError


def test_a_page_can_be_drawn_while_the_database_is_away() -> None:
    request = RequestFactory().get("/nothing/")
    request.user = LostDatabase()  # type: ignore[assignment]

    text = render_to_string("404.html", request=request)

    assert 'href="/login/"' in text


def test_every_icon_that_a_page_names_is_on_the_list_of_icons() -> None:
    pages = (page.read_text() for page in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = {
        name
        for page in pages
        for name in re.findall(r"(?:icons\.svg' %\}#|icon\.html\" with name=\")([a-z0-9-]+)", page)
    }
    listed = set((settings.BASE_DIR / "static" / "icons.txt").read_text().split())

    assert named - listed == set()


@pytest.mark.django_db
def test_the_language_follows_the_switch_and_the_page_says_so(client: Client) -> None:
    client.post("/language/", {"language": "zh-hant", "next": "/accessibility/"})

    page = client.get("/accessibility/")

    assert '<html lang="zh-Hant">' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("waiting", "shown"), [(0, ""), (3, "3"), (120, "99+")])
def test_the_header_counts_unread_notices_up_to_ninety_nine(client: Client, waiting: int, shown: str) -> None:
    user = make_user("handler")
    Notice.objects.bulk_create(
        Notice(key=f"k{number}", recipient=user, channel="inbox", kind="card.issued", made_at=at("2026-09-28 10:00"))
        for number in range(waiting)
    )
    client.force_login(user)

    assert client.get("/accessibility/").context["site"].unread == shown


@pytest.mark.django_db
def test_a_refused_page_says_for_whom_it_is(client: Client) -> None:
    client.force_login(make_user("handler"))

    page = client.get("/health/", headers={"accept-language": "en"})

    assert page.status_code == 403
    assert "efficiency office, system administrator" in page.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_leads_on(client: Client) -> None:
    page = client.get("/nothing/here/")

    assert page.status_code == 404
    assert 'href="/track/"' in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_pages_of_failure_are_drawn_without_anything(name: str) -> None:
    assert "<h1>" in render_to_string(name)


@pytest.mark.django_db
def test_a_page_holds_nothing_that_the_content_policy_forbids(client: Client) -> None:
    client.force_login(make_user("office"))

    text = client.get("/components/").content.decode()

    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text
    data = text.count('type="application/json">')  # what a chart draws: read by a script, never run
    assert text.count("<script") == text.count("<script src=") + data
