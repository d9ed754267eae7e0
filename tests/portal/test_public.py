"""The public front page: search and the month's promises."""

import pytest
from django.test import Client

from efficiency.clocks.actions import cancel_clock, stop_clock
from efficiency.clocks.kinds import ClockKind
from efficiency.portal.promises import Promise, month_so_far
from tests.cast import at, make_user
from tests.clocks.builders import make_clock


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("营业执照", "/items/?q=%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7"),
        ("TS-261009-123456", "/track/?number=TS-261009-123456"),
        (" ts 261009 123456 ", "/track/?number=TS-261009-123456"),
        ("ＴＳ－261009－123456", "/track/?number=TS-261009-123456"),
        ("BJ261009123456", "/track/case/?number=BJ-261009-123456"),
        ("12345", "/items/?q=12345"),
        ("", "/items/?q="),
    ],
)
def test_the_search_leads_numbers_to_their_progress_and_words_to_the_catalogue(
    client: Client, words: str, address: str
) -> None:
    assert client.get("/search/", {"q": words}).headers["Location"] == address


@pytest.mark.django_db
def test_promises_are_counted_by_what_came_due_this_month() -> None:
    actor = make_user("handler")
    in_time, after, open_late, cancelled = (make_clock() for _ in range(4))  # due 2026-10-10 24:00
    make_clock(started="2026-10-12 10:00")  # due 2026-10-19, not yet
    make_clock(started="2026-09-14 10:00")  # due in September
    stop_clock(clock=in_time, actor=actor, now=at("2026-10-10 23:59"))
    stop_clock(clock=after, actor=actor, now=at("2026-10-11 00:00"))
    cancel_clock(clock=cancelled, reason="撤回", actor=actor, now=at("2026-09-29 10:00"))

    month = month_so_far(at("2026-10-12 12:00"))

    assert month.promises == [Promise(ClockKind.REPLY, due=3, kept=1), Promise(ClockKind.PROMISED, due=0, kept=0)]
    assert month.promises[0].broken == 2
    assert open_late.stopped_at is None


def test_a_rate_without_a_denominator_is_a_dash() -> None:
    assert Promise(ClockKind.REPLY, due=0, kept=0).rate == "–"


def test_a_rate_is_rounded_to_a_tenth_of_a_hundredth() -> None:
    assert Promise(ClockKind.REPLY, due=3, kept=2).rate == "66.7%"


@pytest.mark.django_db
def test_the_front_page_shows_three_ways_in(client: Client) -> None:
    text = client.get("/").content.decode()

    assert [way in text for way in ('href="/items/"', 'href="/complaints/new/"', 'href="/track/"')] == [True] * 3
