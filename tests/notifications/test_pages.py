"""The inbox, and the e-mails that could not be sent."""

import pytest
from django.test import Client

from efficiency.notifications.models import Notice
from efficiency.organization.models import User
from tests.cast import make_user
from tests.common.queries import queries_of
from tests.notifications.builders import email_of, reachable, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(client: Client) -> User:
    user = make_user("handler")
    client.force_login(user)
    return user


def shown(client: Client, query: str = "") -> list[str]:
    return [notice.key for notice in client.get(f"/inbox/{query}").context["found"].rows]


def test_the_inbox_shows_ones_own_notices_newest_first(client: Client, handler: User) -> None:
    tell(handler, key="a")
    tell(handler, key="b")
    tell(make_user("handler"), key="c")

    assert shown(client) == ["b", "a"]


def test_an_empty_inbox_says_so(client: Client, handler: User) -> None:
    client.cookies["django_language"] = "en"

    assert "No notices" in client.get("/inbox/").content.decode()


def test_opening_a_notice_marks_it_and_leads_on(client: Client, handler: User) -> None:
    tell(handler)

    response = client.get(f"/inbox/{Notice.objects.get().pk}/")

    assert (response.status_code, response["Location"]) == (302, "/cards/17/")
    assert Notice.objects.get().read_at is not None
    assert shown(client, "?unread=on") == []


@pytest.mark.parametrize("path", ["", "https://evil.example/", "//evil.example/"])
def test_a_notice_never_leads_to_another_site(client: Client, handler: User, path: str) -> None:
    tell(handler, path=path)

    assert client.get(f"/inbox/{Notice.objects.get().pk}/")["Location"] == "/inbox/"


def test_somebody_elses_notice_does_not_exist(client: Client, handler: User) -> None:
    tell(make_user("handler"))

    assert client.get(f"/inbox/{Notice.objects.get().pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_notices_on_the_page_are_marked_at_once(client: Client, handler: User) -> None:
    tell(handler, key="a")
    tell(handler, key="b")
    newest = Notice.objects.latest("pk").pk

    client.post("/inbox/read/", {"upto": str(newest)})

    assert Notice.objects.unread_count(handler) == 0


@pytest.mark.parametrize("upto", ["", "x", "9" * 40, "-1"])
def test_a_broken_mark_changes_nothing(client: Client, handler: User, upto: str) -> None:
    tell(handler)

    assert client.post("/inbox/read/", {"upto": upto}).status_code == 302
    assert Notice.objects.unread_count(handler) == 1


def test_thirty_notices_cost_as_many_queries_as_one(client: Client, handler: User) -> None:
    tell(handler, key="0")
    of_one = queries_of(client, "/inbox/")
    for number in range(1, 30):
        tell(handler, key=str(number))

    assert queries_of(client, "/inbox/") == of_one


def fail(user: User) -> None:
    tell(user, key=f"card-{user.pk}")
    Notice.objects.filter(recipient=user, channel="email").update(send_at=None, tries=48, error="mailbox unknown")


def test_the_system_administrator_sees_what_was_not_sent_and_tries_again(client: Client) -> None:
    client.force_login(make_user("sysadmin"))
    user = reachable()
    fail(user)

    assert "mailbox unknown" in client.get("/notices/failed/").content.decode()
    client.post(f"/notices/{email_of(user).pk}/again/")

    assert email_of(user).send_at is not None


def test_nobody_else_sees_what_was_not_sent(client: Client, handler: User) -> None:
    assert client.get("/notices/failed/").status_code == 403


def test_thirty_failed_emails_cost_as_many_queries_as_one(client: Client) -> None:
    client.force_login(make_user("sysadmin"))
    fail(reachable())
    of_one = queries_of(client, "/notices/failed/")
    for _ in range(29):
        fail(reachable())

    assert queries_of(client, "/notices/failed/") == of_one
