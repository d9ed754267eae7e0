"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from efficiency.budgets.actions import forget


@shared_task(name="budgets.forget")
def forget_budgets(**_later: Any) -> int:
    """Delete the budgets that no limit asks for any more."""
    return forget()
