"""How a card's notices leave the house: hours, choices, text messages, robots (written by the judge's statements)."""

import pytest
from pytest_django import Settings

from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.notifications.actions import choose_alerts
from efficiency.notifications.models import Notice
from efficiency.organization.models import Unit, User
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter
from tests.notifications.builders import make_endpoint

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-10-11 09:00")  # the reply was due on Saturday the 10th


def head_of(unit: Unit, email: str = "at-once", sms: bool = False) -> User:
    head = make_user("head", unit=unit)
    head.email = "head@example.cn"
    head.save()
    phone = "13800000000" if sms else ""
    choose_alerts(user=head, email=email, sms=sms, phone=phone, now=at("2026-09-01 09:00"))
    return head


def written(**which: object) -> dict[str, object]:
    """Each channel's moment of sending, of a first-level card."""
    rows = Notice.objects.filter(kind="card.issued", **which)
    return {row.channel: row.send_at for row in rows}


def test_a_card_of_a_sunday_is_mailed_on_monday_morning_and_in_the_inbox_at_once() -> None:
    unit = make_unit()
    head = head_of(unit, sms=True)
    make_clock(matter=make_matter(unit))

    sweep(SUNDAY)

    monday = at("2026-10-12 08:30")
    assert written(recipient=head) == {"inbox": None, "email": monday, "sms": monday}


def test_a_card_of_a_working_hour_is_mailed_at_once() -> None:
    unit = make_unit()
    head = head_of(unit)
    make_clock(matter=make_matter(unit))

    sweep(at("2026-10-12 09:00"))

    assert written(recipient=head) == {"inbox": None, "email": at("2026-10-12 09:00")}


def test_what_is_exempt_goes_out_on_a_sunday(settings: Settings) -> None:
    settings.QUIET_EXEMPT = ["card"]
    unit = make_unit()
    head = head_of(unit)
    make_clock(matter=make_matter(unit))

    sweep(SUNDAY)

    assert written(recipient=head) == {"inbox": None, "email": SUNDAY}


def test_who_chose_the_summary_gets_no_email_of_a_card() -> None:
    unit = make_unit()
    head = head_of(unit, email="digest")
    make_clock(matter=make_matter(unit))

    sweep(SUNDAY)

    assert written(recipient=head) == {"inbox": None}


def test_a_reminder_is_no_text_message() -> None:
    unit = make_unit()
    head = head_of(unit, sms=True)
    make_clock(matter=make_matter(unit))

    sweep(at("2026-10-09 09:01"))

    rows = Notice.objects.filter(kind="card.reminder", recipient=head)
    assert sorted(row.channel for row in rows) == ["email", "inbox"]


def test_robots_hear_of_the_cards_of_their_unit_once_for_each() -> None:
    unit, other = make_unit(), make_unit()
    own = make_endpoint(kind="file", unit=unit, events=("card.issued",))
    city = make_endpoint(kind="file", events=("card",))
    make_endpoint(kind="file", events=("complaint",))
    head_of(unit)
    head_of(unit)
    make_clock(matter=make_matter(unit))
    make_clock(matter=make_matter(other))

    sweep(SUNDAY)

    first, second = Card.objects.filter(level=1).order_by("pk")
    of_unit = first if first.unit == unit else second
    assert list(Notice.objects.filter(endpoint=own).values_list("key", flat=True)) == [f"card-{of_unit.pk}-issued"]
    assert Notice.objects.filter(endpoint=city, kind="card.issued").count() == 2
    notice = Notice.objects.get(endpoint=own)
    assert (notice.send_at, notice.channel, notice.recipient) == (at("2026-10-12 08:30"), "robot", None)
    assert notice.params["unit"] == unit.name


def test_a_robot_that_is_switched_off_hears_nothing() -> None:
    endpoint = make_endpoint(kind="file", events=("card",))
    endpoint.active = False
    endpoint.save()
    make_clock()

    sweep(SUNDAY)

    assert not Notice.objects.filter(endpoint=endpoint).exists()
