"""Case e: list pages behind many rows, beside the same page from memory and through Django's Paginator."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.test import Client, override_settings

from complaints import proof
from complaints.models import Complaint
from efficiency.common.lists import Page
from efficiency.organization.models import Unit, UnitKind, User
from tests.benchmarks import memory
from tests.benchmarks.archive import build
from tests.benchmarks.city import found_city, person
from tests.benchmarks.measuring import Line, counted_queries, middle
from tests.benchmarks.scales import Scale

_SIGN_IN = "django.contrib.auth.backends.ModelBackend"
_ROUNDS = 5


@dataclass(frozen=True)
class Shown:
    """A list page: who looks at it where, the module that renders it and the one that cuts it."""

    name: str
    title: str
    reader: str
    address: str
    renders: str
    cuts: str
    long: bool = True  # most rows are in it; counting a list of what is open is no burden for a Paginator


_BOARD = "efficiency.cards.views.board"
_DESK = ("complaints.views.desk", "complaints.listing")
_CASES = ("approvals.views.cases", "approvals.listing")
PAGES = [
    Shown("board", "board", "office", "/cards/", _BOARD, _BOARD),
    Shown("late", "board, oldest breach first", "office", "/cards/?sort=late", _BOARD, _BOARD),
    Shown("unit", "board of one unit", "head1", "/cards/", _BOARD, _BOARD),
    Shown("replies", "complaints with units", "operator", "/complaints/?state=units", *_DESK, long=False),
    Shown("complaints", "all complaints", "operator", "/complaints/?state=all", *_DESK),
    Shown("cases", "open cases", "office", "/cases/", *_CASES, long=False),
    Shown("ended", "finished cases", "office", "/cases/?state=finished", *_CASES),
]


def run(scale: Scale, _part: str) -> list[Line]:
    """Each page by each of three ways, in turn; then the complaint form."""
    now = datetime.now(UTC)
    found_city(now)
    people = {"office": person("office", now), "operator": person("operator", now)}
    people["head1"] = User.objects.get(username="head1")
    Unit.objects.create(code="hotline", name="12345热线中心", short_name="热线", kind=UnitKind.HOTLINE, path="/0/")
    build(scale.rows, now)
    with override_settings(SECOND_FACTOR_ROLES=[], ALLOWED_HOSTS=["testserver"]):
        lines = [line for shown in PAGES for line in _measured(shown, people[shown.reader], scale.views)]
        return [*lines, *_complaint(scale.views)]


def _measured(shown: Shown, reader: User, views: int) -> list[Line]:
    live = Client()
    live.force_login(reader, backend=_SIGN_IN)
    live.get(shown.address)
    length = memory.keep(shown.name, live, shown.address, shown.renders)
    with counted_queries() as sent:
        live.get(shown.address)
    ways = {
        "page": lambda count: _timed(live, shown.address, count),
        "memory": lambda count: _from_memory(shown, reader, length, count),
        "paginator": lambda count: _paginated(shown, live, count),
    }
    taken = _in_turn(ways, views)
    page, kept, paged = (middle(taken[name]) for name in ("page", "memory", "paginator"))
    note = f"{page * 1000:.1f} ms, {len(sent)} queries; memory {kept * 1000:.1f} ms, Paginator {paged * 1000:.1f} ms"
    return [
        Line(f"{shown.title}: beside the same page from memory", round(page / kept, 2), "×", "≤ 3", note),
        Line(f"{shown.title}: faster than through Paginator", round(paged / page, 2), "×", "≥ 2" * shown.long),
    ]


Way = Callable[[int], list[float]]


def _in_turn(ways: dict[str, Way], views: int) -> dict[str, list[float]]:
    """Rounds of views, each in the other order; the slow Paginator is asked less often."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(_ROUNDS):
        names = list(ways) if number % 2 == 0 else list(reversed(ways))
        for name in names:
            taken[name] += ways[name](max(1, views // _ROUNDS // (4 if name == "paginator" else 1)))
    return taken


def _timed(client: Client, address: str, count: int) -> list[float]:
    """So many views, after one that warms up."""
    client.get(address)
    gc.collect()
    taken = []
    for _view in range(count):
        began = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - began)
    return taken


def _from_memory(shown: Shown, reader: User, length: int, count: int) -> list[float]:
    address = f"/memory/{shown.name}/"
    with memory.remembered(reader) as client:
        response = client.get(address)
        with counted_queries() as sent:
            client.get(address)
        if sent or not 0.9 < len(response.content) / length < 1.1:
            raise AssertionError(f"{shown.title} from memory: {len(response.content)} of {length} bytes, {sent}")
        return _timed(client, address, count)


def _paginated(shown: Shown, live: Client, count: int) -> list[float]:
    with patch.object(import_module(shown.cuts), "page", by_paginator):
        return _timed(live, shown.address, count)


def by_paginator(rows: QuerySet[Any], *, order: Sequence[str], size: int = 50, **_cursor: str) -> Page[Any]:
    """The first page as Django's own Paginator cuts it: a count of everything, and an offset."""
    first = Paginator(rows.order_by(*order), size).get_page(1)
    return Page(rows=list(first), after="2" if first.has_next() else None, before=None)


def _complaint(views: int) -> list[Line]:
    """What sending the public form costs, and how many statements it takes."""
    client = Client()
    taken, counts = [], []
    for number in range(views + 2):
        data = _form(number)
        with counted_queries() as sent:
            began = time.perf_counter()
            response = client.post("/complaints/new/", data)
            taken.append(time.perf_counter() - began)
        assert response.status_code == 302, response.content.decode()[:2000]
        counts.append(len(sent))
    assert Complaint.objects.filter(state="filed").count() == views + 2
    note = f"{middle(taken[2:]) * 1000:.1f} ms"
    return [Line("a citizen's complaint: statements sent", middle(counts[2:]), "", "", note)]


def _form(number: int) -> dict[str, str]:
    return {
        "kind": "repair",
        "place": "玉山镇",
        "content": f"小区门口的路灯三天不亮了,第{number}盏。",
        "identity": "anonymous",
        "submission": proof.issue(datetime.now(UTC) - timedelta(seconds=10)),
        "proof": "0",
    }
