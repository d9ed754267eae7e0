"""A version of a fee is never changed, and goes only with the demo city."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes


def forbid(apps, schema_editor):
    forbid_changes(schema_editor, "fees_standard", spare="demo")


def allow(apps, schema_editor):
    allow_changes(schema_editor, "fees_standard")


class Migration(migrations.Migration):
    dependencies = [("fees", "0001_fees_of_the_list")]
    operations = [migrations.RunPython(forbid, allow)]
