"""Versions of limits that nobody changes: what a clock ran under reads in ten years as it did."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "clocks_policy")


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "clocks_policy")


class Migration(migrations.Migration):
    dependencies = [("clocks", "0009_kinds_of_cases")]
    operations = [migrations.RunPython(seal, unseal)]
