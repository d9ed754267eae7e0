"""The log's own tables can be added to and never changed, by any role."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes

TABLES = ["audit_seal", "audit_leaf", "audit_node", "audit_verification"]


def close(apps, schema_editor):
    for table in TABLES:
        forbid_changes(schema_editor, table)


def open_again(apps, schema_editor):
    for table in TABLES:
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals")]

    operations = [migrations.RunPython(close, open_again)]
