"""Bringing items in from a file: read and compared first, written when somebody confirms, all of it or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.catalogue.changing import Wanted, add_items, change_items
from approvals.catalogue.checking import UnableToChangeItem, refuse_stranger
from approvals.catalogue.rows import contents
from approvals.catalogue.sheet import ITEMS, MATERIALS, STAGES, Columns, columns
from approvals.catalogue.telling import Names, differences
from approvals.content import Content, changed, plain
from approvals.item_forms import broken, values_of
from approvals.models import ImportState, Item, ItemImport, MainItem
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act, database_now
from efficiency.common.sheets import Fault
from efficiency.organization.models import User

Cells = Mapping[str, Sequence[Sequence[str]]]
MOST_SHOWN = 300
_STEP = 50
_GIVEN_UP = timedelta(minutes=10)


@dataclass
class Plan:
    """What a file would do: items to add, items to change with the version that they were compared with."""

    added: list[Content] = field(default_factory=list)
    changed: list[tuple[Item, Content]] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)

    @property
    def seen(self) -> dict[str, int]:
        """The newest version of each item that would change."""
        return {item.code: item.newest for item, _values in self.changed}

    def summary(self) -> dict[str, Any]:
        """What the preview says, as it is kept."""
        return {
            "added": [[one["code"], one["name"]] for one in self.added],
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "lines": self.lines[:MOST_SHOWN],
            "more": max(0, len(self.lines) - MOST_SHOWN),
            "seen": self.seen,
        }


def plan(cells: Cells, *, worked: Callable[[int], object] = int) -> Plan:
    """Read the cells and compare them with the catalogue; `worked` is told how many rows are behind."""
    made = Plan()
    sheets = columns()
    values = _read(cells, sheets, made.faults, worked)
    if made.faults:
        made.faults.sort(key=lambda fault: ([ITEMS, MATERIALS, STAGES].index(fault.sheet), fault.row))
        return made
    _compare(values, made)
    return made


def _read(
    cells: Cells, sheets: Mapping[str, Columns], faults: list[Fault], worked: Callable[[int], object]
) -> list[Content]:
    """The values of each item, with its materials and stages."""
    read = {title: list(_rows(sheets[title], cells[title], faults)) for title in (MATERIALS, STAGES)}
    items: dict[str, Content] = {}
    mains: dict[str, Content] = {}
    for place, (number, held) in enumerate(_rows(sheets[ITEMS], cells[ITEMS], faults), 1):
        for name, text in broken(held):
            faults.append(Fault(number, sheets[ITEMS].head(name), str(text), ITEMS))
        code = held.get("code", "")
        if code in items:
            faults.append(Fault(number, sheets[ITEMS].head("code"), _("This code stands in the sheet twice."), ITEMS))
        items[code] = held
        _same_main(number, held, mains, sheets[ITEMS], faults)
        if place % _STEP == 0:
            worked(place)
    known = {row[0] for row in cells[ITEMS]} | set(items)
    of_items = {title: _by_item(read[title], known, sheets[title], faults) for title in read}
    if faults:
        return []
    return [
        values_of(held) | {"materials": of_items[MATERIALS][code], "stages": of_items[STAGES][code]}
        for code, held in items.items()
    ]


def _rows(sheet: Columns, rows: Sequence[Sequence[str]], faults: list[Fault]) -> Iterator[tuple[int, Content]]:
    for number, row in enumerate(rows, 2):
        held, wrong = sheet.read(row)
        faults += [Fault(number, sheet.head(name), text, sheet.title) for name, text in wrong]
        yield number, held


def _same_main(number: int, held: Content, mains: dict[str, Content], sheet: Columns, faults: list[Fault]) -> None:
    """One main item is described the same in every row."""
    code = held.get("main_code")
    if not code:
        return
    told = {name: held.get(name) for name in ("main_name", "main_level", "main_basis")}
    if mains.setdefault(code, told) != told:
        text = _("Another row says something else of this main item.")
        faults.append(Fault(number, sheet.head("main_code"), text, sheet.title))


def _by_item(
    read: Sequence[tuple[int, Content]], known: set[str], sheet: Columns, faults: list[Fault]
) -> dict[str, list[Content]]:
    found: dict[str, list[Content]] = defaultdict(list)
    for number, held in read:
        code, name = held.pop("code", ""), held.get("name")
        if code and code not in known:
            text = _("The sheet “%(sheet)s” has no item with this code.") % {"sheet": ITEMS}
            faults.append(Fault(number, sheet.head("code"), text, sheet.title))
        if any(other["name"] == name for other in found[code] if name):
            faults.append(Fault(number, sheet.head("name"), _("This stands twice under the same item."), sheet.title))
        if name:
            found[code].append(held)
    return found


def _compare(values: Sequence[Content], made: Plan) -> None:
    known = {item.code: item for item in Item.objects.filter(code__in=[one["code"] for one in values])}
    holding = contents(list(known.values()))
    mains = MainItem.objects.in_bulk([one["main"]["code"] for one in values if "main" in one], field_name="code")
    pairs = []
    for given in values:
        new = given | ({"main": _main(given["main"], mains)} if "main" in given else {})
        item = known.get(new["code"])
        if item is None:
            made.added.append(new)
            continue
        before = holding[item.pk]
        after = before | plain(new, before)
        if changed(before, after):
            made.changed.append((item, new))
            pairs.append((item, before, after))
        else:
            made.unchanged += 1
    names = Names([content for _item, before, after in pairs for content in (before, after)])
    for item, before, after in pairs:
        for one in differences(before, after, names):
            made.lines.append([item.code, item.name, one.label, one.before, one.after])


def _main(told: Content, known: Mapping[str, MainItem]) -> Any:
    """The main item where it is as it is described; else the description."""
    main = known.get(told["code"])
    if main is None:
        return told
    same = all(getattr(main, name) == value for name, value in told.items() if name != "type")
    return main if same else told | {"type": main.type}


def keep(*, file_name: str, cells: Cells, found: Plan, actor: User, now: datetime | None = None) -> ItemImport:
    """Keep a file without faults until somebody confirms it. Raises UnableToChangeItem."""
    refuse_stranger(actor)
    with act(now) as now:
        return ItemImport.objects.create(
            file_name=file_name[-120:],
            sheets={title: list(rows) for title, rows in cells.items()},
            summary=found.summary(),
            total=len(cells[ITEMS]),
            made_by=actor,
            made_at=now,
        )


def confirm(*, given: ItemImport, when: Mapping[str, Any], actor: User, now: datetime | None = None) -> ItemImport:
    """Let a kept file be written by the worker. Raises UnableToChangeItem."""
    refuse_stranger(actor)
    with act(now):
        waiting = _locked(given)
        for name in ("ground", "document", "decided_on", "effective_from"):
            setattr(waiting, name, when[name])
        waiting.made_by, waiting.state = actor, ImportState.CONFIRMED
        waiting.save()
    return waiting


def drop(*, given: ItemImport, actor: User, now: datetime | None = None) -> ItemImport:
    """Leave a kept file unwritten. Raises UnableToChangeItem."""
    refuse_stranger(actor)
    with act(now) as now:
        waiting = _locked(given)
        waiting.state, waiting.ended_at = ImportState.DROPPED, now
        waiting.save(update_fields=["state", "ended_at"])
    return waiting


def _locked(given: ItemImport) -> ItemImport:
    waiting = ItemImport.objects.select_for_update().get(pk=given.pk)
    if not waiting.waiting:
        raise UnableToChangeItem(_("This file has been confirmed or dropped already."))
    return waiting


def write_confirmed(now: datetime | None = None) -> int:
    """Write the files that were confirmed, each in one transaction; what cannot be written says why."""
    moment = now or database_now()
    written = 0
    for one in ItemImport.objects.to_write(moment - _GIVEN_UP):
        claimed = ItemImport.objects.to_write(moment - _GIVEN_UP).filter(pk=one.pk)
        if not claimed.update(state=ImportState.RUNNING, started_at=moment, done=0):
            continue  # another worker has it
        try:
            _write(one.pk, now)
        except UnableToChangeItem as error:
            ItemImport.objects.filter(pk=one.pk, state=ImportState.RUNNING).update(
                state=ImportState.FAILED, error=str(error)[:500], ended_at=moment
            )
        else:
            written += 1
    return written


def _write(pk: int, now: datetime | None) -> None:
    one = ItemImport.objects.select_related("made_by").get(pk=pk)

    def worked(rows: int) -> None:
        ItemImport.objects.filter(pk=pk).update(done=rows)

    made = plan(one.sheets, worked=worked)
    if made.faults:
        raise UnableToChangeItem("; ".join(str(fault) for fault in made.faults[:5]))
    with act(now) as now:
        one = ItemImport.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=pk)
        if one.state != ImportState.RUNNING:
            return
        _refuse_moved(made, one)
        given: dict[str, Any] = {"ground": one.ground, "document": one.document, "decided_on": one.decided_on}
        add_items(values=made.added, actor=one.made_by, demo=one.made_by.demo, now=now, **given)
        change_items(
            wanted=[Wanted(item, values, item.newest) for item, values in made.changed],
            effective_from=one.effective_from if one.effective_from and one.effective_from > now else None,
            actor=one.made_by,
            now=now,
            **given,
        )
        one.state, one.done, one.ended_at = ImportState.DONE, one.total, now
        one.save(update_fields=["state", "done", "ended_at"])
        facts = {"added": len(made.added), "changed": len(made.changed), "unchanged": made.unchanged}
        record(Verb.ITEMS_IMPORTED, at=now, actor=one.made_by, kind="item-import", subject=pk, data=facts)


def _refuse_moved(made: Plan, one: ItemImport) -> None:
    """What was confirmed is what is written: the catalogue is as it was when the file was compared with it."""
    added = [[given["code"], given["name"]] for given in made.added]
    if made.seen != one.summary["seen"] or added != one.summary["added"]:
        raise UnableToChangeItem(
            _("The catalogue has changed since this file was read. Please read the file again and look at it anew.")
        )
