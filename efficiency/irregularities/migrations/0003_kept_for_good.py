"""What was found, and what was said of it, stays as it was; only the demo city's can be removed."""

from django.db import migrations, models

from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns

FACTS = ["rule", "sign", "subject", "matter_id", "unit_id", "at", "found_at", "facts", "look_id", "demo"]


def freeze(apps, schema_editor):
    freeze_columns(schema_editor, "irregularities_finding", FACTS, spare="demo")
    forbid_changes(schema_editor, "irregularities_remark", spare="demo")


def thaw(apps, schema_editor):
    for table in ("irregularities_finding", "irregularities_remark"):
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("irregularities", "0002_kinds_of_remarks")]
    operations = [
        migrations.AddField(
            model_name="remark", name="demo", field=models.BooleanField(default=False, verbose_name="demo")
        ),
        migrations.RunPython(freeze, thaw),
    ]
