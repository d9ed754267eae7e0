"""Who read whose identity can be added and never changed or removed, by any role."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "vault_reading")


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "vault_reading")


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [migrations.RunPython(seal, unseal)]
