"""What was proposed never changes afterwards: triggers refuse."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, freeze_columns

PROPOSAL = ["kind", "title", "payload", "effect", "ground", "document", "proposed_by_id", "proposed_at", "demo"]


def freeze(apps, schema_editor):
    freeze_columns(schema_editor, "changes_change", PROPOSAL)


def thaw(apps, schema_editor):
    allow_changes(schema_editor, "changes_change")


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
