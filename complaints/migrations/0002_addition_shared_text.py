"""What a unit reads of an addition: the citizen's name hidden as well, not only numbers."""

from django.db import migrations, models

from efficiency.vault.redaction import redact


def share(apps, schema_editor):
    Addition = apps.get_model("complaints", "Addition")
    for addition in Addition.objects.iterator():
        addition.shared_text = redact(addition.text)
        addition.save(update_fields=["shared_text"])


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="addition",
            name="shared_text",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(share, migrations.RunPython.noop),
    ]
