"""A notice that waits to be sent for the first time has not failed; an inbox has indexes of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from efficiency.common.indexes import without_index


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_robots_and_choices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        without_index(
            "notifications",
            "notice",
            "recipient",
            models.ForeignKey(
                to=settings.AUTH_USER_MODEL,
                null=True,
                blank=True,
                related_name="notices",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
            ),
        ),
        migrations.RemoveIndex(model_name="notice", name="notice_unsent"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["-id"],
                condition=models.Q(("sent_at", None)) & ~models.Q(("error", "")),
                name="notice_failed",
            ),
        ),
    ]
