"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from approvals.applications import actions, budgets


@shared_task(name="applications.erase_expired")
def erase_expired(**_later: Any) -> int:
    """Erase the drafts that nobody saved within the days that the city has set."""
    return actions.erase_expired()


@shared_task(name="applications.forget_budgets")
def forget_budgets(**_later: Any) -> int:
    """Delete the budgets that no limit asks for any more."""
    return budgets.forget()
