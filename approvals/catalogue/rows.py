"""An item's content read from its rows and written into them, many items at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from approvals.content import MATERIAL, OF_GUIDE, OF_ITEM, RELATIONS, STAGE, Content, whole_row
from approvals.initials import initials
from approvals.models import Guide, Item, ItemMaterial, ItemStage

_AT_A_TIME = 200
_WRITTEN = [
    *(name for name in OF_ITEM),
    "initials",
    "materials",
    "version",
    "newest",
    "in_force_since",
    "next_change_at",
]


@dataclass(frozen=True)
class Coming:
    """A version that comes into force on an item."""

    item: Item
    content: Content
    number: int
    since: datetime


def contents(items: Sequence[Item]) -> dict[int, Content]:
    """What each item holds now, by its key: three queries, however many items."""
    prefetch_related_objects(items, "guide", "material_rows", "stage_rows")
    return {item.pk: _content(item) for item in items}


def content_of(item: Item) -> Content:
    """What one item holds now."""
    return contents([item])[item.pk]


def _content(item: Item) -> Content:
    guide = getattr(item, "guide", None)
    materials = [{name: getattr(row, name) for name in MATERIAL} for row in item.material_rows.all()]
    return (
        {name: getattr(item, f"{name}_id" if name in RELATIONS else name) for name in OF_ITEM}
        | {name: getattr(guide, name, "") for name in OF_GUIDE}
        | {
            "materials": materials or [whole_row(name, MATERIAL) for name in item.material_list],
            "stages": [{name: getattr(row, name) for name in STAGE} for row in item.stage_rows.all()],
        }
    )


def put(item: Item, content: Content) -> Item:
    """Set the item's columns to this content, in memory."""
    for name in OF_ITEM:
        if name in content:
            setattr(item, f"{name}_id" if name in RELATIONS else name, content[name])
    item.initials = initials(item.name)
    item.materials = "\n".join(row["name"] for row in content["materials"])
    return item


def guide_of(item: Item, content: Content) -> Guide:
    """The guide that this content makes, unsaved."""
    return Guide(item=item, **{name: content.get(name) or "" for name in OF_GUIDE})


def material_rows(item: Item, content: Content) -> list[ItemMaterial]:
    """The rows of materials that this content makes, unsaved."""
    return [ItemMaterial(item=item, position=place, **row) for place, row in enumerate(content["materials"], 1)]


def stage_rows(item: Item, content: Content) -> list[ItemStage]:
    """The rows of stages that this content makes, unsaved."""
    return [ItemStage(item=item, position=place, **row) for place, row in enumerate(content["stages"], 1)]


def write(coming: Iterable[Coming]) -> None:
    """Write contents into the rows of their items, in as few statements for five hundred as for one."""
    by_item: Mapping[int, Coming] = {one.item.pk: one for one in coming}
    if not by_item:
        return
    for one in by_item.values():
        put(one.item, one.content)
        one.item.version, one.item.in_force_since = one.number, one.since
    Item.objects.bulk_create(
        [one.item for one in by_item.values()],
        batch_size=_AT_A_TIME,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    write_parts(by_item.values(), anew=False)


def write_parts(coming: Iterable[Coming], *, anew: bool) -> None:
    """Write guides, materials and stages; those of items that are not new make room first."""
    listed = list(coming)
    if not anew:
        for model in (ItemMaterial, ItemStage):
            model._default_manager.filter(item__in=[one.item for one in listed]).delete()
    Guide.objects.bulk_create(
        [guide_of(one.item, one.content) for one in listed],
        batch_size=_AT_A_TIME,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=OF_GUIDE,
    )
    ItemMaterial.objects.bulk_create(
        [row for one in listed for row in material_rows(one.item, one.content)], batch_size=_AT_A_TIME
    )
    ItemStage.objects.bulk_create(
        [row for one in listed for row in stage_rows(one.item, one.content)], batch_size=_AT_A_TIME
    )
    for one in listed:  # what was read before is no longer so
        one.item._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # Django's own cache
        one.item._state.fields_cache.pop("guide", None)
