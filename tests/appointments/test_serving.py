"""The day at the hall."""

import pytest

from approvals.actions import receive_case
from approvals.appointments.actions import UnableToServe, arrive, close_past, miss, tell_halls
from approvals.appointments.kinds import State
from efficiency.notifications.models import Notice
from efficiency.organization.models import Unit, User
from efficiency.vault.holdings import held_about
from tests.appointments.builders import HALF_PAST, NINE, booked, clerk_of, make_hall
from tests.approvals.builders import APPLICANT
from tests.cast import at, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Unit:
    return make_hall()


@pytest.fixture
def clerk(hall: Unit) -> User:
    return clerk_of(hall)


def test_who_arrives_has_a_number_to_be_called_by(hall: Unit, clerk: User) -> None:
    came = arrive(booking=booked(hall), actor=clerk, now=at("2026-09-15 08:55"))

    assert (came.state, came.queue_number) == (State.ARRIVED, "Y090001")


def test_the_case_taken_under_that_number_is_joined(hall: Unit, clerk: User) -> None:
    came = arrive(booking=booked(hall), actor=clerk, now=at("2026-09-15 08:55"))

    case = receive_case(
        item=came.item, applicant=APPLICANT, materials=[], submission="0" * 32,
        queue_number=came.queue_number, actor=clerk, now=at("2026-09-15 09:02"),
    )  # fmt: skip

    came.refresh_from_db()
    assert (came.state, came.case) == (State.SERVED, case)


def test_nobody_arrives_on_another_day(hall: Unit, clerk: User) -> None:
    with pytest.raises(UnableToServe):
        arrive(booking=booked(hall), actor=clerk, now=at("2026-09-14 09:00"))


def test_somebody_late_is_noted_after_a_quarter_of_an_hour_and_still_served_that_day(hall: Unit, clerk: User) -> None:
    booking = booked(hall)
    with pytest.raises(UnableToServe, match="15 minutes"):
        miss(booking=booking, actor=clerk, now=at("2026-09-15 09:14"))

    assert miss(booking=booking, actor=clerk, now=at("2026-09-15 09:15")).state == State.MISSED
    assert arrive(booking=booking, actor=clerk, now=at("2026-09-15 11:00")).state == State.ARRIVED


def test_another_hall_notes_nothing(hall: Unit) -> None:
    stranger = clerk_of(make_unit("市民政局"))

    with pytest.raises(UnableToServe):
        arrive(booking=booked(hall), actor=stranger, now=NINE)


def test_who_did_not_come_is_noted_when_the_day_is_over(hall: Unit) -> None:
    booking = booked(hall)

    assert close_past(now=at("2026-09-15 23:59")) == 0
    assert close_past(now=at("2026-09-16 00:00")) == 1
    booking.refresh_from_db()
    assert booking.state == State.MISSED


def test_the_hall_is_told_in_the_morning_once(hall: Unit, clerk: User) -> None:
    booked(hall)
    booked(hall, starts_at=HALF_PAST)

    assert tell_halls(now=at("2026-09-15 07:29")) == 0
    assert tell_halls(now=at("2026-09-15 07:30")) == 1
    tell_halls(now=at("2026-09-15 07:40"))

    notice = Notice.objects.get(recipient=clerk, channel="inbox")
    assert (notice.params["number"], notice.params["first"]) == (2, "09:00")
    assert "顾" not in str(notice.params)


def test_name_and_phone_are_kept_thirty_days(hall: Unit) -> None:
    booking = booked(hall)
    assert booking.person is not None

    held = held_about([booking.person], NINE)[0]

    assert held.binds(at("2026-10-15 09:29"))
    assert not held.binds(at("2026-10-15 09:30"))
