"""The limits that a case meets besides its own two: same-day items, stages, delivery, the check of a commitment."""

from datetime import UTC, datetime

from django.db import migrations, models

# kind, rule, limit, unit, end of day, reminder, level of a breach, basis
FIRST = [
    ("immediate", "E-18", None, "wd", "24:00", None, 1, "即办件当日办结（GB/T 39046—2020 办件类型1；当日24:00为本市设定）"),
    ("stage", "E-04", None, "wd", "closing", None, 0, "事项目录公布的环节时限；级别为本市设定"),
    ("delivery", "E-12", 10, "wd", "closing", 1, 1, "《中华人民共和国行政许可法》第四十四条；不予许可决定的送达期限为本市设定"),
    ("check", "C-01", 40, "wd", "closing", 5, 0, "告知承诺事项的事后核查时限（本市设定）"),
]


def sow(apps, schema_editor):
    Policy = apps.get_model("clocks", "Policy")
    for kind, rule, limit, unit, day_end, warn, level, basis in FIRST:
        Policy.objects.create(
            kind=kind,
            version=1,
            rule=rule,
            limit=limit,
            limit_unit=unit,
            day_end=day_end,
            warn_before=warn,
            grave_after=None,
            breach_level=level,
            basis=basis,
            effective_from=datetime(2026, 1, 1, tzinfo=UTC),
        )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0008_policies_of_chains")]
    operations = [
        migrations.RunPython(sow, migrations.RunPython.noop),
    ]
