"""Wake-up calls. Run twice, or by two workers at once, they send nothing twice."""

from typing import Any

from celery import shared_task

from efficiency.common.failpoints import failpoint
from efficiency.notifications import digest, postman, robots, sms


@shared_task(name="notifications.deliver")
def deliver(**_kwargs: Any) -> None:
    """Send the e-mails that are due."""
    postman.deliver()
    failpoint("postman.before-ack")


@shared_task(name="notifications.call_robots")
def call_robots(**_kwargs: Any) -> None:
    """Tell group robots and webhooks what waits for them."""
    robots.call_robots()


@shared_task(name="notifications.send_texts")
def send_texts(**_kwargs: Any) -> None:
    """Send the text messages that are due."""
    sms.send_texts()


@shared_task(name="notifications.write_digests")
def write_digests(**_kwargs: Any) -> None:
    """Write the summaries of this working day, once."""
    digest.write_digests()
