"""Many want the last place: one has it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from approvals.appointments.actions import UnableToBook, book, move
from approvals.appointments.models import Booking
from approvals.models import Item
from efficiency.organization.models import Unit
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person
from tests.appointments.builders import HALF_PAST, NINE, NOW, bookable, booked, make_hall


def race(hall: Unit, item: Item, number: int) -> Counter[str]:
    """So many people at once for the same slot; what came of them."""
    barrier = Barrier(number)

    def run(each: int) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            person = Identity(name="顾晓演", phone=f"1380000{each:04d}")
            book(unit=hall, item=item, starts_at=NINE, person=person, submission=f"race-{each}", now=NOW)
        except UnableToBook:
            return "refused"
        else:
            return "booked"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(run, range(number)))


@pytest.mark.usefixtures("committed_db")
def test_of_eight_at_once_as_many_are_booked_as_there_are_places() -> None:
    hall, item = make_hall(), bookable()

    assert race(hall, item, 8) == {"booked": 2, "refused": 6}

    assert sorted(Booking.objects.values_list("place", flat=True)) == [1, 2]
    assert Person.objects.count() == 2


@pytest.mark.usefixtures("committed_db")
def test_who_moves_and_who_books_do_not_meet_in_one_place() -> None:
    hall, item = make_hall(), bookable()
    waiting = [booked(hall, item), booked(hall, item)]
    booked(hall, item, starts_at=HALF_PAST)
    barrier = Barrier(2)

    def run(booking: Booking) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            move(booking=booking, starts_at=HALF_PAST, now=NOW)
        except UnableToBook:
            return "refused"
        else:
            return "moved"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert Counter(pool.map(run, waiting)) == {"moved": 1, "refused": 1}

    assert sorted(Booking.objects.filter(starts_at=HALF_PAST).values_list("place", flat=True)) == [1, 2]
