"""Writing notices."""

import pytest

from efficiency.notifications.actions import notify, open_all, open_notice, try_again
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import UnknownText
from tests.cast import at, make_user
from tests.notifications.builders import NOON, email_of, reachable, tell

pytestmark = pytest.mark.django_db


def test_a_notice_goes_to_the_inbox_and_by_email() -> None:
    user = reachable()

    tell(user)

    rows = Notice.objects.order_by("pk").values_list("channel", "send_at", "sent_at")
    assert list(rows) == [("inbox", None, NOON), ("email", NOON, None)]


def test_who_has_no_address_gets_no_email() -> None:
    user = make_user("handler")

    tell(user)

    assert [notice.channel for notice in Notice.objects.all()] == ["inbox"]


def test_a_repeat_writes_nothing() -> None:
    user = reachable()

    tell(user)
    tell(user)

    assert Notice.objects.count() == 2


def test_a_disabled_account_is_told_nothing() -> None:
    user = reachable()
    user.is_active = False
    user.save()

    tell(user)

    assert Notice.objects.count() == 0


def test_a_misspelt_kind_is_found_when_written() -> None:
    with pytest.raises(UnknownText):
        notify(key="k", recipients=[], kind="test.tol", params={}, path="", now=NOON)


def test_reading_twice_keeps_the_first_moment() -> None:
    user = make_user("handler")
    tell(user)
    notice = Notice.objects.get()

    open_notice(notice=notice, actor=user, now=at("2026-09-28 13:00"))
    open_notice(notice=notice, actor=user, now=at("2026-09-28 14:00"))

    assert Notice.objects.get().read_at == at("2026-09-28 13:00")


def test_marking_all_leaves_what_came_after_the_page() -> None:
    user = make_user("handler")
    tell(user, key="a")
    seen = Notice.objects.get().pk
    tell(user, key="b")

    assert open_all(actor=user, upto=seen, now=NOON) == 1
    assert Notice.objects.unread_count(user) == 1


def test_an_email_given_up_can_be_tried_again() -> None:
    user = reachable()
    tell(user)
    Notice.objects.filter(channel="email").update(send_at=None, tries=48, error="away")

    try_again(notice=email_of(user), actor=make_user("sysadmin"), now=NOON)

    notice = email_of(user)
    assert (notice.send_at, notice.tries, notice.error) == (NOON, 0, "away")
