"""The catalogue as a file that can be read in again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from approvals.catalogue.rows import contents
from approvals.catalogue.sheet import ITEMS, MATERIALS, STAGES, columns
from approvals.content import Content
from approvals.models import Item
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User

MOST = 2000
Sheet = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def template() -> list[Sheet]:
    """The empty sheets with their columns."""
    return [(title, sheet.heads, []) for title, sheet in columns().items()]


def filled(items: Sequence[Item]) -> list[Sheet]:
    """The sheets with these items, their materials and their stages."""
    sheets = columns()
    held = contents(items)
    rows = {
        ITEMS: [sheets[ITEMS].write(_of_page(item, held[item.pk])) for item in items],
        MATERIALS: [sheets[MATERIALS].write(row) for row in _below(items, held, "materials")],
        STAGES: [sheets[STAGES].write(row) for row in _below(items, held, "stages")],
    }
    return [(title, sheets[title].heads, rows[title]) for title in sheets]


def _of_page(item: Item, held: Content) -> Content:
    main = item.main
    told: Content = {}
    if main is not None:
        told = {"main_code": main.code, "main_name": main.name, "main_level": main.level, "main_basis": main.basis}
    return held | told | {"unit": item.unit.name}


def _below(items: Sequence[Item], held: dict[int, Content], name: str) -> Iterator[Content]:
    for item in items:
        for row in held[item.pk][name]:
            yield {"code": item.code, **row}


def record_export(*, actor: User, rows: int, filters: dict[str, Any], now: datetime | None = None) -> None:
    """Write down that somebody took a list of items out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.ITEMS_EXPORTED, at=now, actor=actor, kind="items", subject="export", data=data)
