"""Object cells: own department, the one above, the one below, the sibling, the accused one (THREATS 2.4, row 12)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from efficiency.portal.doors import Door, doors
from tests.access.objects import CELLS, NO_OBJECT, Cell
from tests.access.watching import changes_noted
from tests.access.world import CANARIES, PEOPLE, World, browser, make_world

DOORS: dict[str, Door] = {door.name: door for door in doors()}
CLOSED = {403, 404, 405}


def may_pass(door: Door, role: str) -> bool:
    assert door.who is not None
    return door.who.public or not door.who.roles or role in door.who.roles


@contextmanager
def undone() -> Iterator[None]:
    """Run an act and take it back, so that the next cell finds the same world."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # readings commit for themselves: durable
    with atomic:
        yield
        transaction.set_rollback(True)


def answers(client: Client, path: str, door: Door, cell: Cell) -> dict[str, tuple[int, str]]:
    """What GET and POST answer, and what can be read of it."""
    found: dict[str, tuple[int, str]] = {}
    for method in ("get", "post"):
        with undone():
            as_json = {"content_type": "application/json"} if door.route.startswith("api/") and method == "post" else {}
            response: Any = getattr(client, method)(path, cell.sent if method == "post" else {}, **as_json)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            found[method] = response.status_code, body.decode("utf-8", "replace")
            for close in response._resource_closers if response.streaming else ():
                close()  # not the response as a whole: that would end the connection too
    return found


def wrong_cells(world: World, cell: Cell, name: str) -> list[Any]:
    """The cells of one object and one person that do not answer as declared."""
    door, path = DOORS[cell.address], reverse(cell.address, kwargs=cell.values(world))
    client = browser(world.people[name])
    opens = name in cell.opens
    with changes_noted() as changed:
        found = answers(client, path, door, cell)
    statuses = {method: status for method, (status, _body) in found.items()}
    if opens:
        return [] if set(statuses.values()) - CLOSED else [("should open", cell.address, cell.about, name, statuses)]
    wrong: list[Any] = []
    if set(statuses.values()) - CLOSED or set(statuses.values()) == {405} or changed:
        wrong.append(("should refuse", cell.address, cell.about, name, statuses, *changed))
    shown = "".join(body for _status, body in found.values())
    return wrong + [("shows", cell.address, name, canary) for canary in CANARIES if canary in shown]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_an_object_opens_to_those_it_belongs_to_and_to_nobody_else(name: str) -> None:
    """T-38, THREATS 12. Whom the address itself refuses is tried in test_functions.py."""
    world, role = make_world(), PEOPLE[name][0]
    cells = [cell for cell in CELLS if may_pass(DOORS[cell.address], role)]

    assert [fault for cell in cells for fault in wrong_cells(world, cell, name)] == []


def test_every_address_that_takes_a_number_is_declared() -> None:
    taking = {door.name for door in DOORS.values() if door.parameters}

    assert taking - {cell.address for cell in CELLS} - NO_OBJECT == set()
    assert {cell.address for cell in CELLS} | NO_OBJECT <= taking
