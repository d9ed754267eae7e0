"""Leaves, ways out, absences without leave, turns of duty, enquiries."""

import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0004_responsible_and_away'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(choices=[('visit', 'in person'), ('phone', 'by phone'), ('online', 'online'), ('letter', 'by letter')], max_length=8, verbose_name='how')),
                ('topic', models.CharField(max_length=100, verbose_name='about what')),
                ('text', models.TextField(max_length=2000, verbose_name='what was asked')),
                ('contact', models.UUIDField(editable=False, null=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('state', models.CharField(choices=[('held', 'in hand'), ('offered', 'awaiting whoever takes it over'), ('finished', 'finished')], default='held', max_length=10, verbose_name='state')),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='what was told')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('demo', models.BooleanField(default=False, verbose_name='demo')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('taken', models.BooleanField(blank=True, null=True, verbose_name='taken')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='presence.enquiry')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('annual', 'annual leave'), ('sick', 'sick leave'), ('personal', 'leave for personal affairs'), ('family', 'home leave'), ('marriage', 'marriage leave'), ('birth', 'maternity or paternity leave'), ('mourning', 'funeral leave'), ('lieu', 'time off in lieu'), ('mission', 'official trip'), ('training', 'training'), ('other', 'other leave')], max_length=10, verbose_name='kind')),
                ('first_day', models.DateField(verbose_name='from')),
                ('first_half', models.CharField(choices=[('am', 'morning'), ('pm', 'afternoon')], default='am', max_length=2)),
                ('last_day', models.DateField(verbose_name='until')),
                ('last_half', models.CharField(choices=[('am', 'morning'), ('pm', 'afternoon')], default='pm', max_length=2)),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('days', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='working days')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('state', models.CharField(choices=[('asked', 'awaiting approval'), ('approved', 'approved'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('returned', 'back, reported')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('review_by', models.CharField(choices=[('head', 'the head of the unit'), ('leader', 'the leader in charge'), ('office', 'the efficiency office')], max_length=8, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='reported back at')),
                ('demo', models.BooleanField(default=False, verbose_name='demo')),
                ('absence', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leave', to='organization.absence')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'leave',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Outing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=100, verbose_name='where')),
                ('errand', models.CharField(max_length=200, verbose_name='why')),
                ('out_at', models.DateTimeField(verbose_name='out at')),
                ('planned_back_at', models.DateTimeField(verbose_name='planned back')),
                ('back_at', models.DateTimeField(blank=True, null=True, verbose_name='back at')),
                ('demo', models.BooleanField(default=False, verbose_name='demo')),
                ('absence', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outing', to='organization.absence')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'going out',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Unexcused',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='from')),
                ('first_half', models.CharField(choices=[('am', 'morning'), ('pm', 'afternoon')], default='am', max_length=2)),
                ('last_day', models.DateField(verbose_name='until')),
                ('last_half', models.CharField(choices=[('am', 'morning'), ('pm', 'afternoon')], default='pm', max_length=2)),
                ('days', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='working days')),
                ('ground', models.CharField(max_length=300, verbose_name='ground')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=300, verbose_name='withdrawn because')),
                ('demo', models.BooleanField(default=False, verbose_name='demo')),
                ('absence', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unexcused', to='organization.absence')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unexcused', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'absence without leave',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('shift', models.CharField(choices=[('day', 'day'), ('night', 'night'), ('whole', 'whole day'), ('leader', 'leader on duty')], max_length=8, verbose_name='shift')),
                ('demo', models.BooleanField(default=False, verbose_name='demo')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organization.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'turn of duty',
                'ordering': ['day', 'shift', 'id'],
                'indexes': [models.Index(fields=['day', 'unit'], name='duty_day')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'day', 'shift', 'user'), name='one_turn_of_duty')],
            },
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['holder', 'due_on'], name='enquiry_of_holder'),
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['unit', 'due_on'], name='enquiry_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('enquiry',), name='one_handover_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('taken', None), ('taken', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_with_reason'),
        ),
        migrations.AddIndex(
            model_name='leave',
            index=models.Index(fields=['user', 'until_at'], name='leave_of_user'),
        ),
        migrations.AddIndex(
            model_name='leave',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['-id'], name='leave_asked'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gte', models.F('from_at'))), name='leave_forward'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR'), name='leave_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='outing',
            constraint=models.UniqueConstraint(condition=models.Q(('back_at', None)), fields=('user',), name='one_outing_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='outing',
            constraint=models.CheckConstraint(condition=models.Q(('planned_back_at__gt', models.F('out_at'))), name='outing_forward'),
        ),
        migrations.AddConstraint(
            model_name='unexcused',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='unexcused_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='unexcused',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_by', models.F('user')), _negated=True), name='unexcused_recorded_by_another'),
        ),
    ]
