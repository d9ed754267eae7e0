"""What somebody said of a service, what was done about it and what was ruled never changes: triggers refuse."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns

SAID = (
    "case_id", "unit_id", "item_id", "clerk_id", "stage", "channel", "code", "words", "named", "rated_at", "source",
    "number", "demo",
)  # fmt: skip


def seal(apps, schema_editor):
    freeze_columns(schema_editor, "ratings_rating", SAID, spare="demo")
    forbid_changes(schema_editor, "ratings_followup", spare="demo")
    forbid_changes(schema_editor, "ratings_ruling", spare="demo")


def unseal(apps, schema_editor):
    for table in ("ratings_rating", "ratings_followup", "ratings_ruling"):
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_ratings")]
    operations = [migrations.RunPython(seal, unseal)]
