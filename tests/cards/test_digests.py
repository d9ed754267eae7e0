"""What falls due, in the morning's summaries. A reply of the builder is due on Saturday 2026-10-10."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from efficiency.cards.sweep import sweep
from efficiency.notifications.digest import Part, Reader, _sections
from efficiency.organization.models import Unit, User
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db


def reader(user: User, *roles: str) -> Reader:
    return Reader(f"user-{user.pk}", user.pk, user.unit_id, frozenset(roles))


def found(code: str, readers: list[Reader], now: datetime) -> dict[str, int]:
    parts: Mapping[str, Part] = _sections[code].collect(readers, now)
    return {key: part.total for key, part in parts.items() if part.total}


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.mark.parametrize(
    ("code", "moment"),
    [
        ("due-today", "2026-10-10 08:30"),
        ("due-soon", "2026-10-09 08:30"),
        ("due-soon", "2026-10-08 08:30"),
        ("late", "2026-10-12 08:30"),
    ],
)
def test_handler_and_head_read_what_falls_due_and_others_do_not(unit: Unit, code: str, moment: str) -> None:
    handler, head = make_user("handler", unit=unit), make_user("head", unit=unit)
    colleague, stranger = make_user("handler", unit=unit), make_user("head", unit=make_unit())
    make_clock(matter=make_matter(unit, officer=handler))
    readers = [
        reader(handler, "handler"),
        reader(head, "head"),
        reader(colleague, "handler"),
        reader(stranger, "head"),
    ]

    everything = {one: found(one, readers, at(moment)) for one in ("due-today", "due-soon", "late")}

    assert everything[code] == {f"user-{handler.pk}": 1, f"user-{head.pk}": 1}
    assert [one for one, parts in everything.items() if parts] == [code]


def test_cards_that_await_a_statement_are_the_units_and_the_officers(unit: Unit) -> None:
    handler, head, office = make_user("handler", unit=unit), make_user("head", unit=unit), make_user("office")
    make_clock(matter=make_matter(unit, officer=handler))
    sweep(at("2026-10-12 08:00"))
    readers = [reader(handler, "handler"), reader(head, "head"), reader(office, "office")]

    assert found("cards-statement", readers, at("2026-10-12 08:30")) == {f"user-{handler.pk}": 1, f"user-{head.pk}": 1}
    assert found("cards-office", readers, at("2026-10-12 08:30")) == {}
