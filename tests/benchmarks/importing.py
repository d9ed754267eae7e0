"""Case i: a catalogue of 500 items from an Excel file: read and compared, then written by the worker."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from approvals.catalogue.importing import confirm, keep, plan, write_confirmed
from approvals.catalogue.sheet import ITEMS, MATERIALS, MOST, STAGES, columns
from approvals.models import ImportState, Item, ItemImport
from efficiency.common.lists import excel_sheets
from efficiency.common.sheets import read_sheets
from efficiency.organization.models import Unit, User
from tests.benchmarks.city import found_city, person
from tests.benchmarks.measuring import Line
from tests.benchmarks.scales import Scale

_MATERIALS, _STAGES = 6, 3
_WHEN = {"ground": "首次建库", "document": "", "decided_on": None, "effective_from": None}


def run(scale: Scale, part: str) -> list[Line]:
    """Bring the items in anew, then change each of them."""
    now = datetime.now(UTC)
    found_city(now)
    office = person("office", now)
    lines = []
    for what, promised in (("new", "5"), ("changed", "4")):
        file = BytesIO(_file(scale.imported, promised))
        read, kept = _timed(_read, file, office)
        written, _none = _timed(_write, kept, office)
        assert ItemImport.objects.get(pk=kept.pk).state == ImportState.DONE
        note = f"read and compared {read:.1f} s, written {written:.1f} s; {len(file.getvalue()) // 1024} KB"
        words = f"{part}: {scale.imported} items brought in, {what}"
        lines.append(Line(words, round(read + written, 1), "s", "< 20", note))
    assert Item.objects.filter(promised_limit=4, version=2).count() == scale.imported
    return lines


def _file(items: int, promised: str) -> bytes:
    units = list(Unit.objects.order_by("pk").values_list("name", flat=True))
    sheets = columns()
    rows: dict[str, list[dict[str, Any]]] = {ITEMS: [], MATERIALS: [], STAGES: []}
    for number in range(items):
        code = f"BENCH-{number:04d}"
        rows[ITEMS].append(
            {
                "code": code,
                "name": f"许可事项{number}",
                "unit": units[number % len(units)],
                "type": "行政许可",
                "basis": "压力测试" * 20,
                "conditions": "申请材料齐全、符合法定形式。" * 10,
                "promised_limit": promised,
                "statutory_limit": "20",
            }
        )
        rows[MATERIALS] += [{"code": code, "name": f"材料{place}"} for place in range(_MATERIALS)]
        rows[STAGES] += [{"code": code, "name": f"环节{place}", "limit": "1"} for place in range(_STAGES)]
    cells = [
        (title, sheet.heads, [[row.get(name, "") for name in sheet.fields] for row in rows[title]])
        for title, sheet in sheets.items()
    ]
    return excel_sheets("items", cells).content


def _read(file: BytesIO, office: User) -> ItemImport:
    heads = {title: sheet.heads for title, sheet in columns().items()}
    cells = read_sheets(file, heads=heads, most=MOST)
    found = plan(cells)
    assert not found.faults, found.faults[:3]
    return keep(file_name="catalogue.xlsx", cells=cells, found=found, actor=office)


def _write(kept: ItemImport, office: User) -> int:
    confirm(given=kept, when=_WHEN, actor=office)
    return write_confirmed()


def _timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = work(*given)
    return time.perf_counter() - begun, made
