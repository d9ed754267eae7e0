"""When notices leave the house: 1 to 7 October 2026 are holidays, Saturday the 10th is worked."""

from datetime import datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from efficiency.changes.adjusting import adjust
from efficiency.changes.settings import definition_of
from efficiency.notifications.hours import Hours, QuietRules, opening, send_at
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import Notice
from efficiency.notifications.policies import quiet_rules
from efficiency.workdays.calendar import official_calendar
from tests.cast import at
from tests.notifications.builders import email_of, reachable, tell

HOURS = Hours(time(8, 30), time(18))


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-09-28 12:00", "2026-09-28 12:00"),
        ("2026-09-28 08:30", "2026-09-28 08:30"),
        ("2026-09-28 08:29", "2026-09-28 08:30"),
        ("2026-09-28 00:00", "2026-09-28 08:30"),
        ("2026-09-28 18:00", "2026-09-29 08:30"),
        ("2026-09-28 17:59", "2026-09-28 17:59"),
        ("2026-09-30 20:00", "2026-10-08 08:30"),
        ("2026-10-01 10:00", "2026-10-08 08:30"),
        ("2026-10-10 10:00", "2026-10-10 10:00"),
        ("2026-10-09 23:00", "2026-10-10 08:30"),
        ("2026-10-11 10:00", "2026-10-12 08:30"),
    ],
)
def test_what_is_told_outside_working_time_waits_for_the_next_opening(told: str, goes: str) -> None:
    assert opening(official_calendar(), at(told), HOURS) == at(goes)


@given(st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2026-12-30")))
def test_nothing_goes_out_earlier_than_it_was_told_nor_at_a_quiet_time(told: datetime) -> None:
    calendar, moment = official_calendar(), at(told.isoformat())

    goes = opening(calendar, moment, HOURS)

    assert goes >= moment
    assert calendar.is_working(goes.date())
    assert HOURS.opens <= goes.time() < HOURS.closes
    assert opening(calendar, goes, HOURS) == goes


@pytest.mark.parametrize("text", ["", "8-18", "18:00-08:30", "08:30", "nachts", "08:30-08:30"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Hours.parsed(text)


def test_always_is_no_hours() -> None:
    assert Hours.parsed("always") is None


def test_reminders_never_go_by_text_message() -> None:
    rules = QuietRules({}, by_sms=("card",))

    assert (rules.sends_sms("card.issued"), rules.sends_sms("card.reminder")) == (True, False)


@pytest.mark.django_db
def test_an_email_waits_and_the_inbox_does_not() -> None:
    user = reachable()
    tell(user, now=at("2026-10-01 10:00"))

    assert email_of(user).send_at == at("2026-10-08 08:30")
    inbox = Notice.objects.get(recipient=user, channel="inbox")
    assert (inbox.sent_at, inbox.send_at) == (at("2026-10-01 10:00"), None)


@pytest.mark.django_db
def test_what_the_city_exempts_goes_out_at_night() -> None:
    """The builder's notice is of the kind test.told."""
    adjust(key="alerts.quiet-exempt", value=["card"], ground="值班", actor=None, now=at("2026-09-01 09:00"))
    rules = quiet_rules(at("2026-09-28 22:30"))

    assert send_at(rules, Channel.EMAIL, "card.issued", at("2026-09-28 22:30")) == at("2026-09-28 22:30")
    assert send_at(rules, Channel.EMAIL, "test.told", at("2026-09-28 22:30")) == at("2026-09-29 08:30")


@pytest.mark.django_db
def test_hours_that_the_city_sets_count_from_their_moment() -> None:
    adjust(key="alerts.email-hours", value="06:00-23:00", ground="试行", actor=None, now=at("2026-09-28 12:00"))
    early, late = reachable(), reachable()

    tell(early, now=at("2026-09-27 22:30"))
    tell(late, now=at("2026-09-28 22:30"))

    assert email_of(early).send_at == at("2026-09-28 08:30")
    assert email_of(late).send_at == at("2026-09-28 22:30")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("08:30–18:00", "08:30-18:00"), ("08\uff1a30-18\uff1a00", "08:30-18:00"), ("", "always")],
)
def test_hours_are_taken_as_people_type_them(typed: str, kept: str) -> None:
    assert definition_of("alerts.email-hours").field().clean(typed) == kept


def test_hours_that_are_none_are_sent_back() -> None:
    with pytest.raises(ValidationError):
        definition_of("alerts.email-hours").field().clean("nachts")


def test_a_ladder_is_taken_line_by_line_and_said_in_words() -> None:
    known = definition_of("cards.ladder")

    kept = known.field().clean("-1d:handler\n+4h:head\n\n+3d:leader")

    assert kept == ["-1d:handler", "+4h:head", "+3d:leader"]
    assert known.say(kept) == (
        "1 working day before the limit: the handler; 4 working hours after it: the head of the unit; "
        "3 working days after it: the leader"
    )
    with pytest.raises(ValidationError):
        known.field().clean("+1w:head")
