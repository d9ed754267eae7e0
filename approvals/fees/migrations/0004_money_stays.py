"""What money was charged, what it was made of and what came in never change, and go only with the demo city."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns

LINE = (
    "bill_id", "place", "case_id", "fee_id", "standard_id", "unit_id", "quantity", "lower", "upper", "rate", "ground",
    "amount", "demo",
)  # fmt: skip


def forbid(apps, schema_editor):
    freeze_columns(schema_editor, "fees_billline", LINE, spare="demo")
    forbid_changes(schema_editor, "fees_payment", spare="demo")
    forbid_changes(schema_editor, "fees_pastincome", spare="demo")


def allow(apps, schema_editor):
    for table in ("fees_billline", "fees_payment", "fees_pastincome"):
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("fees", "0003_bills_and_payments")]
    operations = [migrations.RunPython(forbid, allow)]
