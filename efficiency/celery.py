"""The queue: its application and the timetable."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_embedded_init
from django.conf import settings

from efficiency.portal.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efficiency.settings")

app = Celery("efficiency")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What wakes up when. A wake-up only makes things faster: what must be done stands in the
# database. One that waited for longer than its period has a successor and expires.
app.conf.beat_schedule = {
    "judge the clocks whose moment has come": {
        "task": "cards.sweep",
        "schedule": settings.SWEEP_EVERY,
        "options": {"queue": "portal", "expires": settings.SWEEP_EVERY.total_seconds()},
    },
    "compare cards and running clocks every ten minutes": {
        "task": "cards.reconcile",
        "schedule": 600,
        "options": {"queue": "portal", "expires": 600},
    },
    "compare all cards and all clocks every night": {
        "task": "cards.reconcile",
        "kwargs": {"full": True},
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": "portal", "expires": 4 * 3600},
    },
    "look for irregularities every five minutes": {
        "task": "irregularities.look",
        "schedule": 300,
        "options": {"queue": "portal", "expires": 300},
    },
    "look for irregularities of all times every night": {
        "task": "irregularities.look",
        "kwargs": {"full": True},
        "schedule": crontab(hour=3, minute=50),
        "options": {"queue": "portal", "expires": 4 * 3600},
    },
    "deliver notices every ten seconds": {
        "task": "notifications.deliver",
        "schedule": 10,
        "options": {"queue": "portal", "expires": 10},
    },
    "tell robots and webhooks every ten seconds": {
        "task": "notifications.call_robots",
        "schedule": 10,
        "options": {"queue": "portal", "expires": 10},
    },
    "send text messages every ten seconds": {
        "task": "notifications.send_texts",
        "schedule": 10,
        "options": {"queue": "portal", "expires": 10},
    },
    "write the summaries of a working morning": {
        "task": "notifications.write_digests",
        "schedule": 120,
        "options": {"queue": "portal", "expires": 120},
    },
    "climb the ladder of escalation": {
        "task": "cards.escalate",
        "schedule": 300,
        "options": {"queue": "portal", "expires": 300},
    },
    "seal the audit log every minute": {
        "task": "audit.seal",
        "schedule": 60,
        "options": {"queue": "portal", "expires": 60},
    },
    "examine the audit log every night": {
        "task": "audit.verify",
        "schedule": crontab(hour=3, minute=17),
        "options": {"queue": "portal", "expires": 3600},
    },
    "accept by law the cases that nobody answered in time": {
        "task": "approvals.accept_by_law",
        "schedule": 60,
        "options": {"queue": "portal", "expires": 60},
    },
    "write changes of the catalogue that have come into force": {
        "task": "approvals.apply_versions",
        "schedule": 60,
        "options": {"queue": "portal", "expires": 60},
    },
    "end every hour what applicants did not complete in time, where the city has set so": {
        "task": "approvals.lapse_uncompleted",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "write confirmed imports of items every five seconds": {
        "task": "approvals.write_imports",
        "schedule": 5,
        "options": {"queue": "portal", "expires": 5},
    },
    "forget the kept answers and counted calls of other systems every hour": {
        "task": "integrators.forget",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "erase every hour the drafts of online applications whose days are over": {
        "task": "applications.erase_expired",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "forget the budgets of online applications every hour": {
        "task": "applications.forget_budgets",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "judge the commitments of the month that is over, every hour": {
        "task": "commitments.measure",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "tell halls in the morning who comes by appointment": {
        "task": "appointments.tell_halls",
        "schedule": 600,
        "options": {"queue": "portal", "expires": 600},
    },
    "note every hour who did not come to appointments of past days": {
        "task": "appointments.close_past",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "forget the budgets of past days every hour": {
        "task": "budgets.forget",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "erase the identities that no period keeps any more, every hour": {
        "task": "vault.keep_to_periods",
        "schedule": 3600,
        "options": {"queue": "portal", "expires": 3600},
    },
    "remove records of signing in whose period is over, every day": {
        "task": "organization.purge_sign_ins",
        "schedule": 86_400,
        "options": {"queue": "portal", "expires": 86_400},
    },
}


def folder_queue(folder: Path) -> dict[str, Any]:
    """Return the transport options of a queue of files, where no queue server runs."""
    for name in ("messages", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        # One folder for both directions, or senders and worker would never meet.
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.1,
    }


if settings.CELERY_BROKER_URL.startswith("filesystem:"):
    app.conf.broker_transport_options = folder_queue(settings.DATA_DIR / "queue")


@beat_embedded_init.connect
def end_with_worker(**_: Any) -> None:
    """Let the timetable's process end with its worker, even where that is killed."""
    die_with_parent()
