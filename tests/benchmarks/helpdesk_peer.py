"""Runs in the peers' environment: django-helpdesk's escalation of N tickets; prints seconds as JSON.

Called as `python helpdesk_peer.py FOLDER DATABASE COUNT,COUNT,...`; knows nothing of the portal.
"""

import json
import sys
import time
from datetime import timedelta


def configure(host: str, database: str) -> None:
    """A helpdesk as its guide sets one up, on PostgreSQL, with mail that goes nowhere."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="bench",  # noqa: S106  (a throw-away site)
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": host,
                "USER": "portal",
                "NAME": database,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.humanize",
            "django.contrib.admin",
            "django.contrib.messages",
            "rest_framework",
            "helpdesk",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SITE_ID=1,
        USE_TZ=True,
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )


def tickets(count: int) -> None:
    """So many tickets ten days old in a queue that escalates after five days; one owner."""
    from django.contrib.auth.models import User
    from django.utils import timezone
    from helpdesk.models import Queue, Ticket

    owner, _made = User.objects.get_or_create(username="owner", defaults={"email": "owner@example.invalid"})
    queue, _made = Queue.objects.get_or_create(slug="bench", defaults={"title": "Bench", "escalate_days": 5})
    old = timezone.now() - timedelta(days=10)
    Ticket.objects.bulk_create(
        Ticket(
            title="Street lamp",
            queue=queue,
            submitter_email="citizen@example.invalid",
            assigned_to=owner,
            status=1,
            priority=3,
        )
        for _number in range(count)
    )
    Ticket.objects.filter(last_escalation=None).update(created=old, modified=old)


def main(host: str, database: str, counts: str) -> None:
    """Escalate each count once; the tickets of an earlier count are no longer due."""
    configure(host, database)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    taken = []
    for count in map(int, counts.split(",")):
        tickets(count)
        began = time.perf_counter()
        call_command("escalate_tickets")
        taken.append(time.perf_counter() - began)
    from helpdesk.models import FollowUp

    print(json.dumps({"seconds": taken, "escalated": FollowUp.objects.count()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
