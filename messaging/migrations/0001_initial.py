import accounts.models
import audit.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('agency_code', models.CharField(blank=True, max_length=40)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
            ],
            options={
                'verbose_name': 'mẫu thư',
                'verbose_name_plural': 'mẫu thư',
                'ordering': ['code', 'agency_code'],
                'constraints': [models.UniqueConstraint(fields=('code', 'agency_code'), name='messagetemplate_once_per_agency', violation_error_message='Cơ quan này đã có mẫu thư loại này.')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=accounts.models.new_public_id, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('params', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('WAITING', 'Đang chờ'), ('RUNNING', 'Đang chạy'), ('DONE', 'Đã xong'), ('FAILED', 'Không thành công'), ('CANCELLED', 'Đã hủy')], db_index=True, default='WAITING', editable=False, max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('result_name', models.CharField(blank=True, max_length=200)),
                ('result_path', models.CharField(blank=True, max_length=300)),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=audit.clock.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'công việc chạy nền',
                'verbose_name_plural': 'công việc chạy nền',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'])), name='job_state_valid'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ['WAITING', 'RUNNING'])), models.Q(('finished_at__isnull', False), ('state__in', ['DONE', 'FAILED', 'CANCELLED'])), _connector='OR'), name='job_finished_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=accounts.models.new_public_id, editable=False, max_length=32, unique=True)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('text', models.TextField()),
                ('url', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=audit.clock.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thông báo',
                'verbose_name_plural': 'thông báo',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['user', 'read_at'], name='notice_unread')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=accounts.models.new_public_id, editable=False, max_length=32, unique=True)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('secret', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('QUEUED', 'Chờ gửi'), ('SENDING', 'Đang gửi'), ('SENT', 'Đã gửi'), ('FAILED', 'Không gửi được')], db_index=True, default='QUEUED', editable=False, max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=audit.clock.now)),
                ('due_at', models.DateTimeField(default=audit.clock.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thư chờ gửi',
                'verbose_name_plural': 'thư chờ gửi',
                'ordering': ['-queued_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['QUEUED', 'SENDING', 'SENT', 'FAILED'])), name='outboxmessage_state_valid'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'SENT')), models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outboxmessage_sent_has_time')],
            },
        ),
    ]
