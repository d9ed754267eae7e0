"""Field cells: a citizen's name, number and address appear to those declared here, and to nobody else."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from efficiency.portal.doors import Door, doors
from tests.access.objects import CELLS
from tests.access.test_objects import may_pass, undone
from tests.access.world import CANARIES, PEOPLE, World, browser, make_world

# Where a citizen's details are shown by GET, and to whom: what he wrote himself, to the hotline and
# the office, who dispatch it; the receipt that the counter prints for him.
SHOWN = {
    ("complaint", "operator"),
    ("complaint", "office"),
    ("complaint_dispatch", "operator"),
}


def paths(world: World, door: Door) -> Iterator[str]:
    """The address with each of its objects; the bare address where it takes none."""
    if not door.parameters:
        yield reverse(door.name)
    for cell in CELLS:
        if cell.address == door.name:
            yield reverse(door.name, kwargs=cell.values(world))


def text_of(response: Any) -> str:
    """What somebody could read of an answer: the page, the cells, the file, the heads."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers if response.streaming else ():
        close()
    if "spreadsheet" in response.get("Content-Type", ""):
        sheet = load_workbook(BytesIO(body)).active
        assert sheet is not None
        return str(list(sheet.iter_rows(values_only=True)))
    return str(body.decode("utf-8", "replace")) + str(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_a_citizens_details_are_shown_where_it_is_declared_and_nowhere_else(name: str) -> None:
    """I7, THREATS 1 and 3: not in a list, an export, an answer of the API, a file or a head."""
    world, role = make_world(), PEOPLE[name][0]
    client = browser(world.people[name])
    shown = set()
    for door in doors():
        if door.name != "logout" and may_pass(door, role):
            for path in paths(world, door):
                with undone():
                    text = text_of(client.get(path))
                if any(canary in text for canary in CANARIES):
                    shown.add((door.name, name))

    assert shown == {cell for cell in SHOWN if cell[1] == name}
