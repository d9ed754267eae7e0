"""The postman's wake-up call."""

from typing import Any

from celery import shared_task

from efficiency.notifications import postman


@shared_task(name="notifications.deliver")
def deliver(**_kwargs: Any) -> None:
    """Send the e-mails that are due. Run twice, or by two workers at once, it sends none twice."""
    postman.deliver()
