"""The limits of project chains, joint handling and consultation that a city starts with."""

from datetime import UTC, datetime

from django.db import migrations

# kind, rule, limit, unit, end of day, reminder, second level after, level of a breach, basis
FIRST = [
    ("project", "E-02", None, "wd", "closing", 3, None, 1, "本市承诺：从企业名称核准到施工许可的全程时限，按项目系列设定（市长讲话）"),
    ("p-licence", "E-02", 5, "wd", "closing", 1, None, 1, "本市承诺“三个一”：材料齐全，一周内办好营业执照（市长讲话）；一周按5个工作日计，为本市设定"),
    ("p-permit", "E-02", 1, "mo", "closing", 3, None, 1, "本市承诺“三个一”：材料齐全，一个月内办好施工许可（市长讲话）；计法为本市设定"),
    ("p-acceptance", "E-02", 5, "wd", "closing", 1, None, 1, "本市承诺“三个一”：材料齐全，一周内完成联合验收（市长讲话）；一周按5个工作日计，为本市设定"),
    ("joint", "E-03", 45, "wd", "closing", 3, None, 2, "《中华人民共和国行政许可法》第二十六条、第四十二条第二款、第八十二条"),
    ("joint-part", "E-04", None, "wd", "closing", 1, None, 1, "联合办理中各部门的环节时限（本市设定，见项目链模板）"),
    ("consulted", "E-04", 3, "wd", "closing", 1, None, 1, "部门会商中各部门的答复时限（本市设定）"),
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
    dependencies = [("clocks", "0007_chains_joint_handling_and_consultation")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
