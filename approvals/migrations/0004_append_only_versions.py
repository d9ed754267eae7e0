"""Versions can be added and never changed, and only the demo city's can be removed."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "approvals_itemversion", spare="demo")


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "approvals_itemversion")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_main_items_and_first_versions"), ("audit", "0004_append_only_seals")]

    operations = [migrations.RunPython(seal, unseal)]
