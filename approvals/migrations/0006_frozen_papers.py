"""No document of a case is ever changed, and only the demo city's can be removed."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def freeze(apps, schema_editor):
    forbid_changes(schema_editor, "approvals_paper", spare="demo")


def thaw(apps, schema_editor):
    allow_changes(schema_editor, "approvals_paper")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_life_of_a_case")]
    operations = [migrations.RunPython(freeze, thaw)]
