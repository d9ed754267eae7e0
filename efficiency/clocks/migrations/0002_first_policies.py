"""The limits a city starts with (RULES.md 9): each is a row that the office can change."""

from datetime import UTC, datetime

from django.db import migrations

# kind, rule, limit, unit, end of day, reminder, second level after, level of a breach, basis
FIRST = [
    ("promised", "E-02", None, "wd", "closing", 1, None, 1, "本市公布的承诺时限"),
    ("statutory", "E-03", None, "wd", "closing", 1, None, 2, "《中华人民共和国行政许可法》第四十二条、第八十二条"),
    ("acceptance", "E-05", 5, "wd", "closing", 1, None, 1, "《中华人民共和国行政许可法》第三十二条"),
    ("reply", "E-20", 5, "wd", "24:00", 1, 5, 1, "12345热线：承办单位5个工作日内反馈，逾期由效能办发黄牌；第二级为本市设定"),
    ("citizen", "E-20", 6, "wd", "24:00", None, None, 0, "对来电来信群众的承诺（本市设定）"),
    ("dispatch", "E-20", 8, "wh", "24:00", None, None, 1, "热线派单时限（本市设定）"),
    ("signfor", "E-20", 4, "wh", "24:00", None, None, 0, "签收时限（本市设定）"),
]


def sow(apps, schema_editor):
    Policy = apps.get_model("clocks", "Policy")
    for kind, rule, limit, unit, day_end, warn, grave, level, basis in FIRST:
        Policy.objects.create(
            kind=kind,
            version=1,
            rule=rule,
            limit=limit,
            limit_unit=unit,
            day_end=day_end,
            warn_before=warn,
            grave_after=grave,
            breach_level=level,
            basis=basis,
            effective_from=datetime(2026, 1, 1, tzinfo=UTC),
        )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
