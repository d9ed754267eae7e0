"""Adding items and changing them. Every change is a version; a version may come into force later.

All of it works on many items at a time, in as few statements for five hundred as for one: the
import and the speed-up rounds use the same acts as the office's form.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.catalogue.checking import UnableToChangeItem, refuse_ahead, refuse_broken, refuse_codes, refuse_stranger
from approvals.catalogue.force import apply_come, in_force, next_change, scheduled
from approvals.catalogue.mains import with_mains
from approvals.catalogue.rows import Coming, content_of, contents, put, write, write_parts
from approvals.content import FIELDS, OF_ITEM, ROWS, Content, changed, digest, plain
from approvals.models import Item, ItemVersion, MainItem
from efficiency.audit.actions import record_all
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.common.moments import act, local_date
from efficiency.organization.models import User

_AT_A_TIME = 200
__all__ = [
    "FIELDS",
    "UnableToChangeItem",
    "Wanted",
    "add_item",
    "add_items",
    "change_item",
    "change_items",
    "schedule_change",
    "take_back",
]


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of one item: new values; `seen` is the newest version that he knew of."""

    item: Item
    values: Mapping[str, Any]
    seen: int | None = None


def add_item(*, values: dict[str, Any], actor: User | None, now: datetime | None = None, demo: bool = False) -> Item:
    """Add an item to the catalogue. `values` holds what FIELDS names; no actor is an import."""
    return add_items(values=[values], actor=actor, now=now, demo=demo)[0]


def add_items(
    *,
    values: Sequence[Mapping[str, Any]],
    actor: User | None,
    ground: str = "",
    document: str = "",
    decided_on: date | None = None,
    now: datetime | None = None,
    demo: bool = False,
) -> list[Item]:
    """Add items, each with its first version, its guide, its materials and its stages.

    An item that names no main item gets one of its own, under its code. Raises UnableToChangeItem.
    """
    refuse_stranger(actor)
    refuse_codes([given["code"] for given in values])
    try:
        with act(now) as now:
            refuse_ahead(decided_on, now)
            values = with_mains(values, actor=actor, now=now, demo=demo)
            items = [Item(**_columns(given), demo=demo) for given in values]
            _give_main_items(items, demo)
            made = [_first_content(item, given) for item, given in zip(items, values, strict=True)]
            for item, content in zip(items, made, strict=True):
                refuse_broken(put(item, content), content)
                item.in_force_since = now
            Item.objects.bulk_create(items, batch_size=_AT_A_TIME)
            coming = [Coming(item, content, 1, now) for item, content in zip(items, made, strict=True)]
            write_parts(coming, anew=True)
            day = decided_on or local_date(now)
            common = {"ground": ground or _("Added to the catalogue."), "document": document, "decided_on": day}
            ItemVersion.objects.bulk_create(
                [
                    ItemVersion(
                        item=one.item,
                        number=1,
                        effective_from=now,
                        content=one.content,
                        made_by=actor,
                        made_at=now,
                        demo=demo,
                        **common,
                    )
                    for one in coming
                ],
                batch_size=_AT_A_TIME,
            )
            record_all([_added(one, actor, now) for one in coming])
    except IntegrityError as error:
        raise UnableToChangeItem(_("An item with this code exists already.")) from error
    return items


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in OF_ITEM if name in given}


def _give_main_items(items: Sequence[Item], demo: bool) -> None:
    without = [item for item in items if item.main_id is None]
    known = MainItem.objects.in_bulk([item.code for item in without], field_name="code")
    made = MainItem.objects.bulk_create(
        [
            MainItem(code=item.code, name=item.name, type=item.type, basis=item.basis, demo=demo)
            for item in without
            if item.code not in known
        ],
        batch_size=_AT_A_TIME,
    )
    known |= {main.code: main for main in made}
    for item in without:
        item.main = known[item.code]


def _first_content(item: Item, given: Mapping[str, Any]) -> Content:
    empty: Content = {name: [] for name in ROWS}
    held = {name: getattr(item, name) for name in OF_ITEM if name not in ("main", "unit")}
    return held | empty | plain(given, empty) | {"main": item.main_id, "unit": item.unit_id}


def _added(one: Coming, actor: User | None, now: datetime) -> Entry:
    return _entry(Verb.ITEM_ADDED, one.item, {**_short(one.content), "digest": digest(one.content)}, actor, now)


def change_item(
    *,
    item: Item,
    values: Mapping[str, Any],
    version: int,
    actor: User,
    ground: str = "",
    document: str = "",
    decided_on: date | None = None,
    effective_from: datetime | None = None,
    now: datetime | None = None,
) -> Item:
    """Change an item from now or from a later moment; cases keep the limits they were received under (T-25).

    `version` is the newest that the editor saw: where somebody else changed the item meanwhile,
    UnableToChangeItem is raised and nothing is lost in silence. Returns the item as it stands now.
    """
    change_items(
        wanted=[Wanted(item, values, version)],
        ground=ground,
        document=document,
        decided_on=decided_on,
        effective_from=effective_from,
        actor=actor,
        now=now,
    )
    return Item.objects.select_related("unit").get(pk=item.pk)


def schedule_change(
    *,
    item: Item,
    values: Mapping[str, Any],
    effective_from: datetime,
    ground: str,
    actor: User,
    document: str = "",
    now: datetime | None = None,
) -> ItemVersion | None:
    """Let new values of an item come into force at a moment; None where nothing would change.

    For many items at once use `change_items`. Raises UnableToChangeItem.
    """
    made = change_items(
        wanted=[Wanted(item, values)],
        ground=ground,
        document=document,
        effective_from=effective_from,
        actor=actor,
        now=now,
    )
    return made[0] if made else None


def change_items(
    *,
    wanted: Sequence[Wanted],
    ground: str,
    actor: User | None,
    document: str = "",
    decided_on: date | None = None,
    effective_from: datetime | None = None,
    now: datetime | None = None,
) -> list[ItemVersion]:
    """Write a new version of each item that the new values change, in force from now or from a later moment.

    A change that is scheduled for later still is carried along: its version is written again with
    this change in it, but for what it changes itself. Returns the versions in force from the asked
    moment. Raises UnableToChangeItem: all of it or nothing.
    """
    refuse_stranger(actor)
    with act(now) as now:
        if effective_from is not None and effective_from < now:
            raise UnableToChangeItem(_("A change cannot come into force in the past."))
        refuse_ahead(decided_on, now)
        drafting = _Drafting(
            moment=effective_from or now,
            now=now,
            actor=actor,
            given={
                "ground": ground or _("Changed by the efficiency office."),
                "document": document,
                "decided_on": decided_on or local_date(now),
            },
        )
        items = _locked([one.item.pk for one in wanted], now)
        _refuse_missed(wanted, items)
        later = _later_versions(items, now)
        holding = contents(list(items.values()))
        given = with_mains([one.values for one in wanted], actor=actor, now=now)
        for one, values in zip(wanted, given, strict=True):
            item = items[one.item.pk]
            drafting.change(item, values, holding[item.pk], later[item.pk])
        return drafting.save()


def _locked(pks: Sequence[int], now: datetime) -> dict[int, Item]:
    apply_come(pks, now)
    rows = Item.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=pks).order_by("pk")
    return {item.pk: item for item in rows}


def _refuse_missed(wanted: Sequence[Wanted], items: Mapping[int, Item]) -> None:
    for one in wanted:
        if one.seen is not None and items[one.item.pk].newest != one.seen:
            raise UnableToChangeItem(
                _("Somebody changed this item while you were editing it. Please open it again and repeat your change.")
            )


def _later_versions(items: Mapping[int, Item], now: datetime) -> dict[int, list[ItemVersion]]:
    found: dict[int, list[ItemVersion]] = defaultdict(list)
    waiting = [item.pk for item in items.values() if item.next_change_at is not None]
    if waiting:
        for version in ItemVersion.objects.ahead(now).filter(item__in=waiting):
            found[version.item_id].append(version)
    return found


class _Drafting:
    """Versions in the making, and what they change."""

    def __init__(self, *, moment: datetime, now: datetime, actor: User | None, given: dict[str, Any]) -> None:
        self.moment, self.now, self.actor, self.given = moment, now, actor, given
        self.asked: list[ItemVersion] = []
        self.versions: list[ItemVersion] = []
        self.touched: list[Item] = []
        self.coming: list[Coming] = []
        self.entries: list[Entry] = []

    def change(self, item: Item, values: Mapping[str, Any], holding: Content, ahead: Sequence[ItemVersion]) -> None:
        """Draft the version of one item, and those of what is scheduled after it."""
        upto = in_force(ahead, self.moment)
        before: Content = upto.content if upto is not None else holding
        after = before | plain(values, before)
        differing = changed(before, after)
        if not differing:
            return
        refuse_broken(put(Item(pk=item.pk), after), after)
        same_moment = upto is not None and upto.effective_from == self.moment
        sets = {*differing, *(upto.sets if upto is not None and same_moment else ())}
        version = self._version(item, after, self.moment, sets)
        self.asked.append(version)
        if self.moment <= self.now:
            self.coming.append(Coming(item, after, version.number, self.moment))
        made = [version, *self._carried(item, after, set(differing), scheduled(ahead, self.moment))]
        item.next_change_at = next_change([*ahead, *made], self.now)
        self.touched.append(item)
        self._note(item, version, before, differing)

    def _carried(
        self, item: Item, after: Content, names: set[str], waiting: Sequence[ItemVersion]
    ) -> list[ItemVersion]:
        """What is scheduled for later, written again with this change in it, up to where it sets the same itself."""
        made = []
        for later in waiting:
            names = names - set(later.sets)
            moved = later.content | {name: after.get(name) for name in names}
            if changed(later.content, moved):
                refuse_broken(put(Item(pk=item.pk), moved), moved)
                made.append(self._version(item, moved, later.effective_from, set(later.sets)))
        return made

    def _version(self, item: Item, content: Content, moment: datetime, sets: set[str]) -> ItemVersion:
        item.newest += 1
        version = ItemVersion(
            item=item,
            number=item.newest,
            effective_from=moment,
            content=content,
            sets=sorted(sets),
            made_by=self.actor,
            made_at=self.now,
            demo=item.demo,
            **self.given,
        )
        self.versions.append(version)
        return version

    def _note(self, item: Item, version: ItemVersion, before: Content, differing: Sequence[str]) -> None:
        old, new = _short(before), _short(version.content)
        data: dict[str, Any] = {
            "version": version.number,
            "changed": {name: [old.get(name), new.get(name)] for name in differing},
            "digest": digest(version.content),
        }
        if version.effective_from > self.now:
            data["from"] = version.effective_from.isoformat()
        self.entries.append(_entry(Verb.ITEM_CHANGED, item, data, self.actor, self.now, version.ground))

    def save(self) -> list[ItemVersion]:
        """Write what was drafted."""
        if not self.touched:
            return []
        waiting = [item for item in self.touched if item.pk not in {one.item.pk for one in self.coming}]
        try:
            write(self.coming)
        except IntegrityError as error:
            raise UnableToChangeItem(_("An item with this code exists already.")) from error
        Item.objects.bulk_update(waiting, ["newest", "next_change_at"], batch_size=_AT_A_TIME)
        ItemVersion.objects.bulk_create(self.versions, batch_size=_AT_A_TIME)
        record_all(self.entries)
        return self.asked


def take_back(*, version: ItemVersion, ground: str, actor: User, now: datetime | None = None) -> ItemVersion:
    """Take a scheduled change back before it comes into force: from its moment the item stays as it was before.

    Nothing is erased: another version with the same moment stands above it. Raises UnableToChangeItem.
    """
    refuse_stranger(actor)
    if not ground.strip():
        raise UnableToChangeItem(_("Please write why the change is taken back."))
    with act(now) as now:
        item = _locked([version.item_id], now)[version.item_id]
        ahead = list(item.versions.ahead(now))
        if version.pk not in {one.pk for one in scheduled(ahead, now)}:
            raise UnableToChangeItem(_("This change has come into force or was taken back already."))
        before = in_force([one for one in ahead if one.effective_from < version.effective_from], version.effective_from)
        content: Content = before.content if before is not None else content_of(item)
        values = {name: content.get(name) for name in version.sets}
        made = change_items(
            wanted=[Wanted(item, values)], ground=ground, effective_from=version.effective_from, actor=actor, now=now
        )
        return made[0]


def _short(content: Content) -> Content:
    """The content as an audit entry names it: of materials and stages the names."""
    names = {name: [row["name"] for row in content.get(name) or []] for name in ROWS}
    return {name: content.get(name) for name in FIELDS if name in content} | names


def _entry(verb: Verb, item: Item, data: dict[str, Any], actor: User | None, now: datetime, ground: str = "") -> Entry:
    """An entry; to the typed ground, which stands in the version, it only commits."""
    return Entry(
        at=now,
        actor=actor,
        actor_label=actor.display_name if actor else "",
        verb=verb,
        subject_kind="item",
        subject_id=str(item.pk),
        data=data,
        commitment=commitment_to(ground),
        demo=item.demo,
    )
