"""Lists by kind get an index; what repeats another index, or tells few values apart, goes."""

import django.db.models.deletion
from django.db import migrations, models

from efficiency.common.indexes import without_index


def key(to, **more):
    return models.ForeignKey(to=to, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_policies_by_two_persons")]
    operations = [
        without_index("clocks", "clock", "policy", key("clocks.policy", related_name="+")),
        without_index("clocks", "move", "clock", key("clocks.clock", related_name="moves")),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("stopped_at", None)),
                fields=["kind", "due_at", "id"],
                name="clock_kind_running",
            ),
        ),
    ]
