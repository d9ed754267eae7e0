"""How much one person reads is answered from an index. An index leaves the triggers in place."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_readings_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["reader", "read_at"], name="reading_pace"),
        ),
    ]
