"""Which content of an item is in force when.

The moment decides, not a worker: whoever takes a case reads the item through `item_at`. The
worker's part is only to write what has come into the rows that lists read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from approvals.catalogue.rows import Coming, put, write
from approvals.models import Item, ItemVersion
from efficiency.common.moments import act

_AT_A_TIME = 500


def item_at(pk: int, moment: datetime) -> Item:
    """The item as it is in force at a moment, with its department; a version that has come is written.

    For the moment of an act, inside its transaction. A moment before the version that stands in
    the rows (a case brought in late) gives the item as it was then, which must not be saved.
    """
    item = Item.objects.select_related("unit").get(pk=pk)
    if item.next_change_at is not None and item.next_change_at <= moment:
        apply_come([item.pk], moment)
        item = Item.objects.select_related("unit").get(pk=pk)
    if item.in_force_since is None or item.in_force_since <= moment:
        return item
    version = item.versions.come(moment).latest_first().first() or item.versions.order_by("number").first()
    return as_of(item, version) if version is not None else item


def as_shown(item: Item, now: datetime) -> Item:
    """The item as a page shows it: with what has come into force, though nobody has written it yet."""
    if item.next_change_at is None or item.next_change_at > now:
        return item
    version = item.versions.come(now).latest_first().first()
    return as_of(item, version) if version is not None else item


def as_of(item: Item, version: ItemVersion) -> Item:
    """The item with the content of a version, in memory."""
    put(item, version.content)
    item.shown_content = version.content
    item.version, item.in_force_since = version.number, version.effective_from
    return item


def bring_up_to_date(now: datetime | None = None) -> int:
    """Write what has come into force into the rows that lists read; returns how many items changed."""
    with act(now) as now:
        due = Item.objects.filter(next_change_at__lte=now).order_by("pk").values_list("pk", flat=True)
        return apply_come(list(due[:_AT_A_TIME]), now)


def apply_come(pks: Sequence[int], now: datetime) -> int:
    """Write the versions of these items that have come into force. The transaction must be open."""
    locked = Item.objects.select_for_update(of=("self",)).filter(pk__in=pks, next_change_at__lte=now).order_by("pk")
    items = list(locked)
    if not items:
        return 0
    by_item: dict[int, list[ItemVersion]] = defaultdict(list)
    for version in ItemVersion.objects.filter(item__in=items, effective_from__gte=_first_change(items)):
        by_item[version.item_id].append(version)
    coming = []
    for item in items:
        versions = by_item[item.pk]
        item.next_change_at = next_change(versions, now)
        newest = in_force(versions, now)
        if newest is not None:
            coming.append(Coming(item, newest.content, newest.number, newest.effective_from))
    write(coming)
    return len(coming)


def _first_change(items: Iterable[Item]) -> datetime:
    return min(item.next_change_at for item in items if item.next_change_at is not None)


def in_force(versions: Iterable[ItemVersion], moment: datetime) -> ItemVersion | None:
    """Of one item's versions the one in force at a moment."""
    come = [version for version in versions if version.effective_from <= moment]
    return max(come, key=lambda version: (version.effective_from, version.number), default=None)


def next_change(versions: Iterable[ItemVersion], moment: datetime) -> datetime | None:
    """When the next of one item's versions comes into force."""
    return min((version.effective_from for version in versions if version.effective_from > moment), default=None)


def scheduled(versions: Iterable[ItemVersion], moment: datetime) -> list[ItemVersion]:
    """Of one item's versions those that will come into force, in the order of time; superseded ones left out."""
    newest: dict[datetime, ItemVersion] = {}
    for version in sorted(versions, key=lambda one: one.number):
        if version.effective_from > moment:
            newest[version.effective_from] = version
    return [newest[at] for at in sorted(newest)]
