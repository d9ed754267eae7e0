"""The queue: its application and the timetable."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efficiency.settings")

app = Celery("efficiency")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
