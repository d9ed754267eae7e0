"""What somebody said of a service, what was done about it and what was ruled never changes: triggers refuse."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, keep_values

SAID = (
    "case_id", "unit_id", "item_id", "clerk_id", "stage", "channel", "code", "words", "named", "rated_at", "source",
    "number",
)  # fmt: skip
TABLES = {"ratings_rating": SAID, "ratings_followup": (), "ratings_ruling": ()}


def seal(apps, schema_editor):
    for table, columns in TABLES.items():
        keep_values(schema_editor, table, columns)


def unseal(apps, schema_editor):
    for table in TABLES:
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_ratings")]
    operations = [migrations.RunPython(seal, unseal)]
