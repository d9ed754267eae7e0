"""The language somebody reads his e-mails in, and whether somebody else chose his password."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                default="",
                max_length=10,
                verbose_name="language of e-mails",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="password_is_initial",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
