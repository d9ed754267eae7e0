"""Making, moving and cancelling an appointment."""

from datetime import date

import pytest

from approvals.appointments.actions import UnableToBook, UnableToSetHours, book, cancel, move, set_hours
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking
from approvals.appointments.offering import days_of
from efficiency.audit.models import Entry
from efficiency.organization.models import Unit, UnitKind
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person
from tests.appointments.builders import HALF_PAST, NINE, NOW, bookable, booked, clerk_of, make_hall
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Unit:
    return make_hall()


def test_an_appointment_keeps_name_and_phone_in_the_vault_alone(hall: Unit) -> None:
    booking = booked(hall)

    assert (booking.state, booking.place, booking.starts_at, booking.ends_at) == (State.BOOKED, 1, NINE, HALF_PAST)
    assert Person.objects.get().pk == booking.person
    entry = Entry.objects.get(verb="appointment-booked")
    assert "顾" not in str(entry.data)


def test_the_same_form_sent_twice_is_one_appointment(hall: Unit) -> None:
    item, person = bookable(), Identity(name="顾晓演", phone="13800000001")

    both = [book(unit=hall, item=item, starts_at=NINE, person=person, submission="one", now=NOW) for _time in "ab"]

    assert both[0] == both[1]
    assert Booking.objects.count() == 1


def test_a_slot_takes_as_many_as_it_has_places(hall: Unit) -> None:
    assert [booked(hall).place, booked(hall).place] == [1, 2]

    with pytest.raises(UnableToBook, match="last place"):
        booked(hall)


def test_a_cancelled_place_is_free_again(hall: Unit) -> None:
    first, _second = booked(hall), booked(hall)

    cancel(booking=first, now=NOW)

    assert booked(hall).place == 1


def test_one_telephone_number_does_not_take_all_slots(hall: Unit) -> None:
    for hour in ("09:00", "10:00", "11:00"):
        booked(hall, starts_at=at(f"2026-09-15 {hour}"), phone="13800000001")

    with pytest.raises(UnableToBook, match="as many appointments"):
        booked(hall, starts_at=at("2026-09-15 14:00"), phone="13800000001")


def test_one_telephone_number_is_at_one_time_in_one_place(hall: Unit) -> None:
    booked(hall, phone="13800000001")

    with pytest.raises(UnableToBook, match="at this time"):
        booked(hall, phone="13800000001")


@pytest.mark.parametrize(
    "moment",
    [
        "2026-09-15 09:10",  # no slot begins there
        "2026-09-14 08:20",  # less than thirty minutes ahead, and closed
        "2026-09-13 09:00",  # past
        "2026-09-29 09:00",  # more than fourteen days ahead
        "2026-09-19 11:00",  # a Saturday, after its service
    ],
)
def test_only_what_is_offered_is_booked(hall: Unit, moment: str) -> None:
    with pytest.raises(UnableToBook, match="cannot be booked"):
        booked(hall, starts_at=at(moment))


def test_an_item_that_is_not_taken_by_appointment_is_not_booked(hall: Unit) -> None:
    with pytest.raises(UnableToBook, match="not taken by appointment"):
        booked(hall, bookable(appointment=False))


def test_a_village_room_takes_only_what_the_catalogue_lets_it_take() -> None:
    room = make_hall(make_unit("晨淀村", UnitKind.VILLAGE))

    assert booked(room, bookable(venues=["4", "6"])).unit == room
    with pytest.raises(UnableToBook):
        booked(room, bookable(venues=["4"]))


def test_moving_frees_the_old_place_and_keeps_number_and_code(hall: Unit) -> None:
    booking = booked(hall)
    before = (booking.number, booking.code)

    moved = move(booking=booking, starts_at=HALF_PAST, now=NOW)

    assert (moved.starts_at, moved.moved, (moved.number, moved.code)) == (HALF_PAST, 1, before)
    assert Booking.objects.filter(starts_at=NINE).count() == 0


def test_an_appointment_is_moved_three_times_at_most(hall: Unit) -> None:
    booking = booked(hall)
    for minute in ("10:00", "10:30", "11:00"):
        booking = move(booking=booking, starts_at=at(f"2026-09-15 {minute}"), now=NOW)

    with pytest.raises(UnableToBook, match="as often as can be"):
        move(booking=booking, starts_at=NINE, now=NOW)


def test_what_has_begun_is_neither_moved_nor_cancelled(hall: Unit) -> None:
    booking = booked(hall)

    with pytest.raises(UnableToBook, match="no longer"):
        cancel(booking=booking, now=NINE)
    with pytest.raises(UnableToBook, match="no longer"):
        move(booking=booking, starts_at=at("2026-09-16 09:00"), now=NINE)


def test_new_hours_begin_tomorrow_and_leave_what_was_booked(hall: Unit) -> None:
    booking, office = booked(hall), make_user("office")

    set_hours(
        unit=hall,
        effective_from=date(2026, 9, 15),
        regular="14:00-17:00",
        capacity=1,
        ground="搬迁",
        actor=office,
        now=NOW,
    )

    tuesday = next(day for day in days_of(hall, NOW) if day.day == date(2026, 9, 15))
    assert tuesday.slots[0].slot.begins_at == at("2026-09-15 14:00")
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


@pytest.mark.parametrize(
    "changed",
    [
        {"effective_from": date(2026, 9, 14)},
        {"ground": " "},
        {"regular": "上午"},
        {"extended": "11:00-13:00", "extended_capacity": 1},
        {"extended": "12:00-13:00", "extended_capacity": 0},
    ],
)
def test_hours_that_cannot_be_are_refused(hall: Unit, changed: dict[str, object]) -> None:
    given: dict[str, object] = {
        "effective_from": date(2026, 9, 15), "regular": "09:00-12:00", "capacity": 1, "ground": "搬迁",
    }  # fmt: skip

    with pytest.raises(UnableToSetHours):
        set_hours(unit=hall, actor=make_user("office"), now=NOW, **(given | changed))  # type: ignore[arg-type]


def test_only_the_office_sets_hours(hall: Unit) -> None:
    given = {"effective_from": date(2026, 9, 15), "regular": "09:00-12:00", "capacity": 1, "ground": "搬迁"}

    with pytest.raises(UnableToSetHours):
        set_hours(unit=hall, actor=clerk_of(hall), now=NOW, **given)  # type: ignore[arg-type]
