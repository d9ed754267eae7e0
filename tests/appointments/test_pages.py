"""The public pages and those of the hall and of the office."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.appointments.kinds import State
from approvals.appointments.models import Booking, Hours
from approvals.appointments.offering import days_of
from approvals.models import Item
from efficiency.audit.models import Entry
from efficiency.common import proof
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, User
from efficiency.vault.models import Person, Reading
from tests.appointments.builders import bookable, booked, clerk_of, make_hall
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Unit:
    """Open day and night on every day, so that a page asked now always has times."""
    whole = "00:00-23:30"
    return make_hall(regular=whole, extended="", saturday=whole, sunday=whole, extended_capacity=2)


@pytest.fixture
def item() -> Item:
    return bookable()


@pytest.fixture
def clerk(hall: Unit) -> User:
    return clerk_of(hall)


def first_slot(hall: Unit) -> str:
    return next(free.slot.begins_at.isoformat() for day in days_of(hall, timezone.now()) for free in day.slots)


def form_of(hall: Unit, **changed: Any) -> dict[str, Any]:
    token = proof.issue(timezone.now() - timedelta(minutes=1), salt="appointments.form")
    given = {
        "slot": first_slot(hall), "name": "顾晓演", "phone": "138-0000-0001", "submission": token,
        "proof": proof.find(token),
    }  # fmt: skip
    return given | changed


def address(hall: Unit, item: Item) -> str:
    return f"/appointments/at/{hall.code}/{item.code}/"


def today(hall: Unit, item: Item, state: State = State.BOOKED) -> Booking:
    """An appointment of this minute."""
    booking = booked(hall, item, starts_at=next(
        free.slot.begins_at for day in days_of(hall, timezone.now()) for free in day.slots
    ), now=timezone.now())  # fmt: skip
    now = timezone.now()
    Booking.objects.filter(pk=booking.pk).update(starts_at=now, ends_at=now + timedelta(minutes=30), state=state)
    booking.refresh_from_db()
    return booking


def test_a_citizen_finds_the_item_and_a_hall(client: Client, hall: Unit, item: Item) -> None:
    assert item.code in client.get("/appointments/", {"q": "spj"}).content.decode()
    assert address(hall, item) in client.get("/appointments/", {"item": item.code}).content.decode()
    assert client.get(address(hall, item)).status_code == 200


def test_booking_gives_number_and_code_and_what_to_bring(client: Client, hall: Unit, item: Item) -> None:
    answer = client.post(address(hall, item), form_of(hall), follow=True)

    booking = Booking.objects.get()
    page = answer.content.decode()
    for part in (booking.number, booking.code[:4], "营业执照复印件", "data:image/svg+xml"):
        assert part in page
    assert "顾晓演" not in page


@pytest.mark.parametrize(
    "changed",
    [{"slot": ""}, {"slot": "2026-01-01T09:00:00+08:00"}, {"slot": "x"}, {"name": ""}, {"name": "字" * 61},
     {"phone": ""}, {"phone": "电话"}, {"phone": "1" * 31}],
)  # fmt: skip
def test_a_malformed_form_comes_back_with_what_was_typed(
    client: Client, hall: Unit, item: Item, changed: dict[str, str]
) -> None:
    form = form_of(hall, **changed)

    answer = client.post(address(hall, item), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    assert form["name"][:60] in page
    assert Booking.objects.count() == 0
    assert Person.objects.count() == 0


def test_without_proof_an_address_books_five_an_hour(client: Client, hall: Unit, item: Item) -> None:
    statuses = [
        client.post(address(hall, item), form_of(hall, proof="", phone=f"1380000{n:04d}")).status_code for n in range(6)
    ]

    assert statuses.count(429) == 1
    assert statuses[-1] == 429


def test_number_and_code_open_move_and_cancel(client: Client, hall: Unit, item: Item) -> None:
    slots = [free.slot.begins_at for day in days_of(hall, timezone.now()) for free in day.slots]
    booking = booked(hall, item, starts_at=slots[-1], now=timezone.now())
    opened = client.post("/appointments/mine/", {"number": booking.number.lower(), "code": booking.code})
    mine = opened.headers["Location"]

    client.post(mine, {"do": "move", "slot": slots[-2].isoformat()})
    booking.refresh_from_db()
    assert booking.starts_at == slots[-2]
    assert "BEGIN:VALARM" in client.get(f"{mine}calendar/").content.decode()
    client.post(mine, {"do": "cancel"})

    booking.refresh_from_db()
    assert booking.state == State.CANCELLED


def test_a_wrong_code_opens_nothing_and_guessing_ends(client: Client, hall: Unit, item: Item) -> None:
    booking = booked(
        hall, item, starts_at=days_of(hall, timezone.now())[-1].slots[0].slot.begins_at, now=timezone.now()
    )

    assert client.get(f"/appointments/mine/{booking.number}/").headers["Location"] == "/appointments/mine/"
    statuses = [
        client.post("/appointments/mine/", {"number": booking.number, "code": "AAAAAAAAAAAA"}).status_code
        for _attempt in range(40)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_taking_the_case_notes_the_arrival_and_fills_the_counter_form(
    client: Client, hall: Unit, item: Item, clerk: User
) -> None:
    booking = today(hall, item)
    client.force_login(clerk)

    answer = client.post(f"/appointments/day/{booking.pk}/take/")

    booking.refresh_from_db()
    assert answer.headers["Location"] == f"/cases/new/?item={item.code}&queue_number={booking.queue_number}"
    page = client.get(answer.headers["Location"]).content.decode()
    assert booking.queue_number in page
    assert "营业执照复印件" in page


def test_whom_to_call_is_shown_to_the_hall_and_recorded(client: Client, hall: Unit, item: Item, clerk: User) -> None:
    booking = today(hall, item)
    client.force_login(clerk)

    answer = client.post(f"/appointments/day/{booking.pk}/call/")

    assert "顾晓演" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert Reading.objects.get().purpose == "预约：联系预约人"


def test_another_hall_sees_nothing(client: Client, hall: Unit, item: Item) -> None:
    booking = today(hall, item)
    client.force_login(clerk_of(make_unit("市民政局")))

    assert booking.number not in client.get("/appointments/day/").content.decode()
    assert client.post(f"/appointments/day/{booking.pk}/arrive/").status_code == 404


def test_a_scanned_number_leads_to_the_list_of_its_day(client: Client, hall: Unit, item: Item, clerk: User) -> None:
    booking = today(hall, item)
    client.force_login(clerk)

    answer = client.get("/cases/find/", {"text": booking.number})

    day = local_date(booking.starts_at)
    assert answer.headers["Location"] == f"/appointments/day/?hall={hall.code}&day={day}#{booking.number}"


def test_the_list_asks_as_often_for_thirty_as_for_one(client: Client, hall: Unit, item: Item, clerk: User) -> None:
    client.force_login(clerk)
    first = today(hall, item)
    client.get("/appointments/day/")  # what each process reads once
    counts = []
    for copies in (0, 29):
        Booking.objects.bulk_create(_copies(first, copies))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/appointments/day/").content.decode()
        assert page.count("<tr id=") == copies + 1
        counts.append(len(queries))

    assert counts[0] == counts[1]


def _copies(booking: Booking, number: int) -> list[Booking]:
    copies = []
    for place in range(2, number + 2):
        copy = Booking.objects.get(pk=booking.pk)
        copy.pk, copy.place, copy.phone_mark = None, place, ""
        copy.number = copy.submission = copy.code_digest = f"copy-{place}"
        copies.append(copy)
    return copies


def test_an_export_is_recorded_and_names_nobody(client: Client, hall: Unit, item: Item, clerk: User) -> None:
    today(hall, item)
    client.force_login(clerk)

    assert client.get("/appointments/day/export/").status_code == 200
    assert Entry.objects.get(verb="appointments-exported").data["rows"] == 1


def test_the_office_sets_the_hours_of_a_hall(client: Client) -> None:
    unit = make_unit("市民政局")
    client.force_login(make_user("office", unit=make_unit("市效能办", "office")))
    tomorrow = local_date(timezone.now()) + timedelta(days=1)
    given = {
        "effective_from": str(tomorrow), "regular": "9:00-12:00", "capacity": "4", "extended": "12:00-13:00",
        "saturday": "", "sunday": "", "extended_capacity": "1", "ground": "午间延时服务",
    }  # fmt: skip

    answer = client.post(f"/appointments/halls/{unit.code}/", given)

    assert answer.status_code == 302
    hours = Hours.objects.get()
    assert (hours.regular, hours.extended, hours.capacity) == ("09:00-12:00", "12:00-13:00", 4)
    assert unit.name in client.get("/appointments/halls/").content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"regular": "上午"}, {"capacity": "-1"}, {"capacity": ""}, {"ground": ""}, {"effective_from": "2026-01-01"}],
)
def test_hours_that_cannot_be_come_back(client: Client, changed: dict[str, str]) -> None:
    unit = make_unit("市民政局")
    client.force_login(make_user("office"))
    given = {"effective_from": "2099-01-01", "regular": "9:00-12:00", "capacity": "4", "ground": "便民"} | changed

    answer = client.post(f"/appointments/halls/{unit.code}/", given)

    assert answer.status_code == 422
    assert Hours.objects.count() == 0
