"""Sending the outbox: at least once, never marked twice, none forgotten."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from pytest_django import Settings

from efficiency.notifications.models import Notice
from efficiency.notifications.postman import BATCH, _due, deliver
from efficiency.notifications.queue import claim, settle
from tests.cast import at
from tests.conftest import CommittedDatabase
from tests.notifications.builders import NOON, email_of, reachable, tell

DOOR = "tests.notifications.test_postman"


class ServerAway(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")


class ServerRefusing(BaseEmailBackend):
    """A mail server that refuses the recipients of `refused` and takes all others."""

    refused: set[str] = set()
    taken: list[str] = []

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0] in self.refused:
                raise OSError("mailbox unknown")
            self.taken.append(message.to[0])
        return len(messages)


@pytest.fixture
def refusing(settings: Settings) -> type[ServerRefusing]:
    settings.EMAIL_BACKEND = f"{DOOR}.ServerRefusing"
    ServerRefusing.refused = set()
    ServerRefusing.taken = []
    return ServerRefusing


@pytest.mark.django_db
def test_an_email_is_sent_once() -> None:
    user = reachable()
    tell(user)

    first = deliver(NOON)
    second = deliver(NOON)

    assert (first.sent, second.sent) == (1, 0)
    notice = email_of(user)
    assert (notice.sent_at, notice.send_at, notice.tries) == (NOON, None, 1)
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.mark.django_db
def test_an_email_is_in_its_readers_language_and_leads_to_the_page(settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example.cn"
    user = reachable(name="王敏")
    user.language = "en"
    user.save()
    tell(user)

    deliver(NOON)

    message = mail.outbox[0]
    assert message.subject == "Matter TS-1"
    assert message.body.splitlines()[:5] == [
        "Hello 王敏,",
        "",
        "Matter TS-1 is due on Oct. 10, 2026.",
        "",
        "https://portal.example.cn/cards/17/",
    ]


@pytest.mark.django_db
def test_a_repeat_bears_the_same_message_id() -> None:
    user = reachable()
    tell(user)

    deliver(NOON)
    Notice.objects.filter(channel="email").update(sent_at=None, send_at=NOON)
    deliver(NOON)

    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


@pytest.mark.django_db
def test_nothing_is_sent_before_its_time() -> None:
    tell(reachable())

    assert deliver(at("2026-09-28 11:59")).sent == 0


@pytest.mark.django_db
def test_a_failure_is_kept_with_its_error_and_tried_again(refusing: type[ServerRefusing]) -> None:
    user = reachable()
    refusing.refused = {user.email}
    tell(user)

    assert deliver(NOON).failed == 1

    notice = email_of(user)
    assert (notice.sent_at, notice.send_at) == (None, at("2026-09-28 12:01"))
    assert notice.error == "OSError: mailbox unknown"
    assert list(Notice.objects.failed()) == [notice]


@pytest.mark.django_db
@pytest.mark.parametrize(("tries", "again"), [(1, "12:02"), (3, "12:08"), (5, "12:32"), (6, "13:00"), (46, "13:00")])
def test_the_wait_doubles_up_to_an_hour(refusing: type[ServerRefusing], tries: int, again: str) -> None:
    user = reachable()
    refusing.refused = {user.email}
    tell(user)
    Notice.objects.filter(channel="email").update(tries=tries)

    deliver(NOON)

    assert email_of(user).send_at == at(f"2026-09-28 {again}")


@pytest.mark.django_db
def test_after_48_tries_it_is_given_up_and_stays_visible(refusing: type[ServerRefusing]) -> None:
    user = reachable()
    refusing.refused = {user.email}
    tell(user)
    Notice.objects.filter(channel="email").update(tries=47)

    deliver(NOON)

    notice = Notice.objects.failed().get()
    assert (notice.tries, notice.send_at, notice.is_given_up) == (48, None, True)


@pytest.mark.django_db
def test_one_bad_recipient_does_not_stop_the_rest(refusing: type[ServerRefusing]) -> None:
    bad, good = reachable(), reachable()
    refusing.refused = {bad.email}
    tell(bad)
    tell(good)

    done = deliver(NOON)

    assert (done.sent, done.failed) == (1, 1)
    assert refusing.taken == [good.email]


@pytest.mark.django_db
def test_a_notice_that_cannot_be_put_into_words_does_not_stop_the_rest() -> None:
    bad, good = reachable(), reachable()
    tell(bad)
    Notice.objects.filter(channel="email").update(params=["not", "a", "mapping"])
    tell(good)

    done = deliver(NOON)

    assert (done.sent, done.failed) == (1, 1)
    assert Notice.objects.failed().get().recipient == bad


@pytest.mark.django_db
def test_a_mail_server_that_is_away_fails_one_batch_and_ends_the_run(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{DOOR}.ServerAway"
    for number in range(25):
        tell(reachable(), key=f"card-{number}")

    done = deliver(NOON)

    assert (done.sent, done.failed) == (0, 20)
    assert Notice.objects.failed().first().error == "ConnectionRefusedError: nobody listens"  # type: ignore[union-attr]
    assert Notice.objects.filter(channel="email", tries=0).count() == 5


@pytest.mark.django_db
def test_an_account_disabled_meanwhile_gets_no_email() -> None:
    user = reachable()
    tell(user)
    user.is_active = False
    user.save()

    deliver(NOON)

    assert mail.outbox == []
    assert Notice.objects.failed().get().is_given_up


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_sent_after_ten_minutes() -> None:
    user = reachable()
    tell(user)
    Notice.objects.filter(channel="email").update(tries=1, send_at=at("2026-09-28 12:10"))

    assert deliver(at("2026-09-28 12:09")).sent == 0
    assert deliver(at("2026-09-28 12:10")).sent == 1


def test_two_postmen_at_once_send_nothing_twice(committed_db: CommittedDatabase) -> None:
    users = [reachable() for _ in range(60)]
    for user in users:
        tell(user)

    def round_of_one() -> int:
        try:
            return deliver(NOON).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = [future.result() for future in [pool.submit(round_of_one) for _ in range(4)]]

    assert sum(sent) == 60
    assert sorted(message.to[0] for message in mail.outbox) == sorted(user.email for user in users)
    assert Notice.objects.filter(channel="email", tries=1, sent_at=NOON).count() == 60


@pytest.mark.django_db
def test_a_claim_that_was_lost_settles_nothing() -> None:
    """A slow sender comes back after another one has taken its notice and sent it."""
    user = reachable()
    tell(user)

    slow = claim(_due, BATCH, NOON)
    deliver(at("2026-09-28 12:10"))
    settle(slow, OSError("too late"), at("2026-09-28 12:11"))

    notice = email_of(user)
    assert (notice.sent_at, notice.error, notice.tries) == (at("2026-09-28 12:10"), "", 2)
