"""Indexes that only cost: each card was written into them, and few are ever looked up there."""

import django.db.models.deletion
from django.db import migrations, models

from efficiency.common.indexes import without_index


def key(to, **more):
    return models.ForeignKey(
        to=to, null=True, blank=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more
    )


class Migration(migrations.Migration):
    dependencies = [("cards", "0006_indexes")]
    operations = [
        without_index("cards", "card", "sweep", key("cards.sweeprun", related_name="cards")),
        without_index("cards", "card", "superseded_by", key("cards.card", related_name="supersedes")),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("superseded_by__isnull", False)), fields=["superseded_by"], name="card_superseding"
            ),
        ),
    ]
