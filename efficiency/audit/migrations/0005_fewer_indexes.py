"""What the judge does has no actor: such entries need no place in the index of actors."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from efficiency.common.indexes import without_index


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_append_only_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        without_index(
            "audit",
            "entry",
            "actor",
            models.ForeignKey(
                to=settings.AUTH_USER_MODEL,
                null=True,
                blank=True,
                related_name="+",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("actor__isnull", False)), fields=["actor"], name="entry_actor"),
        ),
    ]
