"""The board's orders and figures get indexes; columns that another index begins with lose theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from efficiency.common.indexes import without_index


def key(to, **more):
    return models.ForeignKey(to=to, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0005_versions_of_terms"),
        ("clocks", "0004_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveIndex(model_name="card", name="card_matter"),
        without_index(
            "cards", "card", "clock", key("clocks.clock", null=True, blank=True, related_name="cards")
        ),
        without_index(
            "cards", "card", "unit", key("organization.unit", related_name="cards", verbose_name="unit")
        ),
        without_index(
            "cards", "card", "issued_by", key(settings.AUTH_USER_MODEL, null=True, blank=True, related_name="+")
        ),
        without_index(
            "cards", "card", "terms", key("cards.cardpolicy", null=True, blank=True, related_name="cards")
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("level__gt", 0)), fields=["breached_at", "id"], name="card_late"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("state__in", ("issued", "answered", "upheld", "downgraded"))),
                fields=["unit", "standing_level", "state", "issued_at"],
                name="card_unfinished",
            ),
        ),
    ]
