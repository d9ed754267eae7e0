"""The city's first levels and periods, and the triggers that freeze a card's facts."""

from django.db import migrations

from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns

LEVELS = [
    (0, "Reminder", "预警", "預警", "预", "none", "0.00"),
    (1, "Yellow card", "黄牌", "黃牌", "黄", "yellow", "5.00"),
    (2, "Red card", "红牌", "紅牌", "红", "red", "10.00"),
]
FACTS = [
    "year", "serial", "demo", "level", "clock_id", "attempt", "matter_id", "unit_id", "officer_id", "rule",
    "rule_version", "ground", "facts", "calendar", "breached_at", "issued_at", "issued_by_id", "sweep_id", "answer_by",
]
PROPOSAL = [
    "card_id", "kind", "ground", "pause_ground", "pause_document", "pause_from", "pause_until",
    "proposed_by_id", "proposed_at",
]


def sow(apps, schema_editor):
    Level = apps.get_model("cards", "Level")
    for number, en, hans, hant, sign, colour, points in LEVELS:
        Level.objects.create(
            number=number, name_en=en, name_hans=hans, name_hant=hant, sign=sign, colour=colour, points=points
        )
    apps.get_model("cards", "CardPolicy").objects.create(
        pk=1,
        issuer="市效能办",
        article="行政效能电子监察与12345热线办理规定（本市设定）",
        remedy="对本卡有异议的，可在收到之日起规定的工作日内书面陈述；效能办由另一名工作人员复核，"
        "可以维持、降级或者撤销。陈述期间不影响整改。本卡是管理措施，不是处分。",
    )


def freeze(apps, schema_editor):
    freeze_columns(schema_editor, "cards_card", FACTS)
    freeze_columns(schema_editor, "cards_ruling", PROPOSAL)
    forbid_changes(schema_editor, "cards_act")


def thaw(apps, schema_editor):
    for table in ("cards_card", "cards_ruling", "cards_act"):
        allow_changes(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("cards", "0001_initial")]
    operations = [
        migrations.RunPython(sow, migrations.RunPython.noop),
        migrations.RunPython(freeze, thaw),
    ]
