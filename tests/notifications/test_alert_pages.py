"""Pages of robots and of one's own alerts."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from efficiency.audit.models import Entry
from efficiency.notifications.models import AlertChoice, Endpoint, Notice
from efficiency.organization.models import User
from tests.cast import make_user
from tests.common.queries import queries_of
from tests.notifications.builders import make_endpoint, reachable, tell
from tests.notifications.servers import stub

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {
    "name": "城管局群",
    "kind": "dingtalk",
    "url": "https://oapi.dingtalk.com/robot/send?access_token=GEHEIM",
    "secret": "SECGEHEIM",
    "unit": "",
    "events": ["card.issued", "digest"],
    "language": "zh-hans",
}


@pytest.fixture
def admin(client: Client) -> User:
    user = make_user("sysadmin")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_a_robot_is_set_up_sealed_and_on_record(client: Client, admin: User) -> None:
    response = client.post("/alerts/new/", NEW)

    endpoint = Endpoint.objects.get()
    assert response["Location"] == f"/alerts/{endpoint.pk}/"
    assert (endpoint.url, endpoint.secret, endpoint.host) == (NEW["url"], NEW["secret"], "oapi.dingtalk.com")
    assert b"GEHEIM" not in bytes(endpoint.sealed_url) + bytes(endpoint.sealed_secret)
    entry = Entry.objects.get(verb="endpoint-added")
    assert (entry.actor, entry.data["host"]) == (admin, "oapi.dingtalk.com")
    assert "GEHEIM" not in str(entry.data)


def test_no_page_shows_address_or_secret(client: Client, admin: User) -> None:
    client.post("/alerts/new/", NEW)
    pk = Endpoint.objects.get().pk

    pages = client.get("/alerts/").content + client.get(f"/alerts/{pk}/").content

    assert b"GEHEIM" not in pages


@pytest.mark.parametrize(
    "url", ["", "https://169.254.169.254/", "http://oapi.dingtalk.com/", "https://evil.example/", "no address"]
)
def test_an_address_that_the_portal_would_not_call_is_sent_back(client: Client, admin: User, url: str) -> None:
    response = client.post("/alerts/new/", {**NEW, "url": url})

    assert response.status_code == 422
    assert not Endpoint.objects.exists()
    assert NEW["name"] in response.content.decode()


def test_two_robots_of_a_name_are_refused(client: Client, admin: User) -> None:
    client.post("/alerts/new/", NEW)

    assert client.post("/alerts/new/", NEW).status_code == 422
    assert Endpoint.objects.count() == 1


def test_a_change_keeps_address_and_secret_where_none_is_given(client: Client, admin: User) -> None:
    client.post("/alerts/new/", NEW)
    endpoint = Endpoint.objects.get()

    client.post(f"/alerts/{endpoint.pk}/", {**NEW, "name": "新名", "url": "", "secret": "", "events": ["ladder"]})

    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.url, endpoint.secret) == ("新名", NEW["url"], NEW["secret"])
    assert endpoint.events == ["ladder"]
    assert Entry.objects.get(verb="endpoint-changed").data["new_address"] is False


def test_a_test_says_at_once_what_became_of_it(client: Client, admin: User, settings: Settings) -> None:
    with stub() as server:
        settings.ALERT_HOSTS = [server.label]
        endpoint = make_endpoint(server)

        good = client.post(f"/alerts/{endpoint.pk}/test/", follow=True).content.decode()
        server.behave = lambda request: request.answer(500)
        bad = client.post(f"/alerts/{endpoint.pk}/test/", follow=True).content.decode()

    assert "The test was taken." in good
    assert "HTTP 500" in bad
    assert Entry.objects.filter(verb="endpoint-tested").count() == 2


def test_a_robot_switched_off_gives_up_what_waits_and_hears_no_more(client: Client, admin: User) -> None:
    endpoint = make_endpoint(kind="file")
    tell(make_user("handler"), key="a")

    client.post(f"/alerts/{endpoint.pk}/switch/", {"to": "off"})
    tell(make_user("handler"), key="b")

    (notice,) = Notice.objects.filter(endpoint=endpoint)
    assert (notice.key, notice.is_given_up, notice.error) == ("a", True, "the robot was switched off")
    client.post(f"/alerts/{endpoint.pk}/switch/", {"to": "on"})
    tell(make_user("handler"), key="c")
    assert Notice.objects.filter(endpoint=endpoint, key="c").exists()


def test_a_robots_failure_is_on_the_page_of_failures_and_tried_again(client: Client, admin: User) -> None:
    endpoint = make_endpoint(kind="file")
    tell(make_user("handler"))
    Notice.objects.filter(endpoint=endpoint).update(send_at=None, error="UnableToReach: HTTP 500", tries=48)

    assert endpoint.name in client.get("/notices/failed/").content.decode()
    client.post(f"/notices/{Notice.objects.get(endpoint=endpoint).pk}/again/")

    again = Notice.objects.get(endpoint=endpoint)
    assert again.send_at is not None
    assert again.tries == 0


def test_nobody_else_sees_robots(client: Client) -> None:
    endpoint = make_endpoint(kind="file")
    client.force_login(make_user("office"))

    for path in ("/alerts/", "/alerts/new/", f"/alerts/{endpoint.pk}/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/alerts/{endpoint.pk}/test/").status_code == 403


def test_thirty_robots_cost_as_many_queries_as_one(client: Client, admin: User) -> None:
    make_endpoint(kind="file")
    of_one = queries_of(client, "/alerts/")
    for _ in range(29):
        make_endpoint(kind="file")

    assert queries_of(client, "/alerts/") == of_one


def test_everybody_chooses_his_own_alerts(client: Client) -> None:
    user = reachable()
    client.force_login(user)

    response = client.post("/alerts/mine/", {"email": "digest", "sms": "on", "phone": "13800000000"})

    assert response["Location"] == "/alerts/mine/"
    choice = AlertChoice.objects.get()
    assert (choice.user, choice.email, choice.sms, choice.phone) == (user, "digest", True, "13800000000")
    assert "13800000000" in client.get("/alerts/mine/").content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"email": "never"},
        {"email": "both", "sms": "on"},
        {"email": "both", "sms": "on", "phone": "0512-57000000"},
        {"email": "both", "sms": "on", "phone": "138"},
    ],
)
def test_a_choice_that_cannot_be_is_sent_back(client: Client, given: dict[str, str]) -> None:
    client.force_login(make_user("handler"))

    assert client.post("/alerts/mine/", given).status_code == 422
    assert not AlertChoice.objects.exists()


def test_a_visitor_chooses_nothing(client: Client) -> None:
    assert client.get("/alerts/mine/").status_code in (302, 403)
