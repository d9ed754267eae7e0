"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from approvals.ratings.attempts import forget


@shared_task(name="ratings.forget_attempts")
def forget_attempts(**_later: Any) -> int:
    """Delete the counted attempts that no limit asks for any more."""
    return forget()
