"""Give each item that stands in the catalogue its main item, its rows of materials, and its first version."""

from django.db import migrations
from django.utils import timezone

GROUND = "目录启用版本管理前的内容"
_SAME = (
    "code", "name", "type", "handling", "basis", "conditions", "procedure", "statutory_limit", "statutory_unit",
    "promised_limit", "promised_unit", "fee", "depth", "visits", "delegation", "appointment", "post", "result",
    "result_validity", "active",
)
_LISTS = ("special", "audience", "themes", "channels", "venues")  # fmt: skip


def fill(apps, schema_editor):
    Item, MainItem = apps.get_model("approvals", "Item"), apps.get_model("approvals", "MainItem")
    Material, Guide = apps.get_model("approvals", "ItemMaterial"), apps.get_model("approvals", "Guide")
    Version = apps.get_model("approvals", "ItemVersion")
    now = timezone.now()
    for item in Item.objects.order_by("pk"):
        main = MainItem.objects.create(
            code=item.code, name=item.name, type=item.type, basis=item.basis, level="4", demo=item.demo
        )
        materials = _distinct(item.materials)
        item.main, item.newest, item.in_force_since = main, item.version, now
        item.materials = "\n".join(materials)
        item.save(update_fields=["main", "newest", "in_force_since", "materials"])
        Guide.objects.create(item=item)
        rows = [Material(item=item, position=place, name=name) for place, name in enumerate(materials, 1)]
        Material.objects.bulk_create(rows)
        content = {name: getattr(item, name) for name in _SAME} | {name: [] for name in _LISTS} | {
            "main": main.pk,
            "unit": item.unit_id,
            "materials": [
                {
                    "name": row.name, "required": True, "originals": 1, "copies": 0,
                    "issuer": "", "shared": False, "note": "", "sample": "",
                }
                for row in rows
            ],
            "stages": [],
        }  # fmt: skip
        Version.objects.create(
            item=item,
            number=item.version,
            effective_from=now,
            content=content,
            ground=GROUND,
            decided_on=timezone.localdate(now),
            made_at=now,
            demo=item.demo,
        )


def _distinct(text):
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))


def empty(apps, schema_editor):
    for name in ("ItemVersion", "ItemMaterial", "Guide"):
        apps.get_model("approvals", name).objects.all().delete()
    apps.get_model("approvals", "Item").objects.update(main=None)
    apps.get_model("approvals", "MainItem").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_catalogue_with_versions")]

    operations = [migrations.RunPython(fill, empty)]
