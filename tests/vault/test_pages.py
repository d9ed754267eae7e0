"""The auditor's list of readings."""

import pytest
from django.test import Client

from efficiency.organization.models import User
from efficiency.vault.actions import reveal, store
from efficiency.vault.identity import Identity
from tests.cast import at, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor"))
    return client


def read(reader: User, moment: str = "2026-09-28 12:00") -> None:
    person = store(Identity(name="王小明"), actor=None, now=at("2026-09-28 10:00"))
    reveal(person, reader=reader, purpose="回访", fields=["name"], now=at(moment))


def test_the_auditor_sees_who_read_and_why_but_no_name(auditor: Client) -> None:
    read(make_user("operator", name="李强"))

    page = auditor.get("/readings/").content.decode()

    assert "李强" in page
    assert "回访" in page
    assert "王小明" not in page


def test_readings_are_narrowed_by_reader(auditor: Client) -> None:
    one, other = make_user("operator"), make_user("operator")
    read(one)
    read(other)

    found = auditor.get(f"/readings/?reader={one.username}").context["found"]

    assert [reading.reader for reading in found.rows] == [one]


def test_each_reading_tells_the_pace_of_its_reader(auditor: Client) -> None:
    operator = make_user("operator")
    for moment in ("2026-09-28 10:00", "2026-09-28 10:30", "2026-09-28 11:10"):
        read(operator, moment)
    read(make_user("operator"), "2026-09-28 11:10")

    found = auditor.get("/readings/").context["found"]

    assert [reading.pace for reading in found.rows] == [1, 2, 2, 1]


def test_nobody_but_the_auditor_sees_the_list(client: Client) -> None:
    client.force_login(make_user("office"))

    assert client.get("/readings/").status_code == 403


def test_thirty_readings_cost_as_many_queries_as_one(auditor: Client) -> None:
    read(make_user("operator"))
    of_one = queries_of(auditor, "/readings/")
    for _ in range(29):
        read(make_user("operator"))

    assert queries_of(auditor, "/readings/") == of_one
