"""The limits after a bad rating with a name (T-58)."""

from datetime import UTC, datetime

from django.db import migrations

# kind, rule, limit, reminder, level of a breach, basis
FIRST = [
    ("contact", "E-21", 1, None, 1, "实名差评1个工作日内联系评价人（本市设定，参照《安阳市政务服务条例》第五十二条）"),
    ("fix", "T-58", 15, 1, 1, "实名差评15个工作日内整改（本市设定）"),
]


def sow(apps, schema_editor):
    Policy = apps.get_model("clocks", "Policy")
    for kind, rule, limit, warn, level, basis in FIRST:
        Policy.objects.create(
            kind=kind,
            version=1,
            rule=rule,
            limit=limit,
            limit_unit="wd",
            day_end="24:00",
            warn_before=warn,
            grave_after=None,
            breach_level=level,
            basis=basis,
            effective_from=datetime(2026, 1, 1, tzinfo=UTC),
        )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0010_kinds_of_cases")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
