"""Levels and what is printed on cards become versions by two persons; a card keeps the versions of its time.

Cards of before name none: theirs are the first versions.
"""

from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns

# Before anything a city can have recorded: the first version counts from the beginning.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
COPIED = ("number", "name_en", "name_hans", "name_hant", "sign", "colour", "points")
FACTS = [
    "year", "serial", "demo", "level", "clock_id", "attempt", "matter_id", "unit_id", "officer_id", "rule",
    "rule_version", "ground", "facts", "calendar", "breached_at", "issued_at", "issued_by_id", "sweep_id", "answer_by",
]


def person():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


def change():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="changes.change"
    )


def version_fields():
    return [
        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
        ("effective_from", models.DateTimeField(verbose_name="effective from")),
        ("ground", models.CharField(blank=True, max_length=500, verbose_name="ground")),
        ("document", models.CharField(blank=True, max_length=100, verbose_name="document number")),
        ("change", change()),
        ("made_by", person()),
        ("confirmed_by", person()),
        ("made_at", models.DateTimeField(null=True, verbose_name="made at")),
    ]


def copy_levels(apps, schema_editor):
    Level = apps.get_model("cards", "Level")
    for old in apps.get_model("cards", "FirstLevel").objects.order_by("number"):
        values = {name: getattr(old, name) for name in COPIED}
        Level.objects.create(version=1, effective_from=BEGINNING, **values)


def go_on_numbering(apps, schema_editor):
    """The first row was given the number 1 by hand, which PostgreSQL's sequence has not heard of."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('cards_cardpolicy', 'id'), (SELECT MAX(id) FROM cards_cardpolicy))"
        )


def seal(apps, schema_editor):
    forbid_changes(schema_editor, "cards_level")
    forbid_changes(schema_editor, "cards_cardpolicy")
    freeze_columns(schema_editor, "cards_card", [*FACTS, "terms_id", "level_version"])


def unseal(apps, schema_editor):
    allow_changes(schema_editor, "cards_level")
    allow_changes(schema_editor, "cards_cardpolicy")
    freeze_columns(schema_editor, "cards_card", FACTS)


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0004_reconciliation"),
        ("changes", "0004_settings_are_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Level", "FirstLevel"),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *version_fields(),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "reminder"), (1, "first breach"), (2, "grave breach")], verbose_name="level"
                    ),
                ),
                ("name_en", models.CharField(max_length=30, verbose_name="name in English")),
                ("name_hans", models.CharField(max_length=30, verbose_name="name in simplified characters")),
                ("name_hant", models.CharField(max_length=30, verbose_name="name in traditional characters")),
                ("sign", models.CharField(max_length=2, verbose_name="sign on the badge")),
                (
                    "colour",
                    models.CharField(
                        choices=[("yellow", "yellow"), ("red", "red"), ("none", "none")],
                        max_length=10,
                        verbose_name="colour",
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points")),
            ],
            options={
                "verbose_name": "level",
                "ordering": ["number", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=["number", "version"], name="one_level_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                        name="level_by_two_persons",
                    ),
                ],
            },
        ),
        migrations.RunPython(copy_levels, migrations.RunPython.noop),
        migrations.DeleteModel("FirstLevel"),
        migrations.RemoveConstraint("cardpolicy", "one_card_policy"),
        migrations.AlterModelOptions("cardpolicy", {"verbose_name": "card policy", "ordering": ["version"]}),
        *(
            migrations.AddField("cardpolicy", name, field)
            for name, field in version_fields()
            if name != "effective_from"
        ),
        migrations.AddField(
            "cardpolicy",
            "effective_from",
            models.DateTimeField(default=BEGINNING, verbose_name="effective from"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "cardpolicy", models.UniqueConstraint(fields=["version"], name="one_card_policy_a_version")
        ),
        migrations.AddConstraint(
            "cardpolicy",
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("made_by")),
                name="card_policy_by_two_persons",
            ),
        ),
        migrations.AddField(
            "card",
            "terms",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cards",
                to="cards.cardpolicy",
            ),
        ),
        migrations.AddField(
            "card",
            "level_version",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="version of the level"),
        ),
        migrations.RunPython(go_on_numbering, migrations.RunPython.noop),
        migrations.RunPython(seal, unseal),
    ]
