"""Find the e-mails that were not sent without reading the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["-id"], condition=models.Q(channel="email", sent_at=None), name="notice_unsent"
            ),
        ),
    ]
