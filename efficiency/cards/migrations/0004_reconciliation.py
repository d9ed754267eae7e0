"""One row for each look for cards that are missing or too many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own."""

    dependencies = [
        ("cards", "0003_launches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("finished_at", models.DateTimeField(verbose_name="finished at")),
                ("full", models.BooleanField(verbose_name="everything was looked at")),
                ("last_card", models.BigIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0, verbose_name="found")),
                ("findings", models.JSONField(default=list)),
                ("worker", models.CharField(blank=True, max_length=100, verbose_name="worker")),
            ],
            options={
                "verbose_name": "reconciliation",
                "ordering": ["-id"],
            },
        ),
    ]
