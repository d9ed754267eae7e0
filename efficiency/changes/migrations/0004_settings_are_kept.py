"""A version of a setting never changes and never goes: triggers refuse."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "changes_setting")


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "changes_setting")


class Migration(migrations.Migration):
    dependencies = [("changes", "0003_settings")]
    operations = [migrations.RunPython(seal, unseal)]
