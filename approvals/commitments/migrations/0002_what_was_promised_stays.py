"""What was promised, whether it was kept, what was answered and made of it never changes: triggers refuse."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes

TABLES = (
    "commitments_version", "commitments_verdict", "commitments_answer", "commitments_settlement", "commitments_check",
)  # fmt: skip


def seal(apps, schema_editor):
    for table in TABLES:
        forbid_changes(schema_editor, table, spare="demo")


def unseal(apps, schema_editor):
    for table in TABLES:
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_commitments")]
    operations = [migrations.RunPython(seal, unseal)]
