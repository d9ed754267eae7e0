"""Who stood in when a card was issued: rows that nobody changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from efficiency.audit.appendonly import allow_changes, forbid_changes


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "cards_standin")


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "cards_standin")


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0007_fewer_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('away', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='cards.card')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'stand-in',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('card', 'away'), name='one_stand_in_a_person')],
            },
        ),
        migrations.RunPython(seal, unseal),
    ]
