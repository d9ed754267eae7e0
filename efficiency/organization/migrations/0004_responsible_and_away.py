"""Who answers for a unit, who is away, and posts that are never without a deputy."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0003_two_persons_and_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[("leave", "on leave"), ("outing", "gone out"), ("unexcused", "absent without leave")],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                ("from_at", models.DateTimeField(verbose_name="from")),
                ("until_at", models.DateTimeField(verbose_name="until")),
                ("demo", models.BooleanField(default=False, verbose_name="demo")),
            ],
            options={
                "verbose_name": "absence",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("head", "first responsible person"),
                            ("leader", "leader in charge"),
                            ("office", "working office"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("office_name", models.CharField(blank=True, max_length=60, verbose_name="name of the office")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("demo", models.BooleanField(default=False, verbose_name="demo")),
            ],
            options={
                "verbose_name": "responsibility",
                "ordering": ["unit", "kind", "-id"],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="important",
            field=models.BooleanField(default=False, verbose_name="important post"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("important", False), ("holder", None), ("deputy__isnull", False), _connector="OR"),
                name="important_post_has_deputy",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputized",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="absences", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responsibilities", to="organization.unit"
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responsibilities",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["until_at", "from_at"], name="absence_until"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gte", models.F("from_at"))), name="absence_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy", None), models.Q(("deputy", models.F("user")), _negated=True), _connector="OR"
                ),
                name="absence_deputy_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("unit", "kind"), name="one_responsible_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "office"), models.Q(("office_name", ""), _negated=True)),
                    models.Q(models.Q(("kind", "office"), _negated=True), ("office_name", ""), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="responsible_person_or_office",
            ),
        ),
    ]
